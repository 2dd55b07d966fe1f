import { ConformanceCase, Expectation, ofNoRoute, request } from '../../test/conformance/case/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/case/lockdown';

/** Its own service account, in a namespace that is not locked down. */
const REPORTS = 'default/reports';
/** Another service account beside it. */
const OTHER = 'default/curl';
/** In a namespace that is locked down. */
const LOCKED = 'test-egress/curl';

const fixed: readonly Expectation[] = [
  // Every depth of subdomain, at the address of the one that serves them.
  request(LOCKED, 'http://de.wikipedia.org/wiki').goesThrough('outbound|80||*.wikipedia.org'),
  request(LOCKED, 'http://de.wikipedia.org/wiki').goesThrough('203.0.113.18:80'),
  request(LOCKED, 'http://www.wikipedia.org/').goesThrough('203.0.113.18:80'),
  request(LOCKED, 'http://m.de.wikipedia.org/').goesThrough('203.0.113.18:80'),
  request(LOCKED, 'http://DE.wikipedia.org/', '--header', 'host: de.wikipedia.org:80').goesThrough('203.0.113.18:80'),
  request(LOCKED, 'https://de.wikipedia.org/').goesThrough('outbound|443||*.wikipedia.org'),
  request(LOCKED, 'https://de.wikipedia.org/').goesThrough('203.0.113.18:443'),
  request(LOCKED, 'https://www.wikipedia.org/').goesThrough('203.0.113.18:443'),
  // A host of its own, at its own address.
  request(REPORTS, 'https://m.de.wikipedia.org/').goesThrough('outbound|443||m.de.wikipedia.org'),
  request(REPORTS, 'https://m.de.wikipedia.org/').goesThrough('203.0.113.20:443'),
];

const dynamic: readonly Expectation[] = [
  request(LOCKED, 'http://a.example.net/').goesThrough('203.0.113.22:80'),
  request(LOCKED, 'http://a.example.net/').goesThrough('outbound|80||*.example.net'),
  // A host of its own below it.
  request(REPORTS, 'http://b.example.net/').goesThrough('203.0.113.23:80'),
  request(REPORTS, 'http://b.example.net/').goesThrough('outbound|80||b.example.net'),
];

/** What is for others below a wildcard, which the sidecars of the locked-down namespace know for that. */
const apart = [
  request(LOCKED, 'https://m.de.wikipedia.org/').isRefusedByPolicy(),
  request(LOCKED, 'http://b.example.net/').isRefusedByPolicy(),
  request(LOCKED, 'http://a.example.net/', '--header', 'host: b.example.net').isRefusedByPolicy(),
  request(LOCKED, 'http://a.example.net/', '--header', 'host: B.example.net:80').isRefusedByPolicy(),
];

const refused: readonly Expectation[] = [
  request(OTHER, 'http://de.wikipedia.org/').isRefusedByPolicy(),
  request(OTHER, 'https://de.wikipedia.org/').isRefusedByPolicy(),
  request(REPORTS, 'https://de.wikipedia.org/').isRefusedByPolicy(),
  request(OTHER, 'http://a.example.net/').isRefusedByPolicy(),
  // Of every name the port of the route alone, and no other way to write it.
  ...['a.example.net:8080', 'a.example.net:22', 'A.EXAMPLE.NET:443', 'a.example.net.'].map((host) =>
    request(LOCKED, 'http://a.example.net/', '--header', `host: ${host}`).isRefusedByPolicy(),
  ),
  request(LOCKED, 'http://de.wikipedia.org/', '--header', 'host: de.wikipedia.org:8080').isRefusedByPolicy(),
  request('test-egress/plain', 'https://de.wikipedia.org/').isBlocked(7),
];

/** The bare domain, and TLS of names that have a route of HTTP alone, are nobody's route. */
const unknown = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Expectation[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) =>
      ['http://wikipedia.org/', 'https://wikipedia.org/', 'https://a.example.net/'].map((url) => request(client, url)),
    ),
  );

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `names below a domain, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      {
        title: 'applied',
        apply: 'main',
        expect: [...fixed, ...dynamic, ...apart, ...refused, ...unknown(outboundTrafficPolicy)],
      },
      {
        title: 'of the host below it the gateway has a policy alone: its name is still none of the wildcard',
        kubectl: [
          'delete serviceentry -n default external-b-example-net',
          'delete virtualservice -n default egress-route-b-example-net',
        ],
        expect: [
          request(LOCKED, 'http://b.example.net/').isRefusedByPolicy(),
          request(LOCKED, 'http://a.example.net/').goesThrough('203.0.113.22:80'),
        ],
      },
      {
        title: 'without policies, as without sources: the port in the Host is still not one to choose',
        kubectl: ['delete authorizationpolicy -n istio-system --all'],
        restart: 'istio-system/istio-egressgateway',
        expect: [
          request(LOCKED, 'http://a.example.net/').goesThrough('203.0.113.22:80'),
          request(LOCKED, 'http://a.example.net/', '--header', 'host: A.example.net:80').goesThrough('203.0.113.22:80'),
          ...['a.example.net:22', 'a.example.net:8080', 'a.example.net:'].map((host) =>
            request(LOCKED, 'http://a.example.net/', '--header', `host: ${host}`).isAnswered(404),
          ),
          request(LOCKED, 'http://de.wikipedia.org/', '--header', 'host: de.wikipedia.org:22').goesThrough(
            '203.0.113.18:80',
          ),
        ],
      },
    ],
  }),
);

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
