import { expectFound, found, gatewayOf, MeshParts, namespace } from './meshes';

const everywhere = { owner: 'chart/lockdown', priority: 100, selectsAll: true, exemptNamespaces: [] };
const EU = gatewayOf('eu');

test('EGR1361 finds two lockdowns of the cluster with one priority', () => {
  const clusterLockdowns = [everywhere, { ...everywhere, owner: 'chart/other' }];
  expectFound(
    'EGR1361',
    { clusterLockdowns },
    { at: 'chart/other', problem: /^priority 100 cannot be that of two lockdowns/, fix: /^write priority: 99 on one/ },
  );
});

test.each([
  [0, 1],
  [1000, 999],
])('the fix of EGR1361 for priority %d is accepted', (priority, other) => {
  const clusterLockdowns = ['chart/lockdown', 'chart/other'].map((owner) => ({ ...everywhere, priority, owner }));
  const fix = new RegExp(`^write priority: ${other} on one`);
  expectFound('EGR1361', { clusterLockdowns }, { at: 'chart/other', problem: /^priority/, fix });
});

test('EGR1361 does not find lockdowns of the cluster with two priorities', () => {
  const clusterLockdowns = [everywhere, { ...everywhere, owner: 'chart/other', priority: 101 }];
  expect(found('EGR1361', { clusterLockdowns })).toEqual([]);
});

describe('EGR2061', () => {
  const route = { owner: 'chart/route', gateway: EU, sources: [namespace('payments')] };
  const cut: MeshParts = { routes: [route], clusterLockdowns: [everywhere] };

  test('finds the lockdown of every namespace that cuts off the gateway of a route', () => {
    expectFound('EGR2061', cut, {
      at: 'chart/lockdown',
      problem: /cuts off gateway egress-eu\/eu, whose routes have sources in payments$/,
      fix: /^write allowTo: \[EgressPeer\.gateway\(\.\.\.\)\] on the lockdown/,
    });
  });

  test.each<[string, MeshParts]>([
    ['leaves the gateway reachable', { ...cut, clusterReaches: [['chart/lockdown', EU]] }],
    ['exempts the source', { ...cut, clusterLockdowns: [{ ...everywhere, exemptNamespaces: ['payments'] }] }],
    ['selects namespaces by labels', { ...cut, clusterLockdowns: [{ ...everywhere, selectsAll: false }] }],
    ['is that of another construct', { ...cut, clusterLockdowns: [] }],
  ])('does not find a lockdown that %s', (_, parts) => {
    expect(found('EGR2061', parts)).toEqual([]);
  });
});
