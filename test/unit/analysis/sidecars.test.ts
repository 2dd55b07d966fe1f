import { OutboundTrafficPolicyMode } from '../../../lib/mesh/outbound-traffic-policy-mode';
import { GATEWAY } from '../help';
import { expectFound, found, gatewayOf, MeshParts } from './meshes';

const lockdown = (owner: string, ...namespaces: string[]) => ({ owner, namespaces });
const sidecars = lockdown;
const everywhere = { owner: 'b', priority: 100, selectsAll: true, exemptNamespaces: [] };

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
    ['in namespaces that a lockdown of the cluster closes', { sidecars: [open], clusterLockdowns: [everywhere] }],
    ['with REGISTRY_ONLY', { sidecars: [sidecars('a', 'payments')] }],
    ['with an egress proxy', { sidecars: [{ ...open, egressProxy: GATEWAY }] }],
  ])('does not find sidecars %s', (_, parts) => {
    expect(found('EGR1305', parts)).toEqual([]);
  });
});

describe('EGR1305 with podLabels', () => {
  const app = { app: 'reports' };
  const mode = OutboundTrafficPolicyMode.ALLOW_ANY;
  const some = { ...sidecars('a', 'payments'), mode, podLabels: app };

  test('finds the sidecars of a namespace of which a lockdown closes some pods', () => {
    const parts = {
      sidecars: [{ ...some, podLabels: {} }],
      lockdowns: [{ ...lockdown('b', 'payments'), podLabels: app }],
    };
    expect(found('EGR1305', parts)).toHaveLength(1);
  });

  test.each([
    ['other pods', { app: 'api' }, 1],
    ['some of the pods', { ...app, tier: 'web' }, 1],
    ['the same pods', app, 0],
    ['every pod', {}, 0],
  ])('finds sidecars of pods unless a lockdown closes them: a lockdown of %s', (_, podLabels, count) => {
    const parts = { sidecars: [some], lockdowns: [{ ...lockdown('b', 'payments'), podLabels }] };
    expect(found('EGR1305', parts)).toHaveLength(count);
  });
});

describe('EGR1351', () => {
  const app = { app: 'reports' };
  const mode = OutboundTrafficPolicyMode.ALLOW_ANY;
  const whole = { ...sidecars('a', 'payments'), mode, egressProxy: GATEWAY };
  const some = { ...sidecars('b', 'orders', 'payments'), podLabels: app };

  test.each<[string, NonNullable<MeshParts['sidecars']>[number]]>([
    ['ALLOW_ANY', { ...some, mode }],
    ['another egress proxy', { ...some, mode, egressProxy: gatewayOf('us') }],
  ])('finds a Sidecar of some pods with %s beside the egress proxy of the namespace', (_, sidecar) => {
    expectFound(
      'EGR1351',
      { sidecars: [whole, sidecar] },
      {
        at: 'b',
        problem:
          /^sidecars of some pods in payments must send unknown hosts to gateway istio-system\/istio-egressgateway, or refuse/,
        fix: /^write outboundTrafficPolicy: OutboundTrafficPolicy\.REGISTRY_ONLY/,
      },
    );
  });

  test.each<[string, MeshParts['sidecars']]>([
    ['with REGISTRY_ONLY', [whole, some]],
    ['with the same egress proxy', [whole, { ...some, mode, egressProxy: GATEWAY }]],
    ['with an egress proxy of its own', [sidecars('a', 'payments'), { ...some, mode, egressProxy: GATEWAY }]],
    ['in another namespace', [whole, { ...some, namespaces: ['orders'], mode }]],
  ])('does not find a Sidecar of some pods %s', (_, all = []) => {
    expect(found('EGR1351', { sidecars: all })).toEqual([]);
  });
});

describe('EGR2010 with podLabels', () => {
  const app = { app: 'reports' };
  const strict = { ...sidecars('a', 'payments'), egressProxy: gatewayOf('us') };

  test.each<[string, MeshParts, number]>([
    ['some pods are locked down', { lockdowns: [{ ...lockdown('b', 'payments'), podLabels: app }] }, 1],
    [
      'other pods reach it',
      {
        lockdowns: [{ ...lockdown('b', 'payments'), podLabels: app }],
        reaches: [['payments', gatewayOf('us'), { app: 'api' }]],
      },
      1,
    ],
    [
      'the locked-down pods reach it',
      { lockdowns: [{ ...lockdown('b', 'payments'), podLabels: app }], reaches: [['payments', gatewayOf('us'), app]] },
      0,
    ],
    [
      'the sidecars are of pods that are not locked down',
      {
        sidecars: [{ ...strict, podLabels: { app: 'api' } }],
        lockdowns: [{ ...lockdown('b', 'payments'), podLabels: app }],
      },
      0,
    ],
  ])('finds sidecars that cannot reach their egress proxy: %s', (_, parts, count) => {
    expect(found('EGR2010', { sidecars: [strict], ...parts })).toHaveLength(count);
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

  test('finds sidecars whose egress proxy a lockdown of the cluster closes, unless the lockdown leaves it reachable', () => {
    const parts = { sidecars: [strict], clusterLockdowns: [{ ...everywhere, exemptNamespaces: ['free'] }] };
    expect(found('EGR2010', parts).map(({ got }) => got)).toEqual(['["payments"]']);
    expect(found('EGR2010', { ...parts, clusterReaches: [['b', gatewayOf('us')]] })).toEqual([]);
  });

  test('does not find sidecars in a namespace without a lockdown', () => {
    expect(found('EGR2010', { sidecars: [strict] })).toEqual([]);
  });
});
