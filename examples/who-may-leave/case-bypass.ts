/**
 * Attempts of pods to bypass the gateway. An attempt that the lockdown stops also runs in a namespace without a lockdown. The
 * attempt succeeds there, so the lockdown is the reason.
 */
import { ConformanceCase, datagram, ofNoRoute, request, Stage } from '../../test/conformance/cases/case';
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

/** UDP requests. Sidecars redirect only TCP, so only the lockdown stops UDP. */
const udp = ALL.flatMap((client) =>
  ['203.0.113.10:443', '203.0.113.10:53'].map((to) => {
    const sent = datagram(client, to);
    return client.startsWith('default/') ? sent.goesDirectly() : sent.isBlocked();
  }),
);

/** A Service of the client's namespace. The lockdown closes this namespace as any other. */
const OWN_SERVER = 'http://server.test-egress:8000/';

/** Pods and ports of the cluster that could forward a request. */
const hops = [
  ...['15010', '15014', '15017', '8080'].map((port) =>
    request(LOCKED_PLAIN, `http://istiod.istio-system:${port}/`).isBlocked(7),
  ),
  request(LOCKED_PLAIN, 'https://kubernetes.default/version').isBlocked(7),
  request(FREE_PLAIN, 'http://server.databases:8000/').goesDirectly(),
  request(LOCKED_PLAIN, 'http://server.databases:8000/').isBlocked(7),
  request(LOCKED, 'http://server.databases:8000/').isBlocked(),
];

/** Requests that connect to one address and ask for another host. The gateway resolves the name itself. */
const otherAddresses = [
  request(LOCKED, 'http://203.0.113.99/', '--header', 'host: edition.cnn.com').goesThrough('203.0.113.10:80'),
  request(LOCKED, tls, '--connect-to', '::203.0.113.99:').goesThrough('203.0.113.10:443'),
  // Inside its own TLS a client can request any name that the host serves.
  request(LOCKED, tls, '--header', 'host: b.example.net').goesThrough('203.0.113.10:443'),
];

/** Requests to the gateway as to a forward proxy, and without a mesh certificate. */
const asProxy = ALL.flatMap((client) => [
  request(client, 'http://b.example.net/', '--proxy', `http://${GATEWAY}:80`).isBlocked(),
  request(client, 'https://b.example.net/', '--proxy', `http://${GATEWAY}:80`).isBlocked(),
]);
const withoutCertificate = [FREE_PLAIN, LOCKED_PLAIN].flatMap((client) => [
  request(client, tls, '--insecure', '--connect-to', `::${GATEWAY}:443`).isBlocked(),
  request(client, tls, '--insecure', '--connect-to', `::${GATEWAY}:80`).isBlocked(),
]);

/** Requests with forged headers. The gateway identifies callers by their certificates. */
const otherIdentity = request(
  FREE,
  http,
  '--header',
  'x-forwarded-client-cert: By=spiffe://x;URI=spiffe://cluster.local/ns/test-egress/sa/default',
).isRefusedByPolicy();

const pods: Stage = {
  title: 'pods whose traffic does not come to their sidecars',
  kubectl: applied('pods-around-sidecars'),
  expect: ['excluded', 'included', 'as-proxy'].flatMap((app) =>
    [http, tls, 'https://b.example.net/'].flatMap((url) => onlyWithoutLockdown(app, url)),
  ),
};

const labels: Stage = {
  title: 'a namespace that labels itself',
  kubectl: [...taken('pods-around-sidecars'), 'label namespace test-egress istio=system kube-system=true gateway=true'],
  expect: [http, tls, 'http://server.databases:8000/', OWN_SERVER].map((url) =>
    request(LOCKED_PLAIN, url).isBlocked(7),
  ),
};

export const bypasses: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((mode) => ({
  title: `ways around the gateway, under ${mode}`,
  outboundTrafficPolicy: mode,
  stages: [
    {
      title: 'requests',
      apply: 'main',
      expect: [
        ...udp,
        request(FREE_PLAIN, METADATA).goesDirectly(),
        request(LOCKED_PLAIN, METADATA).isBlocked(7),
        ...ofNoRoute(mode, FREE, [request(FREE, METADATA), request(LOCKED, METADATA)]),
        ...hops,
        ...otherAddresses,
        ...asProxy,
        ...withoutCertificate,
        otherIdentity,
      ],
    },
    pods,
    labels,
    { title: 'deleted', kubectl: ['label namespace test-egress istio- kube-system- gateway-'], delete: 'main' },
  ],
}));
