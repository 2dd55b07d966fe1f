import { ConformanceCase, Expectation, request, tcpRequest } from '../../test/conformance/cases/case';
import { GatewayLockdown } from '../../test/conformance/cases/gateway-lockdown';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';
import { pod } from '../../test/conformance/cases/tenant-objects';
import { connections } from '../../test/conformance/cases/truth-table';
import { tenantsUpstream } from '../../test/conformance/cases/upstream';
import { creates, Wish } from '../../test/conformance/cases/wish';

const GATEWAY = 'istio-egress/egress';
const cnn = 'https://edition.cnn.com/';
const api = 'http://www.example.com/';
const db = 'http://db.example.org:5432/';
const dialled = ['--connect-to', '::egress.istio-egress.svc.cluster.local:'];

const clients: Group<Expectation> = {
  because: 'The policies admit the clients to the gateway, and the gateway to the hosts of its routes.',
  expect: ['test-egress/curl', 'default/curl'].flatMap((client) => [
    request(client, cnn).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
    request(client, api).goesThrough('outbound|80||www.example.com', GATEWAY),
    tcpRequest(client, db).goesThrough('outbound|5432||db.example.org', GATEWAY),
  ]),
};

const strangers: readonly Group<Expectation>[] = [
  {
    because: "The policy on the gateway's pods refuses every connection of a namespace that is no client.",
    closes: ['B30'],
    expect: [
      request('databases/server', cnn, ...dialled).isBlocked(7),
      request('databases/server', api, ...dialled).isBlocked(7),
      request('databases/server', 'http://egress.istio-egress.svc.cluster.local:15020/stats/prometheus').isBlocked(),
    ],
  },
  {
    because: "The policy on the gateway's pods admits clients to the ports of routes only.",
    expect: [
      request('default/plain', 'http://egress.istio-egress.svc.cluster.local:15090/stats/prometheus').isBlocked(),
    ],
  },
];

/** A request from inside the gateway's pod that bypasses the proxy. */
const toDatabases = request(GATEWAY, 'http://server.databases:5432/').isBlocked(7);

const NO_WAY_INSIDE =
  "The policy on the gateway's pods allows no destination inside the cluster except DNS and istiod.";

const fromThePod: readonly Group<Expectation>[] = [
  {
    because: NO_WAY_INSIDE,
    expect: [
      toDatabases,
      request(GATEWAY, 'http://server.test-egress:8000/').isBlocked(7),
      request(GATEWAY, 'https://kubernetes.default/', '--insecure').isBlocked(7),
    ],
  },
  {
    because: "The policy on the gateway's pods denies the metadata address of the cloud.",
    closes: ['B27'],
    expect: [request(GATEWAY, 'http://169.254.169.254/').isBlocked(7)],
  },
  {
    because: "The policy on the gateway's pods allows the ports of routes only, also to external addresses.",
    expect: [
      request(GATEWAY, 'http://203.0.113.10:8080/').isBlocked(7),
      request(GATEWAY, 'http://203.0.113.10/').isBlocked(7),
    ],
  },
];

const onTheNode: Group<Wish> = {
  because: "Pod Security refuses pods on the node's network, to which no NetworkPolicy applies.",
  closes: ['B4'],
  expect: ['istio-egress', 'payments'].map((namespace) =>
    creates(`a pod on the node's network in ${namespace}`, {
      ...pod({ hostNetwork: true }),
      metadata: { name: 'it', namespace, labels: { 'sidecar.istio.io/inject': 'false' } },
    })
      .by()
      .isRefused('violates PodSecurity'),
  ),
};

const GATEWAY_POD = 'istio-egress/gateway';
const PRIVATE = ['a private address', 'a private address, second range', 'a private address, third range'];

/** Denied connections of the gateway's pods, by the ways around the gateway that they close. */
const denies: readonly Group<string>[] = [
  {
    because: "The policy on the gateway's pods denies the metadata address of the cloud, also behind NAT64.",
    closes: ['B27'],
    expect: ['cloud metadata', 'cloud metadata behind NAT64'].flatMap((address) =>
      connections(`${GATEWAY_POD} to ${address}`, '80/TCP', '443/TCP'),
    ),
  },
  {
    because: "The policy on the gateway's pods denies private addresses and those of carriers.",
    closes: ['B28'],
    expect: [...PRIVATE, "a carrier's address"].flatMap((address) =>
      connections(`${GATEWAY_POD} to ${address}`, '443/TCP', '5432/TCP', '8443/TCP'),
    ),
  },
  {
    because: "The policy on the gateway's pods denies the metadata address and private addresses in IPv6 too.",
    closes: ['B7'],
    expect: [
      ...connections(`${GATEWAY_POD} to cloud metadata, IPv6`, '80/TCP', '443/TCP'),
      ...connections(`${GATEWAY_POD} to a private address, IPv6`, '443/TCP', '5432/TCP'),
    ],
  },
];

export const cases: readonly ConformanceCase[] = [
  {
    title: "The lockdown of the gateway's pods closes both directions",
    stages: [
      {
        title: 'The manifests are applied',
        apply: 'main',
        running: ['istio-egress', 'istio=dedicated-egress'],
        expect: [clients, ...strangers, ...fromThePod],
        wishes: [onTheNode],
      },
      {
        title: 'The gateway restarts',
        restart: GATEWAY,
        neverDirectly: {
          because: 'Routes and lockdowns are in force while the gateway restarts.',
          expect: [request('test-egress/curl', cnn), request('default/curl', api)],
        },
        expect: [clients, { because: NO_WAY_INSIDE, expect: [toDatabases] }],
      },
      {
        title: 'The manifests are deleted',
        delete: 'main',
        expect: [
          {
            because: 'Without the policies, a pod without a sidecar leaves directly.',
            expect: [request('databases/server', cnn).goesDirectly()],
          },
        ],
      },
    ],
  },
  {
    title:
      'No object without a workloadSelector changes how the gateway connects to hosts, in its own namespace either',
    stages: [
      { title: 'The manifests are applied', apply: 'main' },
      ...tenantsUpstream('istio-egress', [
        {
          because: 'In one namespace, a DestinationRule that selects the pods of the gateway takes precedence.',
          closes: ['B17'],
          expect: clients.expect,
        },
      ]),
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
    denies,
  },
];
