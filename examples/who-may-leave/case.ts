import { ConformanceCase, Expectation, losing, ofNoRoute, request } from '../../test/conformance/cases/case';
import { bypasses } from './case-bypass';
import { tenants } from './case-tenants';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

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

const allowed: readonly Expectation[] = [
  request(LOCKED, cnnHttp).goesThrough('outbound|80||edition.cnn.com'),
  request(LOCKED, cnnTls).goesThrough('outbound|443||edition.cnn.com'),
  request(REPORTS, cnnTls).goesThrough('outbound|443||edition.cnn.com'),
  request(REPORTS, partner).goesThrough('outbound|80||api.example.org'),
  request(REPORTS, partnerTls).goesThrough('outbound|443||api.example.org'),
  // Upper case and a port in the Host identify the same host.
  request(LOCKED, 'http://EDITION.cnn.com/').goesThrough('outbound|80||edition.cnn.com'),
  request(LOCKED, cnnHttp, '--header', 'host: edition.cnn.com:80').goesThrough('outbound|80||edition.cnn.com'),
  request(REPORTS, 'http://api.example.org:80/v1/', '--header', 'host: api.example.org:80').goesThrough(
    'outbound|80||api.example.org',
  ),
  ...[LOCKED, REPORTS, OTHER].map((client) => request(client, all).goesThrough('outbound|443||www.example.com')),
  // Headers that a server could read as another method or path do not reach the host.
  ...['x-http-method-override', 'x-original-url', 'x_http_method_override', 'x-http_method-override', 'forwarded'].map(
    (name) =>
      losing(request(REPORTS, partner, ...header(`${name}: x`)).goesThrough('outbound|80||api.example.org'), name),
  ),
  // No proxy on the path accepts an upgrade.
  request(LOCKED, cnnHttp, '--http1.1', ...header('connection: Upgrade'), ...header('upgrade: websocket')).isAnswered(
    503,
  ),
  // An escaped slash is allowed in a query, and if the route allows every path.
  request(REPORTS, `${partner}?next=..%2fv2`).goesThrough('outbound|80||api.example.org'),
  request(LOCKED, 'http://edition.cnn.com/a%2fb').goesThrough('outbound|80||edition.cnn.com'),
];

const dialled = ['--connect-to', '::istio-egressgateway.istio-system.svc.cluster.local:'];

const refused: readonly Expectation[] = [
  request(REPORTS, cnnHttp).isRefusedByPolicy(),
  request(OTHER, cnnHttp).isRefusedByPolicy(),
  request(OTHER, cnnTls).isRefusedByPolicy(),
  request(OTHER, partner).isRefusedByPolicy(),
  request(LOCKED, partner).isRefusedByPolicy(),
  request(OTHER, partnerTls).isRefusedByPolicy(),
  request(LOCKED, partnerTls).isRefusedByPolicy(),
  // A source, with an operation that is not allowed.
  request(REPORTS, partner, '--request', 'POST').isRefusedByPolicy(),
  request(REPORTS, 'http://api.example.org/v2/').isRefusedByPolicy(),
  request(REPORTS, 'http://api.example.org/').isRefusedByPolicy(),
  request(REPORTS, 'http://api.example.org/v1/../v2/', '--path-as-is').isRefusedByPolicy(),
  request(REPORTS, 'http://api.example.org/v1/%2e%2e/v2/', '--path-as-is').isRefusedByPolicy(),
  ...['..%2fv2/', '..%2Fv2/', '..%5cv2/'].map((path) =>
    request(REPORTS, `http://api.example.org/v1/${path}`, '--path-as-is').isAnswered(400, 'path_normalization_failed'),
  ),
  // Another Host than the allowed host, also with a trailing dot.
  request(REPORTS, 'http://api.example.org/v1/', '--header', 'host: edition.cnn.com').isRefusedByPolicy(),
  request(LOCKED, cnnHttp, '--header', 'host: edition.cnn.com.').isRefusedByPolicy(),
  request(REPORTS, partner, '--header', 'host: api.example.org.').isRefusedByPolicy(),
  // A suffix of the Host that is no port.
  ...['81', '80.edition.cnn.com', 'x'].map((port) =>
    request(REPORTS, partner, ...header(`host: api.example.org:${port}`)).isRefusedByPolicy(),
  ),
  // An allowed host, at another team's Gateway on the same pods, which would route the request to a host that is not allowed.
  request(REPORTS, 'http://door.example.net/v1/').isRefusedByPolicy(),
  // No mesh identity.
  request('test-egress/plain', cnnTls).isBlocked(7),
  request('test-egress/plain', all, ...dialled).isBlocked(),
  request('default/plain', all, ...dialled).isBlocked(),
  request('default/plain', partner, ...dialled).isBlocked(),
];

const NEVER = [request(OTHER, cnnHttp), request(OTHER, cnnTls), request(LOCKED, partner)];

/** Requests that the sidecar matches with no route: the mesh-wide default and the lockdown apply. */
const unknown = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Expectation[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) => [
      request(client, cnnHttp, '--http1.0'),
      request(client, 'http://edition.cnn.com:8080/'),
      // Another name in the Host, or no SNI.
      request(client, cnnHttp, ...header('host: other.example.net')),
      request(client, 'https://203.0.113.10/', '--insecure'),
    ]),
  );

const whoMay = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `who may leave, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    {
      title: 'applied',
      kubectl: [`apply -f ${TENANT}`],
      apply: 'main',
      expect: [...allowed, ...refused, ...unknown(outboundTrafficPolicy)],
    },
    {
      title: 'while the gateway restarts',
      restart: 'istio-system/istio-egressgateway',
      neverDirectly: NEVER,
      expect: [...allowed.slice(0, 2), ...refused.slice(0, 3)],
    },
    {
      title: 'every policy that allows something is gone',
      kubectl: ['edition-cnn-com', 'api-example-org', 'www-example-com'].map(
        (host) => `delete authorizationpolicy -n istio-system egress-allow-${host}`,
      ),
      restart: 'istio-system/istio-egressgateway',
      neverDirectly: NEVER,
      expect: [
        request(LOCKED, cnnHttp).isRefusedByPolicy(),
        request(LOCKED, cnnTls).isRefusedByPolicy(),
        request(REPORTS, partner).isRefusedByPolicy(),
        request(OTHER, all).isRefusedByPolicy(),
      ],
    },
    { title: 'deleted', kubectl: [`delete -f ${TENANT}`], delete: 'main' },
  ],
}));

const seen = [
  request(OTHER, cnnTls).goesThrough('outbound|443||edition.cnn.com'),
  request(LOCKED, all).goesThrough('outbound|443||www.example.com'),
  // The route is not visible to other namespaces. The lockdown applies under every mesh-wide default.
  request(LOCKED, cnnTls).isBlocked(),
];

export const cases: readonly ConformanceCase[] = [
  ...whoMay,
  {
    title: 'narrowed to the sources, under REGISTRY_ONLY',
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    stages: [{ title: 'applied', apply: 'narrowed', expect: [...seen, request(OTHER, all).isBlocked()] }],
  },
  {
    title: 'narrowed to the sources, under ALLOW_ANY',
    stages: [
      {
        title: 'applied: past the gateway where neither a lockdown nor REGISTRY_ONLY holds',
        apply: 'narrowed',
        expect: [...seen, request(OTHER, all).goesDirectly()],
      },
    ],
  },
  ...bypasses,
  ...tenants,
];

export const lockdowns: readonly Lockdown[] = ['main', 'narrowed'].map((program) => ({
  program,
  namespace: 'test-egress',
  gateway: INSTALLED,
  allows: DEFAULT_ALLOWS,
}));
