import { GATEWAY } from '../help';
import { account, ANYONE, described, expectFound, found, gatewayOf, MeshParts, namespace, Route } from './meshes';

const lockdown = { owner: 'chart/lockdown', namespaces: ['payments', 'reports'] };
const gatewayLockdown = { owner: 'chart/gateway-lockdown', gateway: GATEWAY };
const route: Route = { owner: 'chart/route', sources: [namespace('payments'), namespace('orders')] };

describe('EGR1401', () => {
  const nobody = { gateways: [described(GATEWAY)], gatewayLockdowns: [{ ...gatewayLockdown, clientNamespaces: [] }] };

  test('finds the lockdown of a gateway that admits no client', () => {
    expectFound(
      'EGR1401',
      { ...nobody, reaches: [['payments', gatewayOf('eu')]] },
      {
        at: 'chart/gateway-lockdown',
        problem: /^gateway istio-system\/istio-egressgateway must have a client namespace$/,
        fix: /^write clientNamespaces: \["payments"\], or lock the client namespaces down/,
      },
    );
  });

  test.each<[string, MeshParts]>([
    ['in clientNamespaces', { ...nobody, gatewayLockdowns: [gatewayLockdown] }],
    ['in a lockdown', { ...nobody, reaches: [['payments', GATEWAY]] }],
  ])('does not find the lockdown of a gateway with a client %s', (_, parts) => {
    expect(found('EGR1401', parts)).toEqual([]);
  });
});

describe('EGR1402', () => {
  const nowhere = {
    gateways: [described(GATEWAY)],
    gatewayLockdowns: [{ ...gatewayLockdown, hasExternalPorts: false }],
  };

  test('finds the lockdown of a gateway that permits no external port, whatever the ports of other gateways', () => {
    expectFound(
      'EGR1402',
      { ...nowhere, routes: [{ ...route, gateway: gatewayOf('eu') }] },
      {
        at: 'chart/gateway-lockdown',
        problem: /^gateway istio-system\/istio-egressgateway must have an external port$/,
        fix: /^write externalPorts: \[EgressPort\.tcp\(443\)\]/,
      },
    );
  });

  test.each<[string, MeshParts]>([
    ['externalPorts', { ...nowhere, gatewayLockdowns: [gatewayLockdown] }],
    ['a route', { ...nowhere, routes: [route] }],
  ])('does not find the lockdown of a gateway with a port of %s', (_, parts) => {
    expect(found('EGR1402', parts)).toEqual([]);
  });
});

describe('EGR2004', () => {
  const us = gatewayOf('us');
  const cut: MeshParts = {
    routes: [
      route,
      { ...route, owner: 'chart/us', gateway: us },
      { owner: 'chart/other', host: 'other.com', gateway: us, sources: [namespace('orders')] },
    ],
    lockdowns: [lockdown],
    reaches: [['payments', GATEWAY]],
  };

  test('finds a lockdown that cuts off the routes of another gateway from their sources', () => {
    const finding = expectFound('EGR2004', cut, {
      at: 'chart/lockdown',
      problem: /^the lockdown of payments cuts off gateway egress-us\/us, whose routes have sources there$/,
      fix: /^write allowTo: \[EgressPeer\.gateway\(\.\.\.\)\] on the lockdown, or remove the namespaces from allowFrom$/,
    });
    expect(finding.got).toBe('{"routes":["chart/us"]}');
  });

  test('finds a lockdown that cuts off a service account', () => {
    const routes = [{ ...route, gateway: us, sources: [account('reports', 'nightly')] }];
    expect(found('EGR2004', { ...cut, routes })).toHaveLength(1);
  });

  test.each<[string, MeshParts]>([
    [
      'that leaves both gateways reachable',
      { ...cut, reaches: ['payments', 'reports'].flatMap((name) => [[name, GATEWAY] as const, [name, us] as const]) },
    ],
    ['of namespaces that are no sources', { ...cut, lockdowns: [{ ...lockdown, namespaces: ['reports'] }] }],
    ['if the route is for anyAuthenticated()', { ...cut, routes: [{ ...route, gateway: us, sources: [ANYONE] }] }],
    ['that relies on labels of namespaces', { ...cut, lockdowns: [{ ...lockdown, labelCommands: ['kubectl'] }] }],
  ])('does not find a lockdown %s', (_, parts) => {
    expect(found('EGR2004', parts)).toEqual([]);
  });
});

describe('EGR2005', () => {
  const parts = (...clientNamespaces: string[]): MeshParts => ({
    routes: [route, { owner: 'chart/anyone', host: 'x.com', sources: [ANYONE] }],
    gatewayLockdowns: [{ ...gatewayLockdown, clientNamespaces }],
  });

  test('finds sources that the lockdown of their gateway refuses, and names these sources in the fix', () => {
    const finding = expectFound('EGR2005', parts('payments'), {
      at: 'chart/gateway-lockdown',
      problem: /^the gateway refuses pods of orders, which are sources of its routes$/,
      fix: /^write clientNamespaces: \["orders"\]/,
    });
    expect(finding.got).toBe('{"routes":["chart/route"]}');
  });

  test('names every refused namespace once, sorted, and every route', () => {
    const routes = [
      route,
      { ...route, owner: 'chart/b', host: 'b.com', sources: ['zoo', 'bank', 'orders'].map(namespace) },
    ];
    const [finding] = found('EGR2005', { ...parts('payments'), routes });
    expect(finding?.fix).toMatch(/^write clientNamespaces: \["bank","orders","zoo"\]/);
    expect(finding?.got).toBe('{"routes":["chart/b","chart/route"]}');
  });

  test.each<[string, MeshParts]>([
    ['in clientNamespaces', parts('orders', 'payments')],
    ['in a lockdown that leaves the gateway reachable', { ...parts('payments'), reaches: [['orders', GATEWAY]] }],
    ['of another gateway', { ...parts('x'), routes: [{ ...route, gateway: gatewayOf('eu') }] }],
  ])('does not find sources %s', (_, mesh) => {
    expect(found('EGR2005', mesh)).toEqual([]);
  });
});

test('EGR2009 finds a lockdown that relies on labels, and has the commands that set the labels', () => {
  const labelCommands = ['kubectl label namespace a istio=system', 'kubectl label namespace b kube-system=true'];
  expectFound(
    'EGR2009',
    { lockdowns: [{ ...lockdown, labelCommands }] },
    {
      at: 'chart/lockdown',
      problem: /everyone who can label a namespace can open it$/,
      fix: /^run kubectl .*=system && kubectl .*=true$/,
    },
  );
  expect(found('EGR2009', { lockdowns: [lockdown] })).toEqual([]);
});

describe('EGR2051', () => {
  const some = { ...lockdown, podLabels: { app: 'reports' } };

  test('finds a lockdown of some pods in namespaces that no other lockdown closes', () => {
    const whole = { owner: 'chart/whole', namespaces: ['reports'] };
    const finding = expectFound(
      'EGR2051',
      { lockdowns: [some, whole] },
      {
        at: 'chart/lockdown',
        problem: /^pods in payments without the labels app=reports are not locked down$/,
        fix: /^create an EgressLockdownPolicy of payments without podLabels, or write EgressChecks\.of/,
      },
    );
    expect(finding.got).toBe('{"podLabels":{"app":"reports"}}');
  });

  test.each<[string, MeshParts]>([
    ['of every pod', { lockdowns: [lockdown] }],
    ['beside a lockdown of the namespaces', { lockdowns: [some, { ...lockdown, owner: 'chart/whole' }] }],
  ])('does not find a lockdown %s', (_, parts) => {
    expect(found('EGR2051', parts)).toEqual([]);
  });
});
