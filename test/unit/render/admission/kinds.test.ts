import fc from 'fast-check';
import { kindPolicy } from '../../../../lib/render/admission/kinds';
import { type AskedResource, isMatched, verdict } from '../../../support/admission';

const trusted = { users: ['ci'], groups: ['platform'] };
const policy = kindPolicy({ trusted, rootNamespace: 'istio-system', tenantKinds: [] });

const OF_PLATFORM: readonly (readonly [group: string, resource: string])[] = [
  ['', 'endpoints'],
  ['', 'bindings'],
  ['', 'pods/binding'],
  ['', 'pods/status'],
  ['', 'services/status'],
  ['gateway.networking.k8s.io', 'gateways/status'],
  ['discovery.k8s.io', 'endpointslices'],
  ['networking.istio.io', 'serviceentries'],
  ['networking.istio.io', 'serviceentries/status'],
  ['networking.istio.io', 'sidecars'],
  ['networking.istio.io', 'envoyfilters'],
  ['extensions.istio.io', 'wasmplugins'],
  ['telemetry.istio.io', 'telemetries'],
  ['gateway.networking.k8s.io', 'backendtlspolicies'],
  ['cilium.io', 'ciliumnetworkpolicies'],
  ['crd.projectcalico.org', 'networksets'],
  ['networking.gke.io', 'fqdnnetworkpolicies'],
  ['resource.k8s.io', 'resourceclaims'],
  // A resource of tenants, in another group.
  ['projectcalico.org', 'networkpolicies'],
  ['serving.example', 'services'],
];

const OF_TENANTS: readonly (readonly [group: string, resource: string])[] = [
  ['', 'pods'],
  ['', 'pods/ephemeralcontainers'],
  ['', 'pods/eviction'],
  ['', 'serviceaccounts/token'],
  ['apps', 'deployments'],
  ['apps', 'deployments/scale'],
  ['batch', 'cronjobs'],
  ['networking.k8s.io', 'networkpolicies'],
  ['networking.istio.io', 'virtualservices'],
  ['networking.k8s.io', 'ingresses/status'],
  ['gateway.networking.k8s.io', 'httproutes'],
  ['gateway.networking.k8s.io', 'httproutes/status'],
  ['rbac.authorization.k8s.io', 'roles'],
];

test.each(OF_PLATFORM)('an object of group "%s", %s, is of the platform', (group, resource) => {
  expect(isMatched(policy, { group, resource })).toBe(true);
  expect(verdict(policy, { group, resource, object: {} })).toEqual([expect.stringMatching(/^only platform subjects/)]);
  expect(verdict(policy, { group, resource, oldObject: {} })).toHaveLength(1);
});

test.each(OF_TENANTS)('an object of group "%s", %s, is of tenants', (group, resource) => {
  expect(isMatched(policy, { group, resource })).toBe(false);
});

test.each([
  [{ group: 'networking.istio.io', resource: 'serviceentries' }, 'serviceentries.networking.istio.io'],
  [{ group: '', resource: 'endpoints' }, 'endpoints'],
  [{ group: 'apps', resource: 'deployments', subResource: 'status' }, 'deployments.apps/status'],
])('the message ends with the kind, as kubectl prints it', (asked, kind) => {
  expect(verdict(policy, { ...asked, object: {} })?.[0]).toMatch(new RegExp(`: ${kind}$`));
});

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/);

test('every operation on a kind of an API group that has no kinds of tenants is of the platform', () => {
  const operation = fc.constantFrom<AskedResource['operation'][]>('CREATE', 'UPDATE', 'DELETE', 'CONNECT');
  const resource = fc.oneof(
    label,
    fc.tuple(label, label).map((parts) => parts.join('/')),
  );
  const group = fc.tuple(label, label).map((parts) => `${parts.join('.')}.example`);
  fc.assert(
    fc.property(group, resource, operation, (inGroup, of, asked) => {
      expect(isMatched(policy, { group: inGroup, resource: of, operation: asked })).toBe(true);
    }),
  );
});

test('tenantKinds lets in one kind with its subresources, and no other kind and group', () => {
  const open = kindPolicy({ trusted, rootNamespace: 'istio-system', tenantKinds: ['widgets.shop.example.com'] });
  const group = 'shop.example.com';
  expect(isMatched(open, { group, resource: 'widgets' })).toBe(false);
  expect(isMatched(open, { group, resource: 'widgets/status' })).toBe(false);
  expect(isMatched(open, { group, resource: 'orders' })).toBe(true);
  expect(isMatched(open, { group: 'example.com', resource: 'widgets' })).toBe(true);
});

test.each<[string, Parameters<typeof verdict>[1]]>([
  ['a deployer', { username: 'ci' }],
  ['a member of a group of deployers', { groups: ['system:authenticated', 'platform'] }],
  ['a controller of Kubernetes', { username: 'system:serviceaccount:kube-system:replicaset-controller' }],
  ['the controllers under one name', { username: 'system:kube-controller-manager' }],
  ['the scheduler', { username: 'system:kube-scheduler' }],
  ['a node', { username: 'system:node:worker' }],
  ['the API server', { username: 'system:apiserver' }],
  ['istiod', { username: 'system:serviceaccount:istio-system:istiod' }],
  ['istiod of a revision', { username: 'system:serviceaccount:istio-system:istiod-canary' }],
])('the policy does not restrict %s', (_, who) => {
  expect(verdict(policy, { object: {}, ...who })).toBeUndefined();
});

test.each([
  'system:serviceaccount:payments:istiod',
  'system:serviceaccount:kube-systems:x',
  'system:serviceaccount:istio-system:default',
  'system:apiserver:x',
  'system:nodes',
])('the policy restricts %s', (username) => {
  expect(verdict(policy, { object: {}, username })).toHaveLength(1);
});
