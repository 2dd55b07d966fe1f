import { ConformanceCase, Expectation, ofNoRoute, request } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

/** A client with its own service account, in a namespace without a lockdown. */
const REPORTS = 'default/reports';
/** A client with another service account in the same namespace. */
const OTHER = 'default/curl';
/** A client in a locked-down namespace. */
const LOCKED = 'test-egress/curl';

const fixed: readonly Expectation[] = [
  // Every depth of subdomain, at the address of the wildcard target.
  request(LOCKED, 'http://de.wikipedia.org/wiki').goesThrough('outbound|80||*.wikipedia.org'),
  request(LOCKED, 'http://de.wikipedia.org/wiki').goesThrough('203.0.113.18:80'),
  request(LOCKED, 'http://www.wikipedia.org/').goesThrough('203.0.113.18:80'),
  request(LOCKED, 'http://m.de.wikipedia.org/').goesThrough('203.0.113.18:80'),
  request(LOCKED, 'http://DE.wikipedia.org/', '--header', 'host: de.wikipedia.org:80').goesThrough('203.0.113.18:80'),
  request(LOCKED, 'https://de.wikipedia.org/').goesThrough('outbound|443||*.wikipedia.org'),
  request(LOCKED, 'https://de.wikipedia.org/').goesThrough('203.0.113.18:443'),
  request(LOCKED, 'https://www.wikipedia.org/').goesThrough('203.0.113.18:443'),
  // A separate host, at its own address.
  request(REPORTS, 'https://m.de.wikipedia.org/').goesThrough('outbound|443||m.de.wikipedia.org'),
  request(REPORTS, 'https://m.de.wikipedia.org/').goesThrough('203.0.113.20:443'),
];

const dynamic: readonly Expectation[] = [
  request(LOCKED, 'http://a.example.net/').goesThrough('203.0.113.22:80'),
  request(LOCKED, 'http://a.example.net/').goesThrough('outbound|80||*.example.net'),
  // A separate host below the wildcard.
  request(REPORTS, 'http://b.example.net/').goesThrough('203.0.113.23:80'),
  request(REPORTS, 'http://b.example.net/').goesThrough('outbound|80||b.example.net'),
];

/** Requests for hosts of other sources below a wildcard, which the sidecars of the locked-down namespace import as exceptions. */
const exceptions = [
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
  // The gateway accepts only the port of the route, and only one spelling of each name.
  ...['a.example.net:8080', 'a.example.net:22', 'A.EXAMPLE.NET:443', 'a.example.net.'].map((host) =>
    request(LOCKED, 'http://a.example.net/', '--header', `host: ${host}`).isRefusedByPolicy(),
  ),
  request(LOCKED, 'http://de.wikipedia.org/', '--header', 'host: de.wikipedia.org:8080').isRefusedByPolicy(),
  request('test-egress/plain', 'https://de.wikipedia.org/').isBlocked(7),
];

/** Requests for the bare domain, and TLS requests for names with an HTTP route only: no route applies. */
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
        expect: [...fixed, ...dynamic, ...exceptions, ...refused, ...unknown(outboundTrafficPolicy)],
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
