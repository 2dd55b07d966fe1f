/** Which clients the gateway serves, and for which requests. */
import { ConformanceCase, Expectation, ofNoRoute, Request, request } from '../../test/conformance/cases/case';
import { losing } from '../../test/conformance/cases/expected';
import { Group } from '../../test/conformance/cases/group';

const cnnHttp = 'http://edition.cnn.com/politics';
const cnnTls = 'https://edition.cnn.com/politics';
const partner = 'http://api.example.org/v1/orders';
const partnerTls = 'https://api.example.org/v1/orders';
const all = 'https://www.example.com/';

/** A client with its own service account, in a namespace without a lockdown. */
const REPORTS = 'default/reports';
/** A client with another service account in the same namespace. */
const OTHER = 'default/curl';
/** A Gateway of another team on the gateway's pods. */
const TENANT = 'test/conformance/cases/fixtures/tenant-gateway.yaml';

/** A client in a locked-down namespace. */
const LOCKED = 'test-egress/curl';

const header = (text: string): string[] => ['--header', text];

const SOURCES = 'The sources of a route reach its host through the gateway.';
const ofCnn = [
  request(LOCKED, cnnHttp).goesThrough('outbound|80||edition.cnn.com'),
  request(LOCKED, cnnTls).goesThrough('outbound|443||edition.cnn.com'),
];

const allowed: readonly Group<Expectation>[] = [
  {
    because: SOURCES,
    expect: [
      ...ofCnn,
      request(REPORTS, cnnTls).goesThrough('outbound|443||edition.cnn.com'),
      request(REPORTS, partner).goesThrough('outbound|80||api.example.org'),
      request(REPORTS, partnerTls).goesThrough('outbound|443||api.example.org'),
    ],
  },
  {
    because: 'Every workload with a mesh identity reaches the host of a route with anyAuthenticated.',
    expect: [LOCKED, REPORTS, OTHER].map((client) => request(client, all).goesThrough('outbound|443||www.example.com')),
  },
  {
    because: 'Upper case and the port of the route in the Host identify the same host.',
    expect: [
      request(LOCKED, 'http://EDITION.cnn.com/').goesThrough('outbound|80||edition.cnn.com'),
      request(LOCKED, cnnHttp, '--header', 'host: edition.cnn.com:80').goesThrough('outbound|80||edition.cnn.com'),
      request(REPORTS, 'http://api.example.org:80/v1/', '--header', 'host: api.example.org:80').goesThrough(
        'outbound|80||api.example.org',
      ),
    ],
  },
  {
    because: 'The gateway removes headers that a server could read as another method or path.',
    closes: ['B39'],
    expect: [
      'x-http-method-override',
      'x-original-url',
      'x_http_method_override',
      'x-http_method-override',
      'forwarded',
    ].map((name) =>
      losing(request(REPORTS, partner, ...header(`${name}: x`)).goesThrough('outbound|80||api.example.org'), name),
    ),
  },
  {
    because: 'No proxy on the path accepts an upgrade.',
    expect: [
      request(
        LOCKED,
        cnnHttp,
        '--http1.1',
        ...header('connection: Upgrade'),
        ...header('upgrade: websocket'),
      ).isAnswered(503),
    ],
  },
  {
    because: 'An escaped slash is allowed in a query, and in a path if the route allows every path.',
    expect: [
      request(REPORTS, `${partner}?next=..%2fv2`).goesThrough('outbound|80||api.example.org'),
      request(LOCKED, 'http://edition.cnn.com/a%2fb').goesThrough('outbound|80||edition.cnn.com'),
    ],
  },
];

const dialled = ['--connect-to', '::istio-egressgateway.istio-system.svc.cluster.local:'];

const NO_SOURCES =
  'The gateway refuses clients that are no source of the route, also sources of another port of its host.';
const cnnOfOthers = [
  request(REPORTS, cnnHttp).isRefusedByPolicy(),
  request(OTHER, cnnHttp).isRefusedByPolicy(),
  request(OTHER, cnnTls).isRefusedByPolicy(),
];

const refused: readonly Group<Expectation>[] = [
  { because: NO_SOURCES, closes: ['B12', 'B13'], expect: cnnOfOthers },
  {
    because: 'The gateway distinguishes the service accounts of one namespace, on the HTTP port and on the TLS port.',
    closes: ['B13', 'B14', 'B47'],
    expect: [
      request(OTHER, partner).isRefusedByPolicy(),
      request(LOCKED, partner).isRefusedByPolicy(),
      request(OTHER, partnerTls).isRefusedInHandshake(),
      request(LOCKED, partnerTls).isRefusedInHandshake(),
    ],
  },
  {
    because:
      'The gateway refuses methods and paths that the route does not allow, also after normalization of the path.',
    closes: ['B39'],
    expect: [
      request(REPORTS, partner, '--request', 'POST').isRefusedByPolicy(),
      request(REPORTS, 'http://api.example.org/v2/').isRefusedByPolicy(),
      request(REPORTS, 'http://api.example.org/').isRefusedByPolicy(),
      request(REPORTS, 'http://api.example.org/v1/../v2/', '--path-as-is').isRefusedByPolicy(),
      request(REPORTS, 'http://api.example.org/v1/%2e%2e/v2/', '--path-as-is').isRefusedByPolicy(),
      request(REPORTS, 'http://api.example.org/v1/..;/v2/', '--path-as-is').isRefusedByPolicy(),
      request(REPORTS, 'http://api.example.org/v1/..%3b/v2/', '--path-as-is').isRefusedByPolicy(),
      request(REPORTS, 'http://api.example.org/v1/%2e%2e;/v2/', '--path-as-is').isRefusedByPolicy(),
    ],
  },
  {
    because: 'The gateway refuses escaped slashes in paths, which servers interpret differently.',
    closes: ['B39'],
    expect: ['..%2fv2/', '..%2Fv2/', '..%5cv2/'].map((path) =>
      request(REPORTS, `http://api.example.org/v1/${path}`, '--path-as-is').isAnswered(
        400,
        'path_normalization_failed',
      ),
    ),
  },
  {
    because: 'The gateway refuses a Host that is not the allowed host, such as that of another route.',
    closes: ['B9'],
    expect: [request(REPORTS, 'http://api.example.org/v1/', '--header', 'host: edition.cnn.com').isRefusedByPolicy()],
  },
  {
    because: 'The gateway refuses a Host with a trailing dot or another port, and one that only begins like the host.',
    closes: ['B40'],
    expect: [
      request(LOCKED, cnnHttp, '--header', 'host: edition.cnn.com.').isRefusedByPolicy(),
      request(REPORTS, partner, '--header', 'host: api.example.org.').isRefusedByPolicy(),
      ...['81', '80.edition.cnn.com', 'x'].map((port) =>
        request(REPORTS, partner, ...header(`host: api.example.org:${port}`)).isRefusedByPolicy(),
      ),
    ],
  },
  {
    because:
      "A Gateway of another team on the gateway's pods routes no request to a host that its sender may not call.",
    closes: ['B18'],
    expect: [request(REPORTS, 'http://door.example.net/v1/').isRefusedByPolicy()],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [request('test-egress/plain', cnnTls).isBlocked(7)],
  },
  {
    because: 'The gateway accepts no connection without a certificate of the mesh.',
    closes: ['B11'],
    expect: [
      request('test-egress/plain', all, ...dialled).isBlocked(),
      request('default/plain', all, ...dialled).isBlocked(),
      request('default/plain', partner, ...dialled).isBlocked(),
    ],
  },
];

const never: Group<Request> = {
  because: 'A refused request has no direct way, also while the gateway restarts.',
  closes: ['B33'],
  expect: [request(OTHER, cnnHttp), request(OTHER, cnnTls), request(LOCKED, partner)],
};

/** Requests to which no route applies: HTTP/1.0, another port, another Host, and no SNI. */
const unknown = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation>[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) => [
      request(client, cnnHttp, '--http1.0'),
      request(client, 'http://edition.cnn.com:8080/'),
      request(client, cnnHttp, ...header('host: other.example.net')),
      request(client, 'https://203.0.113.10/', '--insecure'),
    ]),
    ['B10', 'B20'],
  );

export const sources = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `Only the sources of a route leave through the gateway, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    {
      title: 'The manifests are applied beside a Gateway of another team',
      kubectl: [`apply -f ${TENANT}`],
      apply: 'main',
      expect: [...allowed, ...refused, ...unknown(outboundTrafficPolicy)],
    },
    {
      title: 'The gateway restarts',
      restart: 'istio-system/istio-egressgateway',
      neverDirectly: never,
      expect: [
        { because: SOURCES, expect: ofCnn },
        { because: NO_SOURCES, closes: ['B12', 'B13'], expect: cnnOfOthers },
      ],
    },
    {
      title: 'Every policy that allows a request is deleted',
      kubectl: ['edition-cnn-com', 'api-example-org', 'www-example-com'].map(
        (host) => `delete authorizationpolicy -n istio-system egress-allow-${host}`,
      ),
      restart: 'istio-system/istio-egressgateway',
      neverDirectly: never,
      expect: [
        {
          because: 'The default deny policy of the gateway refuses every request that no other policy allows.',
          closes: ['B12'],
          expect: [
            request(LOCKED, cnnHttp).isRefusedByPolicy(),
            request(LOCKED, cnnTls).isRefusedByPolicy(),
            request(REPORTS, partner).isRefusedByPolicy(),
            request(OTHER, all).isRefusedByPolicy(),
          ],
        },
      ],
    },
    { title: 'The manifests are deleted', kubectl: [`delete -f ${TENANT}`], delete: 'main' },
  ],
}));
