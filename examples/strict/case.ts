import { ConformanceCase, Expectation, request, tcpRequest } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

/** Clients in two namespaces with `egressProxy`. The second namespace is locked down. */
const SOURCE = 'default/curl';
const OTHER = 'test-egress/curl';
const BOTH = [SOURCE, OTHER];
/** Objects of a team in one of these namespaces. */
const TENANT = 'test/conformance/cases/fixtures/tenant-inner.yaml';
const ENTRY = 'test/conformance/cases/fixtures/tenant-entry.yaml';

const all = 'https://www.example.com/';
const partner = 'https://api.example.org/';
const news = 'http://edition.cnn.com/';
const undeclared = 'https://b.example.net/';

const declared: readonly Expectation[] = [
  ...BOTH.flatMap((client) => [
    request(client, all).goesThrough('outbound|443||www.example.com'),
    request(client, 'https://de.wikipedia.org/').goesThrough('outbound|443||*.wikipedia.org'),
    request(client, 'https://m.de.wikipedia.org/').goesThrough('203.0.113.18:443'),
    request(client, news).goesThrough('outbound|80||edition.cnn.com'),
    request(client, 'https://WWW.example.com/').goesThrough('outbound|443||www.example.com'),
    // The name selects the host, not the address that the client connects to.
    request(client, all, '--connect-to', '::203.0.113.99:').goesThrough('203.0.113.11:443'),
    request(client, 'https://www.example.com:8443/').goesThrough('203.0.113.11:443'),
    // curl sends the SNI without the dot.
    request(client, 'https://www.example.com./', '--insecure').goesThrough('203.0.113.11:443'),
  ]),
  request(SOURCE, partner).goesThrough('outbound|443||api.example.org'),
  // A Service of the client's namespace.
  request(OTHER, 'http://server.test-egress:8000/').goesDirectly(),
];

/** Requests for unknown hosts. TCP requests are those of which the gateway sees only bytes. */
const ofNoRoute = BOTH.flatMap((client) => [
  request(client, undeclared),
  request(client, 'https://b.example.net./'),
  request(client, 'https://wikipedia.org/'),
  // A host with an HTTP route only.
  request(client, 'https://edition.cnn.com/'),
  // No SNI.
  request(client, 'https://203.0.113.11/', '--insecure'),
  tcpRequest(client, 'http://b.example.net/'),
  tcpRequest(client, 'http://www.example.com/'),
  tcpRequest(client, 'http://edition.cnn.com:8080/'),
  tcpRequest(client, 'http://203.0.113.10:5432/'),
  tcpRequest(client, news, '--http1.0'),
  // A Service that the sidecar does not import.
  tcpRequest(client, 'http://server.databases:8000/'),
]);

/** Lines of the access log: the caller, and for TLS the requested host. */
const logged: readonly Expectation[] = [
  ...ofNoRoute.map((each) => each.endsAtTheGateway('filter_chain_not_found')),
  request(SOURCE, undeclared).endsAtTheGateway('spiffe://cluster.local/ns/default/sa/default'),
  request(OTHER, undeclared).endsAtTheGateway('spiffe://cluster.local/ns/test-egress/sa/default'),
  request(OTHER, undeclared).endsAtTheGateway('"requested_server_name":"b.example.net"'),
  // A host of which the client is no source.
  request(OTHER, partner).endsAtTheGateway('"requested_server_name":"api.example.org"'),
  // Servers of a team on the same port.
  request(OTHER, 'https://tenant.example.net/').isRefusedByPolicy(),
  // No mesh identity: the gateway refuses the connection.
  request('default/plain', all, '--connect-to', '::istio-egressgateway.istio-system.svc.cluster.local:').isBlocked(),
];

const strict = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `strict, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    { title: 'applied', kubectl: [`apply -f ${TENANT}`], apply: 'main', expect: [...declared, ...logged] },
    {
      title: 'a team declares a host by itself: around the gateway, which the lockdown closes',
      kubectl: [`apply -f ${ENTRY}`],
      expect: [
        request(OTHER, undeclared).isBlocked(),
        request(SOURCE, undeclared).endsAtTheGateway('filter_chain_not_found'),
      ],
    },
    {
      title: 'the same without the lockdown',
      kubectl: ['delete networkpolicy -n test-egress egress-lockdown-test-egress'],
      expect: [request(OTHER, undeclared).goesDirectly()],
    },
    {
      title: 'the host is declared no more',
      kubectl: [`delete -f ${ENTRY}`],
      expect: [request(OTHER, undeclared).endsAtTheGateway('filter_chain_not_found')],
    },
    {
      title: 'while the gateway restarts, by the sidecars alone',
      restart: 'istio-system/istio-egressgateway',
      neverDirectly: [...ofNoRoute, request(OTHER, partner), request(OTHER, all)],
      expect: [...declared.slice(0, 4), ...logged.slice(0, 4)],
    },
    { title: 'deleted', kubectl: [`delete -f ${TENANT}`], delete: 'main' },
  ],
}));

export const cases: readonly ConformanceCase[] = [
  ...strict,
  {
    title: 'strict, without a default deny policy',
    stages: [
      {
        title: 'applied',
        apply: 'open',
        expect: [
          request(OTHER, all).goesThrough('outbound|443||www.example.com'),
          // In a namespace without `egressProxy`.
          request(SOURCE, all).goesThrough('outbound|443||www.example.com'),
          request(OTHER, undeclared).endsAtTheGateway('filter_chain_not_found'),
          request(OTHER, undeclared).endsAtTheGateway('b.example.net'),
          // Routes that istiod sent before the Sidecar must not stay: on port 80, and on the port of a Service of the namespace.
          tcpRequest(OTHER, 'http://www.example.com/').endsAtTheGateway('filter_chain_not_found'),
          tcpRequest(OTHER, 'http://www.example.com:8000/').endsAtTheGateway('filter_chain_not_found'),
        ],
      },
      {
        title: 'no host is matched by the inner SNI',
        kubectl: ['delete gateway.networking.istio.io -n istio-system egress-server-www-example-com'],
        expect: [
          request(OTHER, all).endsAtTheGateway('filter_chain_not_found'),
          request(OTHER, all).endsAtTheGateway('www.example.com'),
        ],
      },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'main',
    namespace: 'test-egress',
    gateway: INSTALLED,
    allows: [...DEFAULT_ALLOWS, ['own namespace', '*']],
  },
];
