/** Requests to create Istio objects and routes of the Gateway API. */
import { Group } from '../../../test/conformance/cases/group';
import { httpRoute, istio, virtualService } from '../../../test/conformance/cases/tenant-objects';
import { creates, Wish } from '../../../test/conformance/cases/wish';
import { OF_PLATFORM } from './kinds';

const OF_THE_MESH = 'hosts of a VirtualService for the mesh must be Services of its own namespace';
const DESTINATIONS = 'destinations and mirrors of a VirtualService must be Services';
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

const admitted: Group<Wish> = {
  because: 'The policies admit routing between Services of the cluster, and the hosts that the platform allows.',
  expect: [
    creates('a VirtualService for a Service of its namespace', virtualService(['server'], 'server')),
    creates(
      'a VirtualService for the full name of a Service of its namespace',
      virtualService(['server.test-egress.svc.cluster.local'], 'server.test-egress.svc.cluster.local'),
    ),
    creates('a VirtualService for a host of the platform', virtualService(['shop.example.org'], 'server')),
    creates(
      'a VirtualService of an ingress gateway',
      virtualService(['www.shop.example'], 'server', { gateways: ['ingress/web'] }),
    ),
    creates(
      'a VirtualService to a Service of another team',
      virtualService(['server'], 'server.databases.svc.cluster.local'),
    ),
    creates('a VirtualService with TLS to a Service', tls('server')),
    creates(
      'a VirtualService that is exported to the namespace of an ingress gateway',
      virtualService(['server'], 'server', { exportTo: ['.', 'ingress'] }),
    ),
    creates('a DestinationRule for a Service of its namespace', istio('DestinationRule', { host: 'server' })),
    creates(
      'a DestinationRule for a Service of another team',
      istio('DestinationRule', { host: 'server.databases.svc.cluster.local' }),
    ),
    creates('a Gateway on the pods of an ingress gateway', gatewayWith({ istio: 'ingressgateway' })),
    creates('a RequestAuthentication with inline keys', authentication({ jwks: '{"keys":[]}' })),
    creates('an HTTPRoute of a Service', httpRoute({ kind: 'Service' }, { kind: 'Service' })),
    creates('an HTTPRoute of an ingress gateway', httpRoute({ namespace: 'ingress' }, {})),
  ].map((each) => each.isAdmitted()),
};

const ofHosts: Group<Wish> = {
  because:
    'The policies refuse a VirtualService for a host of a route or of another team, which changes its destination.',
  closes: ['B15'],
  expect: [
    creates('a VirtualService for a host of a route', virtualService(['edition.cnn.com'], 'server')),
    creates('a VirtualService for a host of a route in upper case', virtualService(['Edition.CNN.com'], 'server')),
    creates('a VirtualService for the outer name of a port', virtualService(['22.github.com.ports.invalid'], 'server')),
    creates('a VirtualService for all hosts of a domain', virtualService(['*.com'], 'server')),
    creates('a VirtualService for all hosts', virtualService(['*'], 'server', { gateways: ['mesh', 'ingress/web'] })),
    creates(
      'a VirtualService for a Service of another team',
      virtualService(['server.databases.svc.cluster.local'], 'server'),
    ),
  ].map((each) => each.isRefused(OF_THE_MESH)),
};

const ofServers: Group<Wish> = {
  because:
    'The policies refuse a VirtualService of the servers of the gateway, which changes where the gateway sends requests.',
  closes: ['B15'],
  expect: [
    creates(
      'a VirtualService of a server of the gateway',
      virtualService(['edition.cnn.com'], 'server', { gateways: ['istio-system/egress-server-edition-cnn-com'] }),
    ),
    creates(
      'a VirtualService of a server of the gateway in the deprecated notation',
      virtualService(['edition.cnn.com'], 'server', { gateways: ['egress-server-edition-cnn-com.istio-system'] }),
    ),
  ].map((each) => each.isRefused('only platform subjects may use the Gateways of istio-system')),
};

const toHosts: Group<Wish> = {
  because:
    'The policies refuse a VirtualService to the gateway or to an external host, which bypasses the routes of the platform.',
  closes: ['B15'],
  expect: [
    creates('a VirtualService to a host of a route', virtualService(['server'], 'edition.cnn.com')),
    creates('a VirtualService to the Service of the gateway', virtualService(['server'], gatewayService)),
    creates('a VirtualService with TLS to an external host', tls('edition.cnn.com')),
    creates(
      'a VirtualService with TCP to an external host',
      virtualService(['server'], 'server', { tcp: [{ route: [{ destination: { host: 'edition.cnn.com' } }] }] }),
    ),
    creates(
      'a VirtualService with a mirror to an external host',
      virtualService(['server'], 'server', {
        http: [{ route: [{ destination: { host: 'server' } }], mirror: { host: 'edition.cnn.com' } }],
      }),
    ),
    creates(
      'a VirtualService with a list of mirrors to an external host',
      virtualService(['server'], 'server', {
        http: [
          { route: [{ destination: { host: 'server' } }], mirrors: [{ destination: { host: 'edition.cnn.com' } }] },
        ],
      }),
    ),
  ].map((each) => each.isRefused(DESTINATIONS)),
};

const serviceEntry = (host: string): object =>
  istio('ServiceEntry', { hosts: [host], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' });

const declarations: Group<Wish> = {
  because: 'The policies refuse objects of tenants that declare a host, or another address of a declared host.',
  closes: ['B16'],
  expect: [
    creates('a ServiceEntry', serviceEntry('edition.cnn.com')).isRefused(OF_PLATFORM),
    creates(
      'a WorkloadEntry',
      istio('WorkloadEntry', { address: '203.0.113.10', labels: { app: 'server' } }),
    ).isRefused(OF_PLATFORM),
    creates('a WorkloadGroup', istio('WorkloadGroup', { template: { serviceAccount: 'default' } })).isRefused(
      OF_PLATFORM,
    ),
  ],
};

const ofProxies: Group<Wish> = {
  because: 'The policies refuse objects of tenants that change the proxies of their namespace.',
  closes: ['B19'],
  expect: [
    creates('a Sidecar', istio('Sidecar', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } })).isRefused(OF_PLATFORM),
    creates('an EnvoyFilter', istio('EnvoyFilter', { configPatches: [] }, 'v1alpha3')).isRefused(OF_PLATFORM),
    creates('a ProxyConfig', istio('ProxyConfig', { concurrency: 1 }, 'v1beta1')).isRefused(OF_PLATFORM),
    creates('a WasmPlugin', {
      ...istio('WasmPlugin', { url: 'oci://example.com/x' }),
      apiVersion: 'extensions.istio.io/v1alpha1',
    }).isRefused(OF_PLATFORM),
  ],
};

const rules: Group<Wish> = {
  because:
    'The policies refuse a DestinationRule for the gateway or an external host, which can disable mTLS or verification.',
  closes: ['B17'],
  expect: [
    creates('a DestinationRule for all Services', istio('DestinationRule', { host: '*.svc.cluster.local' })),
    creates('a DestinationRule for the Service of the gateway', istio('DestinationRule', { host: gatewayService })),
    creates(
      'a DestinationRule for a host of a route',
      istio('DestinationRule', {
        host: 'edition.cnn.com',
        trafficPolicy: { tls: { mode: 'SIMPLE', insecureSkipVerify: true } },
      }),
    ),
  ].map((each) => each.isRefused(OF_SERVICES)),
};

const panic: Group<Wish> = {
  because: 'The policies refuse a DestinationRule with failoverPriority for an external host, on which istiod panics.',
  closes: ['B59'],
  expect: [
    creates(
      'a DestinationRule with failoverPriority for an external host',
      istio('DestinationRule', {
        host: 'b.example.net',
        trafficPolicy: {
          outlierDetection: {},
          loadBalancer: { localityLbSetting: { failoverPriority: ['topology.kubernetes.io/zone'] } },
        },
      }),
    ).isRefused(OF_SERVICES),
  ],
};

const gateways: Group<Wish> = {
  because: 'The policies refuse a Gateway that selects the pods of the gateway, and adds servers to them.',
  closes: ['B18'],
  expect: [
    creates('a Gateway on the pods of the gateway', gatewayWith({ istio: 'egressgateway' })),
    creates('a Gateway on the pods of the gateway by another label', gatewayWith({ app: 'istio-egressgateway' })),
    creates('a Gateway on all pods', gatewayWith()),
  ].map((each) => each.isRefused(OPENS)),
};

const exported: Group<Wish> = {
  because:
    'The policies refuse objects that are exported to the gateway, whose proxies accept no change after one that Envoy rejects.',
  closes: ['B18'],
  expect: [
    creates(
      'a VirtualService that is exported to the whole mesh',
      virtualService(['server'], 'server', { exportTo: ['*'] }),
    ),
    creates(
      'a DestinationRule with a value that Envoy rejects, exported to the whole mesh',
      istio('DestinationRule', {
        exportTo: undefined,
        host: 'server',
        trafficPolicy: {
          loadBalancer: { consistentHash: { httpHeaderName: 'x', ringHash: { minimumRingSize: 9000000 } } },
        },
      }),
    ),
    creates(
      'a DestinationRule that is exported to the namespace of the gateway',
      istio('DestinationRule', { host: 'server', exportTo: ['.', 'istio-system'] }),
    ),
  ].map((each) => each.isRefused(SEEN)),
};

const keys: Group<Wish> = {
  because:
    'The policies refuse a RequestAuthentication without inline keys, whose keys istiod itself fetches from a host.',
  closes: ['B56'],
  expect: [
    creates('a RequestAuthentication with a jwksUri', authentication({ jwksUri: 'https://b.example.net/data' })),
    creates('a RequestAuthentication with an issuer alone', authentication({})),
  ].map((each) => each.isRefused(KEYS)),
};

const gatewayApi: Group<Wish> = {
  because: 'The policies refuse routes of the Gateway API for external hosts and for Services of another team.',
  closes: ['B15'],
  expect: [
    creates(
      'an HTTPRoute of a ServiceEntry',
      httpRoute({ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'edition-cnn-com' }, {}),
    ).isRefused('parentRefs of a Gateway API route must be Gateways'),
    creates(
      'an HTTPRoute of a Service of another team',
      httpRoute({ kind: 'Service', namespace: 'default' }, {}),
    ).isRefused('parentRefs of a Gateway API route must be Gateways'),
    creates(
      'an HTTPRoute to an external host',
      httpRoute({ kind: 'Service' }, { group: 'networking.istio.io', kind: 'Hostname', name: 'edition.cnn.com' }),
    ).isRefused('backendRefs and mirrors of a Gateway API route must be Services'),
  ],
};

const platform: Group<Wish> = {
  because: 'The policies admit a ServiceEntry of the administrator, a deployer.',
  expect: [creates('a ServiceEntry', serviceEntry('partner.example.com')).by().isAdmitted()],
};

export const routing: readonly Group<Wish>[] = [
  admitted,
  ofHosts,
  ofServers,
  toHosts,
  declarations,
  ofProxies,
  rules,
  panic,
  gateways,
  exported,
  keys,
  gatewayApi,
  platform,
];
