/** Requests to create Istio objects and routes of the Gateway API. */
import { httpRoute, istio, virtualService } from '../../../test/conformance/cases/tenant-objects';
import { creates, Wish } from '../../../test/conformance/cases/wish';

export const DECLARED = 'only platform subjects may create, change or delete envoyfilters';
const OF_THE_MESH = 'hosts of a VirtualService for the mesh must be Services of its own namespace';
const LEADS = 'destinations and mirrors of a VirtualService must be Services';
const OF_SERVICES = 'host of a DestinationRule must be a Service';
const OPENS = 'a Gateway cannot select pods of an egress gateway';

const SEEN = "exportTo must be ['.']";
const KEYS = 'jwtRules of a RequestAuthentication must have inline keys';

const authentication = (rule: object): object => ({
  ...istio('RequestAuthentication', { jwtRules: [{ issuer: 'https://b.example.net', ...rule }] }),
  apiVersion: 'security.istio.io/v1',
});
const http = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] };
const gatewayWith = (selector?: object): object => istio('Gateway', { ...(selector && { selector }), servers: [http] });
const tls = (destination: string): object =>
  virtualService(['server'], 'server', {
    tls: [{ match: [{ sniHosts: ['server'] }], route: [{ destination: { host: destination } }] }],
  });
const gatewayService = 'istio-egressgateway.istio-system.svc.cluster.local';

export const routing: readonly Wish[] = [
  creates('a VirtualService for its Service', virtualService(['server'], 'server')).isAdmitted(),
  creates(
    'the same by full names',
    virtualService(['server.test-egress.svc.cluster.local'], 'server.test-egress.svc.cluster.local'),
  ).isAdmitted(),
  creates(
    'a VirtualService for a host that the platform names',
    virtualService(['shop.example.org'], 'server'),
  ).isAdmitted(),
  creates("a VirtualService for a host of the gateway's", virtualService(['edition.cnn.com'], 'server')).isRefused(
    OF_THE_MESH,
  ),
  creates('the same in capitals', virtualService(['Edition.CNN.com'], 'server')).isRefused(OF_THE_MESH),
  creates('a VirtualService for all hosts of a domain', virtualService(['*.com'], 'server')).isRefused(OF_THE_MESH),
  creates(
    'a VirtualService for all hosts',
    virtualService(['*'], 'server', { gateways: ['mesh', 'ingress/web'] }),
  ).isRefused(OF_THE_MESH),
  creates(
    "a VirtualService for another team's Service",
    virtualService(['server.databases.svc.cluster.local'], 'server'),
  ).isRefused(OF_THE_MESH),
  creates(
    'a VirtualService of an ingress gateway',
    virtualService(['www.shop.example'], 'server', { gateways: ['ingress/web'] }),
  ).isAdmitted(),
  creates(
    "a VirtualService of the gateway's servers",
    virtualService(['edition.cnn.com'], 'server', { gateways: ['istio-system/egress-server-edition-cnn-com'] }),
  ).isRefused('only platform subjects may use the Gateways of istio-system'),
  creates(
    "a VirtualService of the gateway's servers, in the old way",
    virtualService(['edition.cnn.com'], 'server', { gateways: ['egress-server-edition-cnn-com.istio-system'] }),
  ).isRefused('only platform subjects may use the Gateways of istio-system'),
  creates("a VirtualService to a host of the gateway's", virtualService(['server'], 'edition.cnn.com')).isRefused(
    LEADS,
  ),
  creates('a VirtualService to the gateway', virtualService(['server'], gatewayService)).isRefused(LEADS),
  creates(
    "a VirtualService to another team's Service",
    virtualService(['server'], 'server.databases.svc.cluster.local'),
  ).isAdmitted(),
  creates('a VirtualService with TLS to outside', tls('edition.cnn.com')).isRefused(LEADS),
  creates('a VirtualService with TLS', tls('server')).isAdmitted(),
  creates(
    'a VirtualService with TCP to outside',
    virtualService(['server'], 'server', { tcp: [{ route: [{ destination: { host: 'edition.cnn.com' } }] }] }),
  ).isRefused(LEADS),
  creates(
    'a VirtualService that copies to outside',
    virtualService(['server'], 'server', {
      http: [{ route: [{ destination: { host: 'server' } }], mirror: { host: 'edition.cnn.com' } }],
    }),
  ).isRefused(LEADS),
  creates(
    'a VirtualService that copies to several outside',
    virtualService(['server'], 'server', {
      http: [{ route: [{ destination: { host: 'server' } }], mirrors: [{ destination: { host: 'edition.cnn.com' } }] }],
    }),
  ).isRefused(LEADS),
  creates(
    'a ServiceEntry',
    istio('ServiceEntry', {
      hosts: ['edition.cnn.com'],
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      resolution: 'DNS',
    }),
  ).isRefused(DECLARED),
  creates('a Sidecar', istio('Sidecar', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } })).isRefused(DECLARED),
  creates('an EnvoyFilter', istio('EnvoyFilter', { configPatches: [] }, 'v1alpha3')).isRefused(DECLARED),
  creates('a ProxyConfig', istio('ProxyConfig', { concurrency: 1 }, 'v1beta1')).isRefused(DECLARED),
  creates('a WorkloadEntry', istio('WorkloadEntry', { address: '203.0.113.10', labels: { app: 'server' } })).isRefused(
    DECLARED,
  ),
  creates('a DestinationRule for its Service', istio('DestinationRule', { host: 'server' })).isAdmitted(),
  creates(
    "a DestinationRule for another team's Service",
    istio('DestinationRule', { host: 'server.databases.svc.cluster.local' }),
  ).isAdmitted(),
  creates('a DestinationRule for all Services', istio('DestinationRule', { host: '*.svc.cluster.local' })).isRefused(
    OF_SERVICES,
  ),
  creates('a DestinationRule for the gateway', istio('DestinationRule', { host: gatewayService })).isRefused(
    OF_SERVICES,
  ),
  creates(
    "a DestinationRule for a host of the gateway's",
    istio('DestinationRule', {
      host: 'edition.cnn.com',
      trafficPolicy: { tls: { mode: 'SIMPLE', insecureSkipVerify: true } },
    }),
  ).isRefused(OF_SERVICES),
  creates('a Gateway on the pods of an ingress gateway', gatewayWith({ istio: 'ingressgateway' })).isAdmitted(),
  creates("a Gateway on the gateway's pods", gatewayWith({ istio: 'egressgateway' })).isRefused(OPENS),
  creates('a Gateway on pods by another label', gatewayWith({ app: 'istio-egressgateway' })).isRefused(OPENS),
  creates('a Gateway on all pods', gatewayWith()).isRefused(OPENS),
  creates('a WorkloadGroup', istio('WorkloadGroup', { template: { serviceAccount: 'default' } })).isRefused(DECLARED),
  creates(
    'a VirtualService for ingress to see',
    virtualService(['server'], 'server', { exportTo: ['.', 'ingress'] }),
  ).isAdmitted(),
  creates('a VirtualService for the whole mesh', virtualService(['server'], 'server', { exportTo: ['*'] })).isRefused(
    SEEN,
  ),
  creates(
    'a DestinationRule that stops every proxy',
    istio('DestinationRule', {
      exportTo: undefined,
      host: 'server',
      trafficPolicy: {
        loadBalancer: { consistentHash: { httpHeaderName: 'x', ringHash: { minimumRingSize: 9000000 } } },
      },
    }),
  ).isRefused(SEEN),
  creates(
    "a DestinationRule for the gateway's namespace to see",
    istio('DestinationRule', { host: 'server', exportTo: ['.', 'istio-system'] }),
  ).isRefused(SEEN),
  creates('a RequestAuthentication with its keys', authentication({ jwks: '{"keys":[]}' })).isAdmitted(),
  creates(
    'a RequestAuthentication whose keys istiod fetches',
    authentication({ jwksUri: 'https://b.example.net/data' }),
  ).isRefused(KEYS),
  creates('a RequestAuthentication whose issuer istiod asks', authentication({})).isRefused(KEYS),
  creates('a program in its sidecars', {
    ...istio('WasmPlugin', { url: 'oci://example.com/x' }),
    apiVersion: 'extensions.istio.io/v1alpha1',
  }).isRefused('may create, change or delete objects of extensions.istio.io'),
  creates('a route of its Service', httpRoute({ kind: 'Service' }, { kind: 'Service' })).isAdmitted(),
  creates('a route of its ingress', httpRoute({ namespace: 'ingress' }, {})).isAdmitted(),
  creates(
    'a route of a host outside',
    httpRoute({ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'edition-cnn-com' }, {}),
  ).isRefused('parentRefs of a Gateway API route must be Gateways'),
  creates("a route of another team's Service", httpRoute({ kind: 'Service', namespace: 'default' }, {})).isRefused(
    'parentRefs of a Gateway API route must be Gateways',
  ),
  creates(
    'a route to a host outside',
    httpRoute({ kind: 'Service' }, { group: 'networking.istio.io', kind: 'Hostname', name: 'edition.cnn.com' }),
  ).isRefused('backendRefs and mirrors of a Gateway API route must be Services'),
  creates(
    'a ServiceEntry',
    istio('ServiceEntry', {
      hosts: ['partner.example.com'],
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      resolution: 'DNS',
    }),
  )
    .by()
    .isAdmitted(),
];
