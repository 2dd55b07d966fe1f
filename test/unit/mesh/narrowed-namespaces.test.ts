import { refuseSystemNamespaces, SYSTEM_NAMESPACES } from '../../../lib/input/namespace';
import { NamespaceRegistry } from '../../../lib/mesh/namespace-registry';
import { fixIn, messageOf } from '../help';

describe('NamespaceRegistry', () => {
  test('refuses two sidecar configurations of one namespace, and names both owners', () => {
    const registry = new NamespaceRegistry();
    registry.narrow('payments', 'chart/a');
    registry.narrow('orders', 'chart/a');
    const message = messageOf(() => registry.narrow('payments', 'other/b'));
    expect(message).toMatch(/^namespace payments has two sidecar configurations: got \["chart\/a","other\/b"\]; /);
    expect(message).toMatch(/allowed: one EgressSidecar per namespace: istio takes one and ignores the other/);
    expect(fixIn(message)).toBe('remove the namespace from one of the two, and put the hosts of both into the other');
  });

  test('lets a namespace be narrowed and locked down, in either order, and a gateway live in a narrowed one', () => {
    const registry = new NamespaceRegistry();
    registry.narrow('payments', 'chart/sidecars');
    registry.lockDown('payments', 'chart/lockdown');
    registry.lockDown('orders', 'chart/lockdown');
    registry.narrow('orders', 'chart/sidecars');
    registry.narrow('egress', 'chart/sidecars');
    registry.live('egress', 'chart/gateway');
  });

  test('knows what is locked down: that alone, and not before', () => {
    const registry = new NamespaceRegistry();
    expect(registry.isLockedDown('payments')).toBe(false);
    registry.narrow('payments', 'chart/sidecars');
    registry.live('egress', 'chart/gateway');
    registry.create('payments', 'chart/x', 'createNamespaces');
    expect(registry.isLockedDown('payments')).toBe(false);
    registry.lockDown('payments', 'chart/lockdown');
    expect(['payments', 'egress', 'orders'].map((name) => registry.isLockedDown(name))).toEqual([true, false, false]);
  });

  test('does not take for locked down what it has refused to lock down', () => {
    const registry = new NamespaceRegistry();
    registry.live('egress', 'chart/gateway');
    expect(() => registry.lockDown('egress', 'chart/lockdown')).toThrow(/a gateway's own/);
    expect(registry.isLockedDown('egress')).toBe(false);
  });
});

describe('refuseSystemNamespaces', () => {
  test.each(SYSTEM_NAMESPACES)('refuses %s, and names it and the list', (system) => {
    const message = messageOf(() => refuseSystemNamespaces(['payments', system]));
    expect(message).toContain(
      `namespace ${system} is the cluster's or istio's: got ["payments","${system}"]; allowed: `,
    );
    expect(message).toMatch(/in istio's root namespace it would be for the whole mesh/);
    expect(fixIn(message)).toBe(`remove ${system} from namespaces`);
  });

  test.each([['payments'], ['default'], ['istio-system-2'], ['my-kube-system'], ['istio-egress']])(
    'takes %s',
    (namespace) => {
      expect(() => refuseSystemNamespaces([namespace])).not.toThrow();
    },
  );
});
