import { OutboundTrafficPolicyMode } from '../../../lib/mesh/outbound-traffic-policy-mode';
import { GATEWAY } from '../help';
import { expectFound, found, gatewayOf, MeshParts } from './meshes';

const lockdown = (owner: string, ...namespaces: string[]) => ({ owner, namespaces });
const sidecars = lockdown;

describe('EGR1305', () => {
  const mode = OutboundTrafficPolicyMode.ALLOW_ANY;
  const open = { ...sidecars('a', 'payments', 'orders'), mode };

  test('finds ALLOW_ANY sidecars in namespaces without a lockdown, and names these namespaces', () => {
    const finding = expectFound(
      'EGR1305',
      { sidecars: [open], lockdowns: [lockdown('b', 'payments')] },
      {
        at: 'a',
        problem: /^sidecars with ALLOW_ANY must be in locked-down namespaces: they bypass the gateway/,
        fix: /add the namespaces to an EgressLockdownPolicy$/,
      },
    );
    expect(finding.got).toBe('{"namespaces":["orders"]}');
  });

  test.each<[string, MeshParts]>([
    ['in namespaces with a lockdown', { sidecars: [open], lockdowns: [lockdown('b', 'payments', 'orders')] }],
    ['with REGISTRY_ONLY', { sidecars: [sidecars('a', 'payments')] }],
    ['with an egress proxy', { sidecars: [{ ...open, egressProxy: GATEWAY }] }],
  ])('does not find sidecars %s', (_, parts) => {
    expect(found('EGR1305', parts)).toEqual([]);
  });
});

describe('EGR2010', () => {
  const strict = { ...sidecars('a', 'payments', 'free'), egressProxy: gatewayOf('us') };

  test('finds sidecars in a locked-down namespace that cannot reach their egress proxy', () => {
    const finding = expectFound(
      'EGR2010',
      { sidecars: [strict], lockdowns: [lockdown('b', 'payments')], reaches: [['payments', gatewayOf('eu')]] },
      {
        at: 'a',
        problem:
          /^sidecars in payments send unknown hosts to gateway egress-us\/us, which the lockdown closes to them$/,
        fix: /^write allowTo: \[EgressPeer\.gateway\(\.\.\.\)\] on the lockdown/,
      },
    );
    expect(finding.got).toBe('["payments"]');
  });

  test.each<[string, MeshParts]>([
    [
      'whose lockdown leaves the egress proxy reachable',
      { sidecars: [strict], reaches: [['payments', gatewayOf('us')]] },
    ],
    ['without an egress proxy', { sidecars: [sidecars('a', 'payments')] }],
  ])('does not find sidecars in a locked-down namespace %s', (_, parts) => {
    expect(found('EGR2010', { lockdowns: [lockdown('b', 'payments')], ...parts })).toEqual([]);
  });

  test('does not find sidecars in a namespace without a lockdown', () => {
    expect(found('EGR2010', { sidecars: [strict] })).toEqual([]);
  });
});
