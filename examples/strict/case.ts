import { ConformanceCase, Expectation, Request, request, tcpRequest } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
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

const declared: Group<Expectation> = {
  because:
    'The gateway serves the declared hosts, which the sidecars reach through its catch-all or by their own routes.',
  expect: BOTH.flatMap((client) => [
    request(client, all).goesThrough('outbound|443||www.example.com'),
    request(client, 'https://de.wikipedia.org/').goesThrough('outbound|443||*.wikipedia.org'),
    request(client, 'https://m.de.wikipedia.org/').goesThrough('203.0.113.18:443'),
    request(client, news).goesThrough('outbound|80||edition.cnn.com'),
  ]),
};

const otherNames: readonly Group<Expectation>[] = [
  {
    because: 'Upper case and a trailing dot identify the same host: curl sends the SNI without the dot.',
    expect: BOTH.flatMap((client) => [
      request(client, 'https://WWW.example.com/').goesThrough('outbound|443||www.example.com'),
      request(client, 'https://www.example.com./', '--insecure').goesThrough('203.0.113.11:443'),
    ]),
  },
  {
    because: 'The name selects the host, not the address or the port that the client connects to.',
    closes: ['B10'],
    expect: BOTH.flatMap((client) => [
      request(client, all, '--connect-to', '::203.0.113.99:').goesThrough('203.0.113.11:443'),
      request(client, 'https://www.example.com:8443/').goesThrough('203.0.113.11:443'),
    ]),
  },
  {
    because: 'The sidecars of a source import its host.',
    expect: [request(SOURCE, partner).goesThrough('outbound|443||api.example.org')],
  },
  {
    because: 'A Service of the own namespace is no external host.',
    expect: [request(OTHER, 'http://server.test-egress:8000/').goesDirectly()],
  },
];

/**
 * Requests to which no route applies: undeclared hosts, a host of another protocol, no SNI, and a Service that the sidecar does not
 * import. TCP requests are those of which the gateway sees only bytes.
 */
const ofNoRoute = BOTH.flatMap((client) => [
  request(client, undeclared),
  request(client, 'https://b.example.net./'),
  request(client, 'https://wikipedia.org/'),
  request(client, 'https://edition.cnn.com/'),
  request(client, 'https://203.0.113.11/', '--insecure'),
  tcpRequest(client, 'http://b.example.net/'),
  tcpRequest(client, 'http://www.example.com/'),
  tcpRequest(client, 'http://edition.cnn.com:8080/'),
  tcpRequest(client, 'http://203.0.113.10:5432/'),
  tcpRequest(client, news, '--http1.0'),
  tcpRequest(client, 'http://server.databases:8000/'),
]);

const undeclaredEnds = (requests: readonly Request[]): Group<Expectation> => ({
  because: 'Sidecars with egressProxy send requests to which no route applies to the gateway, which refuses them.',
  closes: ['B20'],
  expect: requests.map((each) => each.endsAtTheGateway('filter_chain_not_found')),
});

const refused: readonly Group<Expectation>[] = [
  undeclaredEnds(ofNoRoute),
  {
    because: 'The log of the gateway has the caller and, for TLS, the host of a refused request.',
    closes: ['B44'],
    expect: [
      request(SOURCE, undeclared).endsAtTheGateway('spiffe://cluster.local/ns/default/sa/default'),
      request(OTHER, undeclared).endsAtTheGateway('spiffe://cluster.local/ns/test-egress/sa/default'),
      request(OTHER, undeclared).endsAtTheGateway('"requested_server_name":"b.example.net"'),
    ],
  },
  {
    because: 'The gateway refuses a client that is no source of the host.',
    expect: [request(OTHER, partner).endsAtTheGateway('"requested_server_name":"api.example.org"')],
  },
  {
    because: "The gateway refuses requests to servers that a team's Gateway adds to its pods.",
    closes: ['B18'],
    expect: [request(OTHER, 'https://tenant.example.net/').isRefusedByPolicy()],
  },
  {
    because: 'The gateway accepts no connection without a certificate of the mesh.',
    expect: [
      request(
        'default/plain',
        all,
        '--connect-to',
        '::istio-egressgateway.istio-system.svc.cluster.local:',
      ).isBlocked(),
    ],
  },
];

const strict = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `Requests for undeclared hosts end at the gateway, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    {
      title: 'The manifests are applied beside Istio objects of a team',
      kubectl: [`apply -f ${TENANT}`],
      apply: 'main',
      expect: [declared, ...otherNames, ...refused],
    },
    {
      title: 'A team declares a host with a ServiceEntry in its own namespace',
      kubectl: [`apply -f ${ENTRY}`],
      expect: [
        {
          because:
            'The ServiceEntry opens the direct way for the sidecars of the namespace, which the lockdown blocks.',
          closes: ['B16'],
          expect: [request(OTHER, undeclared).isBlocked()],
        },
        undeclaredEnds([request(SOURCE, undeclared)]),
      ],
    },
    {
      title: 'The lockdown of the namespace is deleted',
      kubectl: ['delete networkpolicy -n test-egress egress-lockdown-test-egress'],
      expect: [
        {
          because: 'Without a lockdown, a ServiceEntry of the namespace opens the direct way for its sidecars.',
          remains: ['B16'],
          expect: [request(OTHER, undeclared).goesDirectly()],
        },
      ],
    },
    {
      title: 'The ServiceEntry of the team is deleted',
      kubectl: [`delete -f ${ENTRY}`],
      expect: [undeclaredEnds([request(OTHER, undeclared)])],
    },
    {
      title: 'The gateway restarts without a lockdown',
      restart: 'istio-system/istio-egressgateway',
      neverDirectly: {
        because: 'Sidecars with egressProxy use the gateway only, also while the gateway restarts.',
        closes: ['B33'],
        expect: [...ofNoRoute, request(OTHER, partner), request(OTHER, all)],
      },
      expect: [{ ...declared, expect: declared.expect.slice(0, 4) }, undeclaredEnds(ofNoRoute.slice(0, 4))],
    },
    { title: 'The manifests are deleted', kubectl: [`delete -f ${TENANT}`], delete: 'main' },
  ],
}));

export const cases: readonly ConformanceCase[] = [
  ...strict,
  {
    title: 'Requests for undeclared hosts end at the gateway without a default deny policy',
    stages: [
      {
        title: 'The manifests without sources are applied',
        apply: 'open',
        expect: [
          {
            because: 'The gateway serves the declared host for sidecars with and without egressProxy.',
            expect: [
              request(OTHER, all).goesThrough('outbound|443||www.example.com'),
              request(SOURCE, all).goesThrough('outbound|443||www.example.com'),
            ],
          },
          {
            because: 'The gateway has no server for an undeclared host, also without a policy, and logs the host.',
            closes: ['B20', 'B21'],
            expect: [
              request(OTHER, undeclared).endsAtTheGateway('filter_chain_not_found'),
              request(OTHER, undeclared).endsAtTheGateway('b.example.net'),
            ],
          },
          {
            because:
              'Routes that istiod sent before the Sidecar object do not stay, on port 80 and on ports of Services.',
            closes: ['B20'],
            expect: [
              tcpRequest(OTHER, 'http://www.example.com/').endsAtTheGateway('filter_chain_not_found'),
              tcpRequest(OTHER, 'http://www.example.com:8000/').endsAtTheGateway('filter_chain_not_found'),
            ],
          },
        ],
      },
      {
        title: 'The Gateway of the declared host is deleted',
        kubectl: ['delete gateway.networking.istio.io -n istio-system egress-server-www-example-com'],
        expect: [
          {
            because: 'Without its Gateway, the host is undeclared for the inner SNI too.',
            expect: [
              request(OTHER, all).endsAtTheGateway('filter_chain_not_found'),
              request(OTHER, all).endsAtTheGateway('www.example.com'),
            ],
          },
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
