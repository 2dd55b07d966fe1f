import { ConformanceCase, Expectation, ofNoRoute, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';
import { tenantsUpstream } from '../../test/conformance/cases/upstream';

/** A client with its own service account, in a namespace without a lockdown. */
const REPORTS = 'default/reports';
/** A client with another service account in the same namespace. */
const OTHER = 'default/curl';
/** A client in a locked-down namespace. */
const LOCKED = 'test-egress/curl';

/** A namespace of a team, named like a top level domain. */
const NAMESPACE = 'test/conformance/cases/fixtures/tenant-search-domain.yaml';

const fixed: readonly Group<Expectation>[] = [
  {
    because:
      'The gateway sends every name below the wildcard, at every depth, to the one address of the wildcardTarget.',
    closes: ['B8'],
    expect: [
      request(LOCKED, 'http://de.wikipedia.org/wiki').goesThrough('outbound|80||*.wikipedia.org'),
      request(LOCKED, 'http://de.wikipedia.org/wiki').goesThrough('203.0.113.18:80'),
      request(LOCKED, 'http://www.wikipedia.org/').goesThrough('203.0.113.18:80'),
      request(LOCKED, 'http://m.de.wikipedia.org/').goesThrough('203.0.113.18:80'),
      request(LOCKED, 'http://DE.wikipedia.org/', '--header', 'host: de.wikipedia.org:80').goesThrough(
        '203.0.113.18:80',
      ),
      request(LOCKED, 'https://de.wikipedia.org/').goesThrough('outbound|443||*.wikipedia.org'),
      request(LOCKED, 'https://de.wikipedia.org/').goesThrough('203.0.113.18:443'),
      request(LOCKED, 'https://www.wikipedia.org/').goesThrough('203.0.113.18:443'),
    ],
  },
  {
    because: 'A name below the wildcard with its own route is a separate host, at its own address.',
    expect: [
      request(REPORTS, 'https://m.de.wikipedia.org/').goesThrough('outbound|443||m.de.wikipedia.org'),
      request(REPORTS, 'https://m.de.wikipedia.org/').goesThrough('203.0.113.20:443'),
    ],
  },
];

const dynamic: readonly Group<Expectation>[] = [
  {
    because: 'The gateway resolves each name below the wildcard with dynamicDns.',
    expect: [
      request(LOCKED, 'http://a.example.net/').goesThrough('203.0.113.22:80'),
      request(LOCKED, 'http://a.example.net/').goesThrough('outbound|80||*.example.net'),
    ],
  },
  {
    because: 'A name below the wildcard with dynamicDns and its own route is a separate host, at its own address.',
    expect: [
      request(REPORTS, 'http://b.example.net/').goesThrough('203.0.113.23:80'),
      request(REPORTS, 'http://b.example.net/').goesThrough('outbound|80||b.example.net'),
    ],
  },
];

const inside: readonly Group<Expectation>[] = [
  {
    because:
      'The gateway refuses, before any connection, a name below the wildcard whose address is not of the internet.',
    closes: ['B50'],
    expect: ['metadata.example.net', 'apiserver.example.net'].map((name) =>
      request(LOCKED, `http://${name}/`).isRefusedByPolicy('rbac_access_denied_matched_policy[none]'),
    ),
  },
  {
    because: 'The gateway checks the first address of a name, and connects to the next one if nothing answers there.',
    remains: ['B50'],
    expect: [request(LOCKED, 'http://several.example.net/').goesThrough('203.0.113.250:80')],
  },
];

const refused: readonly Group<Expectation>[] = [
  {
    because: 'The sources of a wildcard are no sources of a name below it that has its own route of the same protocol.',
    closes: ['B8'],
    expect: [
      request(LOCKED, 'https://m.de.wikipedia.org/').isRefusedInHandshake(),
      request(LOCKED, 'http://b.example.net/').isRefusedByPolicy(),
      request(LOCKED, 'http://a.example.net/', '--header', 'host: b.example.net').isRefusedByPolicy(),
      request(LOCKED, 'http://a.example.net/', '--header', 'host: B.example.net:80').isRefusedByPolicy(),
    ],
  },
  {
    because: 'The gateway refuses clients that are no source of the wildcard.',
    expect: [
      request(OTHER, 'http://de.wikipedia.org/').isRefusedByPolicy(),
      request(OTHER, 'https://de.wikipedia.org/').isRefusedByPolicy(),
      request(REPORTS, 'https://de.wikipedia.org/').isRefusedByPolicy(),
      request(OTHER, 'http://a.example.net/').isRefusedByPolicy(),
    ],
  },
  {
    because: 'The gateway accepts only the port of the route and one spelling of each name in the Host.',
    closes: ['B10', 'B40'],
    expect: [
      ...['a.example.net:8080', 'a.example.net:22', 'A.EXAMPLE.NET:443', 'a.example.net.'].map((host) =>
        request(LOCKED, 'http://a.example.net/', '--header', `host: ${host}`).isRefusedByPolicy(),
      ),
      request(LOCKED, 'http://de.wikipedia.org/', '--header', 'host: de.wikipedia.org:8080').isRefusedByPolicy(),
    ],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [request('test-egress/plain', 'https://de.wikipedia.org/').isBlocked(7)],
  },
];

/** Requests for the bare domain, and TLS requests for names with an HTTP route only: no route applies. */
const unknown = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation>[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) =>
      ['http://wikipedia.org/', 'https://wikipedia.org/', 'https://a.example.net/'].map((url) => request(client, url)),
    ),
  );

const below = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `Names below a wildcard leave through the gateway, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    {
      title: 'The manifests are applied',
      apply: 'main',
      expect: [...fixed, ...dynamic, ...inside, ...refused, ...unknown(outboundTrafficPolicy)],
    },
    {
      title: 'The ServiceEntry and the VirtualService of a name below a wildcard are deleted, and its policy remains',
      kubectl: [
        'delete serviceentry -n default external-b-example-net',
        'delete virtualservice -n default egress-route-b-example-net',
      ],
      expect: [
        {
          because: 'A name with its own policy is no name of the wildcard, also without its route.',
          closes: ['B46'],
          expect: [request(LOCKED, 'http://b.example.net/').isRefusedByPolicy()],
        },
        {
          because: 'The wildcard serves its other names.',
          expect: [request(LOCKED, 'http://a.example.net/').goesThrough('203.0.113.22:80')],
        },
      ],
    },
    {
      title: 'A team creates a namespace and a Service with the labels of a name below a wildcard',
      kubectl: [`apply -f ${NAMESPACE}`],
      restart: 'istio-system/istio-egressgateway',
      expect: [
        {
          because: 'The gateway resolves names below a wildcard without search domains.',
          closes: ['B25'],
          expect: [request(LOCKED, 'http://a.example.net/').goesThrough('203.0.113.22:80')],
        },
      ],
    },
    {
      title: 'All policies of the gateway are deleted, as in an app without sources',
      kubectl: [`delete -f ${NAMESPACE}`, 'delete authorizationpolicy -n istio-system --all'],
      restart: 'istio-system/istio-egressgateway',
      expect: [
        {
          because: 'The routes accept the names below the wildcard, with and without their port.',
          expect: [
            request(LOCKED, 'http://a.example.net/').goesThrough('203.0.113.22:80'),
            request(LOCKED, 'http://a.example.net/', '--header', 'host: A.example.net:80').goesThrough(
              '203.0.113.22:80',
            ),
          ],
        },
        {
          because: 'The gateway refuses a name whose address is not of the internet, also without policies.',
          closes: ['B50'],
          expect: [request(LOCKED, 'http://metadata.example.net/').isRefusedByPolicy()],
        },
        {
          because: 'With dynamicDns, the client does not select the port by the Host, also without policies.',
          closes: ['B10'],
          expect: ['a.example.net:22', 'a.example.net:8080', 'a.example.net:'].map((host) =>
            request(LOCKED, 'http://a.example.net/', '--header', `host: ${host}`).isRefusedByPolicy(),
          ),
        },
        {
          because:
            'With a wildcardTarget host, the gateway connects to the port of the route, whatever port the Host has.',
          closes: ['B10'],
          expect: [
            request(LOCKED, 'http://de.wikipedia.org/', '--header', 'host: de.wikipedia.org:22').goesThrough(
              '203.0.113.18:80',
            ),
          ],
        },
      ],
    },
  ],
}));

const unchanged: readonly Group<Expectation>[] = [
  {
    because: 'The gateway connects to a host as its DestinationRule states, whatever other objects state.',
    closes: ['B17'],
    expect: [
      request(LOCKED, 'http://de.wikipedia.org/wiki').goesThrough('outbound|80||*.wikipedia.org'),
      request(LOCKED, 'https://de.wikipedia.org/').goesThrough('outbound|443||*.wikipedia.org'),
      request(LOCKED, 'http://a.example.net/').goesThrough('outbound|80||*.example.net'),
    ],
  },
];

export const cases: readonly ConformanceCase[] = [
  ...below,
  {
    title: 'No other object changes how the gateway connects to names below a wildcard',
    stages: [{ title: 'The manifests are applied', apply: 'main' }, ...tenantsUpstream('default', unchanged)],
  },
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
