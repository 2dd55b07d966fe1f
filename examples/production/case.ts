import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { losing } from '../../test/conformance/cases/expected';
import { GatewayLockdown } from '../../test/conformance/cases/gateway-lockdown';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';
import { tenantsUpstream } from '../../test/conformance/cases/upstream';
import { istio, labelled, pod } from '../../test/conformance/cases/tenant-objects';
import { asks, creates, Wish } from '../../test/conformance/cases/wish';
import { partnerCertificate } from '../../test/conformance/cases/secret';

const GATEWAY = 'istio-egress/egress';
const cnn = 'https://edition.cnn.com/politics';
const partner = 'http://private.example.org/v1/orders';

const TEAM = 'test-egress/curl';
const OTHERS = 'default/curl';

/** Lines of the access log for the team. */
const principal = '"source_principal":"spiffe://cluster.local/ns/test-egress/sa/default"';

const allowed: readonly Group<Expectation>[] = [
  {
    because: 'The team reaches its hosts through the gateway, which logs the caller and the host.',
    closes: ['B44'],
    expect: [
      request(TEAM, cnn).goesThrough(principal, GATEWAY),
      request(TEAM, cnn).goesThrough('"requested_server_name":"edition.cnn.com"', GATEWAY),
      request(TEAM, 'https://www.example.com/').goesThrough('outbound|443||www.example.com', GATEWAY),
      request(TEAM, partner).goesThrough(principal, GATEWAY),
      request(TEAM, partner).goesThrough('outbound|80||private.example.org', GATEWAY),
    ],
  },
  {
    because: 'The route allows the methods and paths of the partner, with and without a port in the Host.',
    expect: [
      request(TEAM, partner, '--header', 'host: private.example.org:80').goesThrough(principal, GATEWAY),
      request(TEAM, partner, '--data', 'an order').goesThrough(principal, GATEWAY),
    ],
  },
  {
    because: 'The gateway removes a header that a server could read as another method.',
    closes: ['B39'],
    expect: [
      losing(
        request(TEAM, partner, '--header', 'x_http_method_override: DELETE').goesThrough(principal, GATEWAY),
        'x_http_method_override',
      ),
    ],
  },
  {
    because: 'The lockdown and the sidecars allow the own namespace and one port of the databases.',
    expect: [
      request(TEAM, 'http://server.databases:5432/').goesDirectly(),
      request(TEAM, 'http://server.test-egress:8000/').goesDirectly(),
    ],
  },
];

const gateway = { namespace: 'istio-egress', labels: { istio: 'dedicated-egress' } };

const dialled = ['--connect-to', '::egress.istio-egress.svc.cluster.local:'];

const refused: readonly Group<Expectation>[] = [
  {
    because: 'The gateway refuses methods, paths and Hosts that the route does not allow.',
    closes: ['B39', 'B40'],
    expect: [
      request(TEAM, partner, '--request', 'DELETE').isRefusedByPolicy(),
      request(TEAM, 'http://private.example.org/v2').isRefusedByPolicy(),
      request(TEAM, partner, '--header', 'host: private.example.org.').isRefusedByPolicy(),
      request(TEAM, 'http://private.example.org/v1/..%2fv2', '--path-as-is').isAnswered(
        400,
        'path_normalization_failed',
      ),
    ],
  },
  {
    because: 'The sidecar refuses hosts and Services that its Sidecar object does not import.',
    expect: [
      request(TEAM, 'https://api.example.org/').isBlocked(),
      request(TEAM, 'http://istio-egressgateway.istio-system/').isAnswered(502),
      request(TEAM, 'http://api.example.org/').isAnswered(502),
    ],
  },
  {
    because: 'The gateway refuses clients that are no source of a route.',
    expect: [
      request(OTHERS, cnn).isRefusedByPolicy(),
      request(OTHERS, 'https://www.example.com/').isRefusedByPolicy(),
      request(OTHERS, partner).isRefusedByPolicy(),
    ],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [request('test-egress/plain', cnn).isBlocked(7)],
  },
  {
    because: 'The lockdown allows one port of the databases, and blocks their other ports.',
    closes: ['B31'],
    expect: [
      request(TEAM, 'http://server.databases:8000/').isBlocked(),
      request('test-egress/plain', 'http://server.databases:8000/').isBlocked(7),
    ],
  },
  {
    because: 'The gateway accepts no connection without a certificate of the mesh.',
    expect: [
      request('test-egress/plain', cnn, ...dialled).isBlocked(),
      request('test-egress/plain', partner, ...dialled).isBlocked(),
    ],
  },
];

const servers = [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }];

/** Objects of tenants: one for each policy, and one with a host of this gateway. */
const wishes: readonly Group<Wish>[] = [
  {
    because: 'The admission policies admit a pod that changes nothing of its sidecar.',
    expect: [creates('a pod with one container', pod()).isAdmitted()],
  },
  {
    because: 'The admission policies refuse a pod without a sidecar.',
    expect: [
      creates('a pod without a sidecar', labelled('sidecar.istio.io/inject', 'false')).isRefused(
        'must have the containers that Istio injects',
      ),
    ],
  },
  {
    because: 'The admission policies refuse objects that change the traffic of this gateway.',
    closes: ['B17', 'B18'],
    expect: [
      creates(
        'a Gateway on the pods of the gateway',
        istio('Gateway', { selector: gateway.labels, servers }),
      ).isRefused('a Gateway cannot select pods of an egress gateway'),
      creates(
        'a DestinationRule for the Service of the gateway',
        istio('DestinationRule', { host: 'egress.istio-egress.svc.cluster.local' }),
      ).isRefused('host of a DestinationRule must be a Service'),
    ],
  },
];

/** What istiod asks the API server before it sends a Secret to the gateway. */
const secrets: Group<Wish> = {
  because: 'The RBAC of the library allows the gateway to read the Secrets of its namespace.',
  expect: [
    asks("the Secrets of the gateway's namespace", 'auth', 'can-i', 'list', 'secrets', '-n', 'istio-egress')
      .by('system:serviceaccount:istio-egress:egress')
      .isAdmitted(),
  ],
};

/** The policies of the example `admission`, for another gateway. */
const ADMISSION = {
  ValidatingAdmissionPolicy: 'admission/main',
  ValidatingAdmissionPolicyBinding: 'admission/main',
};

const recommended = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `The recommended setup works with all of its objects, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    {
      title: 'The manifests are applied after the Secret of the partner',
      kubectl: ['create namespace istio-egress', partnerCertificate('istio-egress', 'partner-client')],
      apply: 'main',
      running: ['istio-egress', 'istio=dedicated-egress'],
      expect: [...allowed, ...refused],
      wishes: [...wishes, secrets],
      provenIn: ADMISSION,
    },
    {
      title: 'The gateway restarts',
      restart: GATEWAY,
      neverDirectly: {
        because: 'Routes and lockdowns are in force while the gateway restarts.',
        expect: [request(TEAM, cnn), request(TEAM, partner), request(OTHERS, cnn)],
      },
      expect: [...allowed, ...refused],
    },
  ],
}));

/** Objects from before the admission policies, or of a subject that the policies trust. */
const unchanged: readonly Group<Expectation>[] = [
  {
    because: 'The gateway connects to a host as its DestinationRule states, whatever other objects state.',
    closes: ['B17'],
    expect: [
      request(TEAM, cnn).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
      request(TEAM, partner).goesThrough('outbound|80||private.example.org', GATEWAY),
    ],
  },
];

export const cases: readonly ConformanceCase[] = [
  ...recommended,
  {
    title: 'No other object changes how the gateway connects to hosts with TLS',
    stages: [
      {
        title: 'The manifests are applied after the Secret of the partner',
        kubectl: ['create namespace istio-egress', partnerCertificate('istio-egress', 'partner-client')],
        apply: 'main',
      },
      ...tenantsUpstream('test-egress', unchanged),
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'main',
    namespace: 'test-egress',
    gateway,
    allows: [...DEFAULT_ALLOWS, ['own namespace', '*'], ['other namespace', '5432/TCP']],
  },
];

export const gatewayLockdowns: readonly GatewayLockdown[] = [
  {
    program: 'main',
    gateway,
    clients: ['default', 'test-egress'],
    ports: ['8080/TCP', '8443/TCP'],
    outside: ['443/TCP', '9443/TCP'],
    addresses: [],
  },
];
