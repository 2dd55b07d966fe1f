/**
 * Attempts of pods to bypass the gateway. An attempt that the lockdown stops also runs in a namespace without a lockdown. The
 * attempt succeeds there, so the lockdown is the reason.
 */
import { ConformanceCase, datagram, Expectation, ofNoRoute, request, Stage } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { applied, onlyWithoutLockdown, taken } from './case-fixtures';

const http = 'http://edition.cnn.com/';
const tls = 'https://edition.cnn.com/';

/** Clients in a locked-down namespace: a source of edition.cnn.com, and a pod without a sidecar. */
const LOCKED = 'test-egress/curl';
const LOCKED_PLAIN = 'test-egress/plain';
/** The same in a namespace without a lockdown. Neither client is a source. */
const FREE = 'default/curl';
const FREE_PLAIN = 'default/plain';
const ALL = [FREE, FREE_PLAIN, LOCKED, LOCKED_PLAIN];

const METADATA = 'http://169.254.169.254/latest/meta-data/';
const GATEWAY = 'istio-egressgateway.istio-system.svc.cluster.local';

const UDP = ['203.0.113.10:443', '203.0.113.10:53'];

const udp: readonly Group<Expectation>[] = [
  {
    because: 'Sidecars redirect TCP only, and the lockdown drops UDP to external addresses.',
    closes: ['B5', 'B6'],
    expect: [LOCKED, LOCKED_PLAIN].flatMap((client) => UDP.map((to) => datagram(client, to).isBlocked())),
  },
  {
    because: 'UDP leaves directly from a namespace without a lockdown, also from pods with a sidecar.',
    expect: [FREE, FREE_PLAIN].flatMap((client) => UDP.map((to) => datagram(client, to).goesDirectly())),
  },
];

const metadata: readonly Group<Expectation>[] = [
  {
    because: 'The lockdown blocks the metadata address of the cloud for a pod without a sidecar.',
    closes: ['B27'],
    expect: [request(LOCKED_PLAIN, METADATA).isBlocked(7)],
  },
  {
    because: 'The metadata address is open to a pod without a sidecar in a namespace without a lockdown.',
    expect: [request(FREE_PLAIN, METADATA).goesDirectly()],
  },
];

/** A Service of the client's namespace. The lockdown closes this namespace as any other. */
const OWN_SERVER = 'http://server.test-egress:8000/';

/** Pods and ports of the cluster that could forward a request. */
const hops: readonly Group<Expectation>[] = [
  {
    because: 'The lockdown allows one port of istiod, and blocks its other ports.',
    closes: ['B22'],
    expect: ['15010', '15014', '15017', '8080'].map((port) =>
      request(LOCKED_PLAIN, `http://istiod.istio-system:${port}/`).isBlocked(7),
    ),
  },
  {
    because: 'The lockdown blocks the API server, which can connect to pods and Services for its callers.',
    closes: ['B26'],
    expect: [request(LOCKED_PLAIN, 'https://kubernetes.default/version').isBlocked(7)],
  },
  {
    because: 'The lockdown blocks pods of other namespaces, which could forward a request.',
    closes: ['B31'],
    expect: [
      request(LOCKED_PLAIN, 'http://server.databases:8000/').isBlocked(7),
      request(LOCKED, 'http://server.databases:8000/').isBlocked(),
    ],
  },
  {
    because: 'Pods of other namespaces are open to a namespace without a lockdown.',
    expect: [request(FREE_PLAIN, 'http://server.databases:8000/').goesDirectly()],
  },
];

const otherAddresses: readonly Group<Expectation>[] = [
  {
    because: 'The gateway resolves the requested host itself, whatever address the client connects to.',
    closes: ['B10'],
    expect: [
      request(LOCKED, 'http://203.0.113.99/', '--header', 'host: edition.cnn.com').goesThrough('203.0.113.10:80'),
      request(LOCKED, tls, '--connect-to', '::203.0.113.99:').goesThrough('203.0.113.10:443'),
    ],
  },
  {
    because:
      'The gateway cannot see the Host inside the TLS of a client, and sends the connection to the declared host.',
    remains: ['B9'],
    expect: [request(LOCKED, tls, '--header', 'host: b.example.net').goesThrough('203.0.113.10:443')],
  },
];

const atTheGateway: readonly Group<Expectation>[] = [
  {
    because: 'The gateway is no forward proxy for undeclared hosts.',
    closes: ['B21'],
    expect: ALL.flatMap((client) => [
      request(client, 'http://b.example.net/', '--proxy', `http://${GATEWAY}:80`).isBlocked(),
      request(client, 'https://b.example.net/', '--proxy', `http://${GATEWAY}:80`).isBlocked(),
    ]),
  },
  {
    because: 'The gateway accepts no connection without a certificate of the mesh.',
    closes: ['B11'],
    expect: [FREE_PLAIN, LOCKED_PLAIN].flatMap((client) => [
      request(client, tls, '--insecure', '--connect-to', `::${GATEWAY}:443`).isBlocked(),
      request(client, tls, '--insecure', '--connect-to', `::${GATEWAY}:80`).isBlocked(),
    ]),
  },
  {
    because: 'The gateway identifies callers by their certificates, not by headers of a request.',
    closes: ['B11'],
    expect: [
      request(
        FREE,
        http,
        '--header',
        'x-forwarded-client-cert: By=spiffe://x;URI=spiffe://cluster.local/ns/test-egress/sa/default',
      ).isRefusedByPolicy(),
    ],
  },
];

const toEveryHost = (app: string): (readonly [string, string])[] =>
  [http, tls, 'https://b.example.net/'].map((url) => [app, url]);

const pods: Stage = {
  title: 'Pods whose traffic is not redirected to their sidecars are created',
  kubectl: applied('pods-around-sidecars'),
  expect: [
    ...onlyWithoutLockdown(
      ['B2'],
      'The lockdown blocks pods whose annotations exclude their traffic from the sidecar.',
      ['excluded', 'included'].flatMap(toEveryHost),
    ),
    ...onlyWithoutLockdown(
      ['B3'],
      'The lockdown blocks a process that runs as the user of the proxy.',
      toEveryHost('as-proxy'),
    ),
  ],
};

const labels: Stage = {
  title: 'The locked-down namespace receives the labels of the namespaces that a lockdown may allow',
  kubectl: [...taken('pods-around-sidecars'), 'label namespace test-egress istio=system kube-system=true gateway=true'],
  expect: [
    {
      because: 'The lockdown selects its peers by labels that a team cannot set, so labels open nothing.',
      closes: ['B23'],
      expect: [http, tls, 'http://server.databases:8000/', OWN_SERVER].map((url) =>
        request(LOCKED_PLAIN, url).isBlocked(7),
      ),
    },
  ],
};

export const bypasses: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((mode) => ({
  title: `Pods cannot bypass the gateway, under ${mode}`,
  outboundTrafficPolicy: mode,
  stages: [
    {
      title: 'The manifests are applied',
      apply: 'main',
      expect: [
        ...udp,
        ...metadata,
        ...ofNoRoute(mode, FREE, [request(FREE, METADATA), request(LOCKED, METADATA)], ['B27']),
        ...hops,
        ...otherAddresses,
        ...atTheGateway,
      ],
    },
    pods,
    labels,
    {
      title: 'The manifests are deleted',
      kubectl: ['label namespace test-egress istio- kube-system- gateway-'],
      delete: 'main',
    },
  ],
}));
