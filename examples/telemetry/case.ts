import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { unlogged } from '../../test/conformance/cases/expected';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const http = 'http://edition.cnn.com/politics';
const https = 'https://edition.cnn.com/politics';

const principal = (client: string, account = 'default'): string =>
  `"source_principal":"spiffe://cluster.local/ns/${client.split('/')[0]}/sa/${account}"`;

const CLIENTS = ['default/curl', 'test-egress/curl'];

const logged: readonly Group<Expectation>[] = [
  {
    because: 'The log of the gateway has the caller and the host of each HTTP request.',
    closes: ['B44'],
    expect: CLIENTS.flatMap((client) => [
      request(client, http).goesThrough(principal(client)),
      request(client, http).goesThrough('"upstream_cluster":"outbound|80||edition.cnn.com"'),
      request(client, http, '--header', 'host: edition.cnn.com:80').goesThrough(principal(client)),
    ]),
  },
  {
    because: 'The log of the gateway has the caller and the requested SNI of each TLS connection.',
    closes: ['B44'],
    expect: CLIENTS.flatMap((client) => [
      request(client, https).goesThrough(principal(client)),
      request(client, https).goesThrough('"requested_server_name":"edition.cnn.com"'),
    ]),
  },
  {
    because: 'The log of the gateway has the caller of each refused request.',
    closes: ['B44'],
    expect: [http, https].map((url) =>
      request('default/reports', url).isRefusedByPolicy(principal('default/reports', 'reports')),
    ),
  },
  {
    because: 'A trailing dot makes another Host, which the policy of the route refuses.',
    closes: ['B40'],
    expect: [
      request('default/curl', http, '--header', 'host: edition.cnn.com.').isRefusedByPolicy(principal('default/curl')),
    ],
  },
];

const forged: Group<Expectation> = {
  because: 'The JSON log escapes what a client sends, so that no request adds a field to its line.',
  closes: ['B44'],
  expect: [
    request('default/curl', `${http}?"authority":"forged.example"`).goesThrough('\\"authority\\":\\"forged.example\\"'),
  ],
};

const narrowed: readonly Group<Expectation>[] = [
  {
    because: 'The sidecar refuses hosts that its Sidecar object does not import, also under ALLOW_ANY.',
    closes: ['B20'],
    expect: [
      request('default/curl', 'https://www.example.com/').isBlocked(),
      request('default/curl', 'http://api.example.org/').isAnswered(502),
      request('default/curl', 'https://api.example.org/').isBlocked(),
    ],
  },
  {
    because: 'The sidecar imports the Services of additionalHosts.',
    expect: [request('default/curl', 'http://server.databases:8000/').goesDirectly()],
  },
  {
    because: 'The sidecar imports no other Services of the mesh.',
    expect: [request('default/curl', 'http://server.test-egress:8000/').isAnswered(502)],
  },
];

const locked: readonly Group<Expectation>[] = [
  {
    because: 'A route for the locked-down namespace applies to its sidecars.',
    expect: [
      request('test-egress/curl', 'https://www.example.com/').goesThrough('"requested_server_name":"www.example.com"'),
    ],
  },
  {
    because: 'A sidecar with ALLOW_ANY sends requests for undeclared hosts, and the lockdown closes the connections.',
    closes: ['B20'],
    expect: [
      request('test-egress/curl', 'https://api.example.org/').isBlocked(),
      request('test-egress/curl', 'http://api.example.org/').isBlocked(),
    ],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [request('test-egress/plain', 'https://www.example.com/').isBlocked(7)],
  },
];

const inJson = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `The gateway logs every caller, and sidecars import the hosts that they need, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [{ title: 'The manifests are applied', apply: 'main', expect: [...logged, forged, ...narrowed, ...locked] }],
}));

/** The lines are those that the verification of Istio's task reads. */
const inText: ConformanceCase = {
  title: 'The gateway logs in a mesh whose other proxies log nothing',
  accessLog: false,
  stages: [
    {
      title: 'The manifests with the text log are applied',
      apply: 'text',
      expect: [
        {
          because: 'The gateway writes a line for each request, and the sidecar writes none.',
          expect: CLIENTS.flatMap((client) => [
            unlogged(request(client, http).goesThrough('outbound|80||edition.cnn.com')),
            unlogged(request(client, https).goesThrough('outbound|443||edition.cnn.com')),
          ]),
        },
      ],
    },
  ],
};

export const cases: readonly ConformanceCase[] = [...inJson, inText];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
