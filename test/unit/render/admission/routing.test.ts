import { RoutingFacts, routingPolicy } from '../../../../lib/render/admission/routing';
import { verdict } from '../../../support/admission';

const facts: RoutingFacts = {
  deployers: { users: ['system:serviceaccount:argocd:controller'], groups: ['platform'] },
  clusterDomain: 'cluster.local',
  gateways: [
    { namespace: 'egress-us', selector: { istio: 'us' }, service: 'us.egress-us.svc.cluster.local' },
    {
      namespace: 'istio-egress',
      selector: { istio: 'egress', team: 'net' },
      service: 'egress.istio-egress.svc.cluster.local',
    },
  ],
  tenantHosts: ['shop.example.com'],
  exportToDefaultsToNamespace: false,
};
const policy = routingPolicy(facts);

const route = (host: string): object => ({ route: [{ destination: { host } }] });

const OF_THE_MESH = /hosts of a VirtualService for the mesh must be/;
const SERVERS = /may use the Gateways of egress-us, istio-egress/;
const LEADS = /destinations and mirrors of a VirtualService must be/;

it.each<[string, string, object, readonly RegExp[]]>([
  ['an own Service', 'virtualservices', { hosts: ['reviews'], http: [route('reviews')] }, []],
  ['all own Services', 'virtualservices', { hosts: ['*.payments.svc.cluster.local'], http: [route('reviews')] }, []],
  ['a short name with its namespace', 'virtualservices', { hosts: ['reviews.payments.svc'] }, []],
  ['a host that the platform names', 'virtualservices', { hosts: ['shop.example.com'] }, []],
  ['no hosts, as a delegate has', 'virtualservices', { http: [route('reviews')] }, []],
  ['an ingress', 'virtualservices', { hosts: ['*'], gateways: ['web'], http: [route('reviews')] }, []],
  [
    'an ingress that is of the mesh too',
    'virtualservices',
    { hosts: ['a.com'], gateways: ['web', 'mesh'] },
    [OF_THE_MESH],
  ],
  ['no gateway', 'virtualservices', { hosts: ['a.com'], gateways: [] }, [OF_THE_MESH]],
  ['a namesake of the namespace outside', 'virtualservices', { hosts: ['a.payments'] }, [OF_THE_MESH]],
  ['an end that is not a whole name', 'virtualservices', { hosts: ['a.otherpayments.svc'] }, [OF_THE_MESH]],
  ["another team's Service", 'virtualservices', { hosts: ['a.orders.svc.cluster.local'] }, [OF_THE_MESH]],
  ['one of two', 'virtualservices', { hosts: ['reviews', 'a.com'] }, [OF_THE_MESH]],
  ["the gateway's servers", 'virtualservices', { hosts: ['a.com'], gateways: ['istio-egress/server'] }, [SERVERS]],
  ["the gateway's servers, in the old way", 'virtualservices', { gateways: ['server.istio-egress'] }, [SERVERS]],
  ['the same by a full name', 'virtualservices', { gateways: ['server.istio-egress.svc.cluster.local'] }, [SERVERS]],
  ['an own Gateway by its namespace', 'virtualservices', { hosts: ['a.com'], gateways: ['./web', 'payments/a.b'] }, []],
  ["another team's destination", 'virtualservices', { http: [route('a.orders.svc.cluster.local')] }, []],
  ['a destination outside', 'virtualservices', { http: [route('reviews'), route('a.com')] }, [LEADS]],
  ['a TLS destination outside', 'virtualservices', { tls: [route('a.com')] }, [LEADS]],
  ['a TCP destination outside', 'virtualservices', { tcp: [route('a.com')] }, [LEADS]],
  ['another gateway', 'virtualservices', { tcp: [route('us.egress-us.svc.cluster.local')] }, [LEADS]],
  ["another gateway's servers", 'virtualservices', { gateways: ['egress-us/server'] }, [SERVERS]],
  ['the gateway', 'virtualservices', { tcp: [route('egress.istio-egress.svc.cluster.local')] }, [LEADS]],
  ['a copy', 'virtualservices', { http: [{ mirror: { host: 'a.com' } }] }, [LEADS]],
  ['copies', 'virtualservices', { http: [{ mirrors: [{ destination: { host: 'a.com' } }] }] }, [LEADS]],
  ['a redirect', 'virtualservices', { hosts: ['reviews'], http: [{ redirect: { authority: 'a.com' } }] }, []],
  ['an own Service', 'destinationrules', { host: 'reviews' }, []],
  ['all own Services', 'destinationrules', { host: '*.payments.svc.cluster.local' }, []],
  ["another team's Service", 'destinationrules', { host: 'a.orders.svc.cluster.local' }, []],
  ['the Services of all', 'destinationrules', { host: '*.svc.cluster.local' }, [/host of a DestinationRule must be/]],
  ['everything', 'destinationrules', { host: '*' }, [/host of a DestinationRule must be/]],
  [
    'the gateway',
    'destinationrules',
    { host: 'egress.istio-egress.svc.cluster.local' },
    [/host of a DestinationRule must be/],
  ],
  [
    'another gateway',
    'destinationrules',
    { host: 'us.egress-us.svc.cluster.local' },
    [/host of a DestinationRule must be/],
  ],
  ['a host outside', 'destinationrules', { host: 'a.com' }, [/host of a DestinationRule must be/]],
  ['other pods by one label', 'gateways', { selector: { istio: 'ingress' } }, []],
  ['other pods by the other label', 'gateways', { selector: { istio: 'egress', team: 'web' } }, []],
  [
    "another gateway's pods",
    'gateways',
    { selector: { istio: 'us' } },
    [/a Gateway cannot.*: istio=us; istio=egress,team=net/],
  ],
  ["the gateway's pods", 'gateways', { selector: { istio: 'egress', team: 'net' } }, [/a Gateway cannot/]],
  ['pods by a label that the gateway may have', 'gateways', { selector: { app: 'x' } }, [/a Gateway cannot/]],
  ['all pods', 'gateways', {}, [/a Gateway cannot/]],
])('%s of a tenant in %s', (_, resource, fields, messages) => {
  const group = 'networking.istio.io';
  const seen = ['virtualservices', 'destinationrules'].includes(resource) ? { exportTo: ['.'] } : {};
  const spec = { ...seen, ...fields };
  const expected = messages.map((message) => expect.stringMatching(message) as unknown);
  const sound = { spec: resource === 'gateways' ? { selector: { istio: 'ingress' } } : { host: 'reviews', ...seen } };
  expect(verdict(policy, { group, resource, object: { spec } })).toEqual(expected);
  expect(verdict(policy, { group, resource, object: { spec }, oldObject: sound })).toEqual(expected);
  // Nor may one that was there be changed into another, or be deleted.
  expect(verdict(policy, { group, resource, object: sound, oldObject: { spec } })).toEqual(expected);
  expect(verdict(policy, { group, resource, oldObject: { spec } })).toEqual(expected);
});

describe.each<[string, object]>([
  ['virtualservices', { hosts: ['reviews'] }],
  ['destinationrules', { host: 'reviews' }],
])('%s of a tenant are not visible in every namespace', (resource, spec) => {
  it.each<[string, readonly string[] | undefined, number]>([
    ['the own namespace', ['.'], 0],
    ['others besides', ['.', 'ingress'], 0],
    ['without exportTo', undefined, 1],
    ['with an empty exportTo', [], 1],
    ['every namespace', ['*'], 1],
    ["a gateway's namespace", ['.', 'egress-us'], 1],
  ])('%s', (_, exportTo, broken) => {
    const object = { spec: { ...spec, ...(exportTo && { exportTo }) } };
    const asked = { group: 'networking.istio.io', resource, object };
    expect(verdict(policy, asked)).toEqual(
      Array.from({ length: broken }, () => expect.stringMatching(/exportTo must be/) as unknown),
    );
    // Where the mesh says so for all, nothing need be said.
    const unsaid = exportTo === undefined || exportTo.length === 0;
    const inPrivate = routingPolicy({ ...facts, exportToDefaultsToNamespace: true });
    expect(verdict(inPrivate, asked)).toHaveLength(unsaid ? 0 : broken);
    // What is there from before is for its team to mend, or to take away.
    const sound = { spec: { ...spec, exportTo: ['.'] } };
    expect(verdict(policy, { ...asked, object: sound, oldObject: object })).toEqual([]);
    expect(verdict(policy, { ...asked, object: undefined, oldObject: object })).toEqual([]);
    expect(verdict(policy, { ...asked, oldObject: sound })).toHaveLength(broken);
  });
});

it.each<[string, object, number]>([
  ['with its keys', { jwtRules: [{ issuer: 'a', jwks: '{}' }] }, 0],
  ['without rules', {}, 0],
  ['whose keys are elsewhere', { jwtRules: [{ issuer: 'a', jwksUri: 'http://a' }] }, 1],
  ['whose keys are here and elsewhere', { jwtRules: [{ issuer: 'a', jwks: '{}', jwksUri: 'http://a' }] }, 1],
  ['whose issuer is asked', { jwtRules: [{ issuer: 'a', jwks: '{}' }, { issuer: 'http://a' }] }, 1],
  ['with empty keys', { jwtRules: [{ issuer: 'http://a', jwks: '' }] }, 1],
])('a RequestAuthentication of a tenant %s', (_, spec, broken) => {
  const asked = { group: 'security.istio.io', resource: 'requestauthentications', object: { spec } };
  expect(verdict(policy, asked)).toHaveLength(broken);
});

const rule = (kind: string, more: object = {}): object => ({ backendRefs: [{ kind, name: 'x', ...more }] });
const FOR = /must be Gateways, or Services of the route's own namespace/;
const CALLS = /filters of a Gateway API route must be CORS/;
const TO = /backendRefs and mirrors .* must be Services/;

describe.each(['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', 'udproutes'])('%s of a tenant', (resource) => {
  it.each<[string, object, readonly RegExp[]]>([
    ['of its Gateway to its Service', { parentRefs: [{ name: 'web' }], rules: [{ backendRefs: [{ name: 'x' }] }] }, []],
    ['of its Service', { parentRefs: [{ group: '', kind: 'Service', name: 'x' }], rules: [rule('Service')] }, []],
    ['without rules', { parentRefs: [{ kind: 'Gateway', name: 'web', namespace: 'ingress' }] }, []],
    ["of another team's Service", { parentRefs: [{ kind: 'Service', name: 'x', namespace: 'orders' }] }, [FOR]],
    ['of a host outside', { parentRefs: [{ name: 'web' }, { kind: 'ServiceEntry', name: 'x' }] }, [FOR]],
    ["to a Service in a gateway's namespace", { rules: [rule('Service', { namespace: 'istio-egress' })] }, [TO]],
    ["to another team's Service", { rules: [rule('Service', { namespace: 'orders' })] }, []],
    ['to a host outside', { rules: [rule('Service'), rule('Hostname', { group: 'networking.istio.io' })] }, [TO]],
    ['to one by its group', { rules: [{ backendRefs: [{ group: 'networking.istio.io', name: 'x' }] }] }, [TO]],
    [
      'with copies',
      {
        rules: [
          { filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { kind: 'Hostname', name: 'x' } } }] },
        ],
      },
      [TO],
    ],
    [
      'with copies of one backend',
      {
        rules: [
          rule('Service', {
            filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { kind: 'Hostname' } } }],
          }),
        ],
      },
      [TO],
    ],
    [
      'with copies to a Service',
      { rules: [{ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'x' } } }] }] },
      [],
    ],
    ['that asks a service', { rules: [{ filters: [{ type: 'ExternalAuth', externalAuth: {} }] }] }, [CALLS]],
    [
      'that asks a service for one backend',
      { rules: [rule('Service', { filters: [{ type: 'ExtensionRef' }] })] },
      [CALLS],
    ],
  ])('%s', (_, spec, messages) => {
    const asked = { group: 'gateway.networking.k8s.io', resource, object: { spec } };
    expect(verdict(policy, asked)).toEqual(messages.map((message) => expect.stringMatching(message) as unknown));
  });
});

it.each<[string, object, number]>([
  ['with pods of its own', { gatewayClassName: 'istio' }, 0],
  ['with no addresses', { addresses: [] }, 0],
  ["with another's Service", { addresses: [{ type: 'Hostname', value: 'egress.istio-egress' }] }, 1],
])('a Gateway of the Gateway API %s', (_, spec, broken) => {
  expect(verdict(policy, { group: 'gateway.networking.k8s.io', resource: 'gateways', object: { spec } })).toHaveLength(
    broken,
  );
});

it.each<[string, object, number]>([
  ['to Services', { rules: [{ http: { paths: [{ backend: { service: { name: 'x' } } }] } }, {}] }, 0],
  ['to a Service by default', { defaultBackend: { service: { name: 'x' } } }, 0],
  ['to a resource by default', { defaultBackend: { resource: { kind: 'Bucket' } } }, 1],
  ['to a resource', { rules: [{ http: { paths: [{ backend: { resource: { kind: 'Bucket' } } }] } }] }, 1],
])('an Ingress of a tenant %s', (_, spec, broken) => {
  const asked = { group: 'networking.k8s.io', resource: 'ingresses' };
  expect(verdict(policy, { ...asked, object: { spec } })).toHaveLength(broken);
  expect(verdict(policy, { ...asked, oldObject: { spec } })).toEqual([]);
});

it('it is about all those kinds, in whatever version', () => {
  expect(policy.matches.map(({ apiGroups, resources }) => [...apiGroups, resources.length])).toEqual([
    ['networking.istio.io', 3],
    ['security.istio.io', 1],
    ['gateway.networking.k8s.io', 6],
    ['networking.k8s.io', 1],
  ]);
});

const REFUSED = {
  group: 'networking.istio.io',
  resource: 'destinationrules',
  object: { spec: { host: 'a.com', exportTo: ['.'] } },
};

it.each<[string, Parameters<typeof verdict>[1]]>([
  ['a deployer', { username: 'system:serviceaccount:argocd:controller' }],
  ['somebody of a group of deployers', { groups: ['system:authenticated', 'platform'] }],
  ["one of the cluster's controllers", { username: 'system:serviceaccount:kube-system:namespace-controller' }],
  ['the API server, which keeps endpoints of its own', { username: 'system:apiserver' }],
  ['the controllers under one name', { username: 'system:kube-controller-manager' }],
  ['the scheduler', { username: 'system:kube-scheduler' }],
  ['a node', { username: 'system:node:a' }],
])('it is not about %s', (_, who) => {
  expect(verdict(policy, { ...REFUSED, ...who })).toBeUndefined();
});

it.each<[string, Parameters<typeof verdict>[1]]>([
  ['no group', {}],
  ['other groups', { groups: ['system:authenticated', 'platform-users'] }],
  ['a name that begins like a controller', { username: 'system:serviceaccount:kube-systems:x' }],
])('it is about a user with %s', (_, who) => {
  expect(verdict(policy, { ...REFUSED, ...who })).toHaveLength(1);
});
