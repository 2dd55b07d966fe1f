import { ConformanceCase, request, tcpRequest } from '../../test/conformance/cases/case';
import { GatewayLockdown } from '../../test/conformance/cases/gateway-lockdown';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';
import { pod } from '../../test/conformance/cases/tenant-objects';
import { creates } from '../../test/conformance/cases/wish';

const GATEWAY = 'istio-egress/egress';
const cnn = 'https://edition.cnn.com/';
const api = 'http://www.example.com/';
const db = 'http://db.example.org:5432/';
const dialled = ['--connect-to', '::egress.istio-egress.svc.cluster.local:'];

const clients = ['test-egress/curl', 'default/curl'].flatMap((client) => [
  request(client, cnn).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
  request(client, api).goesThrough('outbound|80||www.example.com', GATEWAY),
  tcpRequest(client, db).goesThrough('outbound|5432||db.example.org', GATEWAY),
]);

const strangers = [
  // A client that no lockdown and no client namespace admits: every connection is refused.
  request('databases/server', cnn, ...dialled).isBlocked(7),
  request('databases/server', api, ...dialled).isBlocked(7),
  request('databases/server', 'http://egress.istio-egress.svc.cluster.local:15020/stats/prometheus').isBlocked(),
  // A client, on a port of no route.
  request('default/plain', 'http://egress.istio-egress.svc.cluster.local:15090/stats/prometheus').isBlocked(),
];

/** Requests from inside the gateway's pod that bypass the proxy. */
const fromThePod = [
  request(GATEWAY, 'http://server.databases:5432/').isBlocked(7),
  request(GATEWAY, 'http://server.test-egress:8000/').isBlocked(7),
  request(GATEWAY, 'https://kubernetes.default/', '--insecure').isBlocked(7),
  request(GATEWAY, 'http://169.254.169.254/').isBlocked(7),
  request(GATEWAY, 'http://203.0.113.10:8080/').isBlocked(7),
  request(GATEWAY, 'http://203.0.113.10/').isBlocked(7),
];

/** Pods on the node's network, to which no NetworkPolicy applies. */
const onTheNode = ['istio-egress', 'payments'].map((namespace) =>
  creates(`a pod on the node's network in ${namespace}`, {
    ...pod({ hostNetwork: true }),
    metadata: { name: 'it', namespace, labels: { 'sidecar.istio.io/inject': 'false' } },
  })
    .by()
    .isRefused('violates PodSecurity'),
);

export const cases: readonly ConformanceCase[] = [
  {
    title: 'closed from both sides',
    stages: [
      {
        title: 'applied',
        apply: 'main',
        running: ['istio-egress', 'istio=dedicated-egress'],
        expect: [...clients, ...strangers, ...fromThePod],
        wishes: onTheNode,
      },
      {
        title: 'while the gateway restarts',
        restart: GATEWAY,
        neverDirectly: [request('test-egress/curl', cnn), request('default/curl', api)],
        expect: [...clients, ...fromThePod.slice(0, 1)],
      },
      { title: 'deleted', delete: 'main', expect: [request('databases/server', cnn).goesDirectly()] },
    ],
  },
];

const labels = { istio: 'dedicated-egress' };

export const lockdowns: readonly Lockdown[] = ['payments', 'test-egress'].map((namespace) => ({
  program: 'main',
  namespace,
  gateway: { namespace: 'istio-egress', labels },
  allows: DEFAULT_ALLOWS,
}));

export const gatewayLockdowns: readonly GatewayLockdown[] = [
  {
    program: 'main',
    gateway: { namespace: 'istio-egress', labels },
    clients: ['default', 'payments', 'test-egress'],
    ports: ['8080/TCP', '8443/TCP'],
    outside: ['443/TCP', '5432/TCP', '8443/TCP'],
    addresses: [['10.20.0.15', '5432/TCP']],
  },
];
