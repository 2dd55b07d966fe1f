import { NamespaceRegistry } from '../../../lib/mesh/namespace-registry';
import { fixIn, messageOf } from '../help';

describe('NamespaceRegistry', () => {
  test('refuses a namespace that is locked down twice and names both owners', () => {
    const registry = new NamespaceRegistry();
    registry.lockDown('payments', 'chart/a');
    registry.lockDown('orders', 'chart/b');
    const message = messageOf(() => registry.lockDown('payments', 'other/c'));
    expect(message).toMatch(/namespace payments is locked down twice: got \["chart\/a","other\/c"\]/);
    expect(fixIn(message)).toMatch(/remove it from one of the two/);
  });

  test('refuses a lockdown of any gateway, whichever comes first', () => {
    const lockdownLast = new NamespaceRegistry();
    lockdownLast.live('egress', 'chart/gateway');
    const gatewayLast = new NamespaceRegistry();
    gatewayLast.lockDown('egress', 'chart/lockdown');
    const messages = [
      messageOf(() => lockdownLast.lockDown('egress', 'chart/lockdown')),
      messageOf(() => gatewayLast.live('egress', 'chart/gateway')),
    ];
    for (const message of messages) {
      expect(message).toMatch(/egress is a gateway's own, and locked down: got \["chart\/gateway","chart\/lockdown"\]/);
      expect(fixIn(message)).toMatch(/remove egress from namespaces/);
    }
  });

  test('refuses a namespace that is created twice, and lets two gateways live in one', () => {
    const registry = new NamespaceRegistry();
    registry.live('egress', 'chart/a');
    registry.live('egress', 'chart/b');
    registry.create('egress', 'chart/a', 'createNamespace');
    const message = messageOf(() => registry.create('egress', 'chart/b', 'createNamespace'));
    expect(message).toMatch(/namespace egress is created twice: got \["chart\/a","chart\/b"\]/);
    expect(fixIn(message)).toMatch(/leave createNamespace out/);
  });
});
