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

test('EGR1362 finds a lockdown of the cluster that names only namespaces that stay open', () => {
  const parts = (...names: string[]): MeshParts => ({
    routes: [{ owner: 'chart/route', gateway: EU }],
    clusterLockdowns: [{ ...everywhere, selectsAll: false, names, exemptNamespaces: ['kube-system'] }],
  });
  expectFound('EGR1362', parts('kube-system', 'egress-eu'), {
    at: 'chart/lockdown',
    problem: /^namespaceSelector must select a namespace that does not stay open$/,
    fix: /^write namespaceSelector: \{\}, or the names of other namespaces$/,
  });
  expect(found('EGR1362', parts('kube-system', 'payments'))).toEqual([]);
  expect(found('EGR1362', { clusterLockdowns: [everywhere] })).toEqual([]);
});

describe('EGR2063', () => {
  const route = { owner: 'chart/route', gateway: EU, sources: [namespace('egress-eu')] };
  const open: MeshParts = { routes: [route], clusterLockdowns: [everywhere] };

  test('finds sources in the namespace of a gateway, which a lockdown of every namespace leaves open', () => {
    expectFound('EGR2063', open, {
      at: 'chart/lockdown',
      problem: /leaves egress-eu open, where a gateway and sources of routes are$/,
      fix: /or write exemptNamespaces: \["egress-eu"\]$/,
    });
  });

  test.each<[string, MeshParts]>([
    ['in other namespaces', { ...open, routes: [{ ...route, sources: [namespace('payments')] }] }],
    ['that are exempt', { ...open, clusterLockdowns: [{ ...everywhere, exemptNamespaces: ['egress-eu'] }] }],
    ['with a lockdown of their own', { ...open, lockdowns: [{ owner: 'chart/own', namespaces: ['egress-eu'] }] }],
    [
      'of a mesh that closes namespaces by labels',
      { ...open, clusterLockdowns: [{ ...everywhere, selectsAll: false }] },
    ],
  ])('does not find sources %s', (_, parts) => {
    expect(found('EGR2063', parts)).toEqual([]);
  });
});
