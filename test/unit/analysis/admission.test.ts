import { GATEWAY } from '../help';
import { described, expectFound, found, gatewayOf, MeshParts, originating, Route } from './meshes';

const gateways = [described(GATEWAY)];
const policy = { owner: 'chart/policy' };

describe('EGR1501', () => {
  const nowhere = { gateways, admissionPolicies: [{ ...policy, namespaces: [] }] };

  test('finds an admission policy for no namespace, whatever the clients of other gateways', () => {
    expectFound(
      'EGR1501',
      { ...nowhere, reaches: [['payments', gatewayOf('eu')]] },
      {
        at: 'chart/policy',
        problem: /^the admission policy of gateway istio-system\/istio-egressgateway must apply to a namespace$/,
        fix: /^write namespaces: \["payments"\], or lock the client namespaces down/,
      },
    );
  });

  test.each<[string, MeshParts]>([
    ['of its own', { gateways, admissionPolicies: [policy] }],
    ['from which a lockdown leaves the gateway reachable', { ...nowhere, reaches: [['payments', GATEWAY]] }],
  ])('does not find an admission policy for namespaces %s', (_, parts) => {
    expect(found('EGR1501', parts)).toEqual([]);
  });
});

test('EGR1502 finds an admission policy for the namespace of a gateway, also of another gateway', () => {
  const parts = { gateways: [...gateways, described(gatewayOf('eu'))] };
  expectFound(
    'EGR1502',
    { ...parts, admissionPolicies: [{ ...policy, namespaces: ['payments', 'egress-eu'] }] },
    {
      at: 'chart/policy',
      problem: /^the admission policy cannot apply to egress-eu, the namespace of a gateway$/,
      fix: /^remove "egress-eu" from namespaces$/,
    },
  );
  expect(found('EGR1502', { ...parts, admissionPolicies: [policy] })).toEqual([]);
});

describe('EGR1503', () => {
  const settings = { deployers: '["a"]', tenantHosts: '[]' };
  const other = { owner: 'chart/other', gateway: gatewayOf('eu'), namespaces: ['orders', 'payments'] };
  const parts = (over: object): MeshParts => ({
    gateways,
    admissionPolicies: [
      { ...policy, settings },
      { ...other, settings, ...over },
    ],
  });

  test('finds two admission policies with different settings for one namespace, at the later path', () => {
    const finding = expectFound('EGR1503', parts({ settings: { ...settings, tenantHosts: '["a.com"]' } }), {
      at: 'chart/policy',
      problem: /^admission policies for payments must have the same tenantHosts$/,
      fix: /^write the same tenantHosts on both, or remove the namespace from one policy$/,
    });
    expect(finding.got).toBe('{"policies":["chart/other","chart/policy"]}');
  });

  test.each<[string, MeshParts]>([
    ['with the same settings', parts({})],
    [
      'for different namespaces',
      parts({ settings: { ...settings, tenantHosts: '["a.com"]' }, namespaces: ['orders'] }),
    ],
  ])('does not find two admission policies %s', (_, mesh) => {
    expect(found('EGR1503', mesh)).toEqual([]);
  });
});

describe('EGR1504', () => {
  const serviceAccounts = [{ name: 'system:serviceaccount:payments:ci', namespace: 'payments' }];

  test('finds a deployer that is a service account of a tenant, also of one that only a lockdown names', () => {
    const admissionPolicies = [{ ...policy, namespaces: ['orders'], serviceAccounts }];
    expectFound(
      'EGR1504',
      { gateways, admissionPolicies, reaches: [['payments', GATEWAY]] },
      {
        at: 'chart/policy',
        problem:
          /^deployers and trustedControllers cannot have system:serviceaccount:payments:ci, a service account of payments, a namespace of tenants$/,
        fix: /^write Subject\.serviceAccount\("argocd", "argocd-application-controller"\) with an account of a namespace of the platform$/,
      },
    );
  });

  test('does not find a deployer that is a service account of another namespace', () => {
    const admissionPolicies = [{ ...policy, namespaces: ['orders'], serviceAccounts }];
    expect(found('EGR1504', { gateways, admissionPolicies })).toEqual([]);
  });
});

describe('EGR1505', () => {
  const parts = (route: string): MeshParts => ({
    routes: [
      { owner: 'chart/route', host: route },
      { owner: 'chart/other', host: 'other.com' },
    ],
    admissionPolicies: [{ ...policy, tenantHosts: ['www.a.com'] }],
  });

  test.each(['www.a.com', '*.a.com'])('finds a host of tenants that a route to %s covers', (route) => {
    expectFound('EGR1505', parts(route), {
      at: 'chart/policy',
      problem: /^tenants cannot route www\.a\.com, which has a route through a gateway$/,
      fix: /^remove "www\.a\.com" from tenantHosts$/,
    });
  });

  test.each(['a.com', 'x.a.com', '*.www.a.com', '*.b.com'])('does not find a host beside a route to %s', (route) => {
    expect(found('EGR1505', parts(route))).toEqual([]);
  });
});

describe('EGR2105', () => {
  const credential = { header: 'authorization', secretName: 'api-token', key: 'authorization' };
  const route: Route = {
    ...{ owner: 'chart/route', host: 'api.com', namespace: 'payments' },
    ports: [{ ...originating(), credential }],
  };
  const second: Route = { ...route, host: 'second.com' };

  test.each<[string, MeshParts]>([
    ['without an admission policy', { routes: [route, second] }],
    [
      'of another namespace than the policy',
      { routes: [route], admissionPolicies: [{ ...policy, namespaces: ['a'] }] },
    ],
    ['whose policy only warns', { routes: [route], admissionPolicies: [{ ...policy, isEnforced: false }] }],
  ])('finds a route with a credential in a namespace %s, once', (_, parts) => {
    expectFound('EGR2105', parts, {
      at: 'chart/route',
      problem:
        /^everyone who can write VirtualServices in payments can send the credential of the route to another host$/,
      fix: /^write namespaces: \["payments"\] on an EgressAdmissionPolicy, or/,
    });
  });

  test.each<[string, MeshParts]>([
    ['in a namespace of a policy', { routes: [route], admissionPolicies: [policy] }],
    [
      'in a locked-down namespace of the policy of another gateway',
      {
        routes: [route],
        gateways: [described(GATEWAY), described(gatewayOf('eu'))],
        reaches: [['payments', gatewayOf('eu')]],
        admissionPolicies: [{ ...policy, gateway: gatewayOf('eu'), namespaces: [] }],
      },
    ],
    ['in the namespace of the gateway', { routes: [{ ...route, namespace: GATEWAY.namespace }] }],
    ['without a credential', { routes: [{ ...route, ports: [originating()] }] }],
  ])('does not find a route %s', (_, parts) => {
    expect(found('EGR2105', parts)).toEqual([]);
  });
});
