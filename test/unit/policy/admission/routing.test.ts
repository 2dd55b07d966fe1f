import { routingPolicy } from '../../../../lib/policy/admission/routing';
import { verdict } from '../../../support/admission';

const policy = routingPolicy({
  deployers: { users: ['system:serviceaccount:argocd:controller'], groups: ['platform'] },
  clusterDomain: 'cluster.local',
  gatewayNamespace: 'istio-egress',
  gatewaySelector: { istio: 'egress', team: 'net' },
  gatewayService: 'egress.istio-egress.svc.cluster.local',
  hosts: ['shop.example.com'],
});

const route = (host: string): object => ({ route: [{ destination: { host } }] });

const OF_THE_MESH = /a VirtualService of the mesh/;
const SERVERS = /the Gateways of istio-egress/;
const LEADS = /a VirtualService leads to/;

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
  ['the gateway', 'virtualservices', { tcp: [route('egress.istio-egress.svc.cluster.local')] }, [LEADS]],
  ['a copy', 'virtualservices', { http: [{ mirror: { host: 'a.com' } }] }, [LEADS]],
  ['copies', 'virtualservices', { http: [{ mirrors: [{ destination: { host: 'a.com' } }] }] }, [LEADS]],
  ['a redirect', 'virtualservices', { hosts: ['reviews'], http: [{ redirect: { authority: 'a.com' } }] }, []],
  ['an own Service', 'destinationrules', { host: 'reviews' }, []],
  ['all own Services', 'destinationrules', { host: '*.payments.svc.cluster.local' }, []],
  ["another team's Service", 'destinationrules', { host: 'a.orders.svc.cluster.local' }, []],
  ['the Services of all', 'destinationrules', { host: '*.svc.cluster.local' }, [/a DestinationRule is for/]],
  ['everything', 'destinationrules', { host: '*' }, [/a DestinationRule is for/]],
  ['the gateway', 'destinationrules', { host: 'egress.istio-egress.svc.cluster.local' }, [/a DestinationRule is for/]],
  ['a host outside', 'destinationrules', { host: 'a.com' }, [/a DestinationRule is for/]],
  ['other pods by one label', 'gateways', { selector: { istio: 'ingress' } }, []],
  ['other pods by the other label', 'gateways', { selector: { istio: 'egress', team: 'web' } }, []],
  ["the gateway's pods", 'gateways', { selector: { istio: 'egress', team: 'net' } }, [/a Gateway must not/]],
  ['pods by a label that the gateway may have', 'gateways', { selector: { app: 'x' } }, [/a Gateway must not/]],
  ['all pods', 'gateways', {}, [/a Gateway must not/]],
  ['it', 'serviceentries', { hosts: ['reviews'] }, [/for the platform to declare/]],
  ['it', 'sidecars', {}, [/for the platform to declare/]],
  ['it', 'envoyfilters', {}, [/for the platform to declare/]],
  ['it', 'proxyconfigs', {}, [/for the platform to declare/]],
  ['it', 'workloadentries', {}, [/for the platform to declare/]],
])('%s of a tenant in %s', (_, resource, spec, messages) => {
  const expected = messages.map((message) => expect.stringMatching(message) as unknown);
  const sound = { spec: resource === 'gateways' ? { selector: { istio: 'ingress' } } : { host: 'reviews' } };
  expect(verdict(policy, { resource, object: { spec } })).toEqual(expected);
  expect(verdict(policy, { resource, object: { spec }, oldObject: sound })).toEqual(expected);
  // Nor may one that was there be changed into another, or be deleted.
  expect(verdict(policy, { resource, object: sound, oldObject: { spec } })).toEqual(expected);
  expect(verdict(policy, { resource, oldObject: { spec } })).toEqual(expected);
});

it.each<[string, Parameters<typeof verdict>[1]]>([
  ['a deployer', { username: 'system:serviceaccount:argocd:controller' }],
  ['somebody of a group of deployers', { groups: ['system:authenticated', 'platform'] }],
  ["one of the cluster's controllers", { username: 'system:serviceaccount:kube-system:namespace-controller' }],
  ['the API server, which keeps endpoints of its own', { username: 'system:apiserver' }],
  ['the controllers under one name', { username: 'system:kube-controller-manager' }],
])('it is not about %s', (_, who) => {
  expect(verdict(policy, { resource: 'sidecars', object: {}, ...who })).toBeUndefined();
});

it.each<[string, Parameters<typeof verdict>[1]]>([
  ['no group', {}],
  ['other groups', { groups: ['system:authenticated', 'platform-users'] }],
  ['a name that begins like a controller', { username: 'system:serviceaccount:kube-systems:x' }],
])('it is about a user with %s', (_, who) => {
  expect(verdict(policy, { resource: 'sidecars', object: {}, ...who })).toHaveLength(1);
});
