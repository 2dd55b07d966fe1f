import { ConformanceCase, Expectation, request, unlogged } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const http = 'http://edition.cnn.com/politics';
const https = 'https://edition.cnn.com/politics';

const principal = (client: string, account = 'default'): string =>
  `"source_principal":"spiffe://cluster.local/ns/${client.split('/')[0]}/sa/${account}"`;

const logged: readonly Expectation[] = ['default/curl', 'test-egress/curl'].flatMap((client) => [
  request(client, http).goesThrough(principal(client)),
  request(client, http).goesThrough('"upstream_cluster":"outbound|80||edition.cnn.com"'),
  request(client, http, '--header', 'host: edition.cnn.com:80').goesThrough(principal(client)),
  request(client, https).goesThrough(principal(client)),
  request(client, https).goesThrough('"requested_server_name":"edition.cnn.com"'),
]);

const narrowed: readonly Expectation[] = [
  // The client is no source, so its sidecar does not import the host, and refuses the request, also under ALLOW_ANY.
  request('default/curl', 'https://www.example.com/').isBlocked(),
  request('default/curl', 'http://api.example.org/').isAnswered(502),
  request('default/curl', 'https://api.example.org/').isBlocked(),
  // Services of the mesh: only those in `additionalHosts`.
  request('default/curl', 'http://server.databases:8000/').goesDirectly(),
  request('default/curl', 'http://server.test-egress:8000/').isAnswered(502),
];

const locked: readonly Expectation[] = [
  request('test-egress/curl', 'https://www.example.com/').goesThrough('"requested_server_name":"www.example.com"'),
  // The sidecar sends the request, and the lockdown closes the connection.
  request('test-egress/curl', 'https://api.example.org/').isBlocked(),
  request('test-egress/curl', 'http://api.example.org/').isBlocked(),
  request('test-egress/plain', 'https://www.example.com/').isBlocked(7),
];

const refused: readonly Expectation[] = [
  // A trailing dot makes another Host.
  request('default/curl', http, '--header', 'host: edition.cnn.com.').isRefusedByPolicy(principal('default/curl')),
  // The log also has the refused callers.
  ...[http, https].map((url) =>
    request('default/reports', url).isRefusedByPolicy(principal('default/reports', 'reports')),
  ),
];

const inJson = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `the gateway's log, and sidecars that import the hosts that they need, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [{ title: 'applied', apply: 'main', expect: [...logged, ...narrowed, ...locked, ...refused] }],
}));

/** The gateway logs in a mesh whose other proxies log nothing. The lines are those of Istio's task. */
const inText: ConformanceCase = {
  title: "the gateway's log, in a mesh without one",
  accessLog: false,
  stages: [
    {
      title: 'applied',
      apply: 'text',
      expect: ['default/curl', 'test-egress/curl'].flatMap((client) => [
        unlogged(request(client, http).goesThrough('outbound|80||edition.cnn.com')),
        unlogged(request(client, https).goesThrough('outbound|443||edition.cnn.com')),
      ]),
    },
  ],
};

export const cases: readonly ConformanceCase[] = [...inJson, inText];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
