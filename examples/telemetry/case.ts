import { ConformanceCase, Expectation, request } from '../../test/conformance/case/case';

const http = 'http://edition.cnn.com/politics';
const https = 'https://edition.cnn.com/politics';

const principal = (client: string): string =>
  `"source_principal":"spiffe://cluster.local/ns/${client.split('/')[0]}/sa/default"`;

const logged: readonly Expectation[] = ['default/curl', 'test-egress/curl'].flatMap((client) => [
  request(client, http).goesThrough(principal(client)),
  request(client, http).goesThrough('"upstream_cluster":"outbound|80||edition.cnn.com"'),
  request(client, https).goesThrough(principal(client)),
  request(client, https).goesThrough('"requested_server_name":"edition.cnn.com"'),
]);

const narrowed: readonly Expectation[] = [
  // Not among its sources, so not known to it: refused by its own sidecar, also where the mesh lets everything out.
  request('default/curl', 'https://www.example.com/').isBlocked(),
  request('default/curl', 'http://api.example.org/').isAnswered(502),
  request('default/curl', 'https://api.example.org/').isBlocked(),
  // Services of the mesh: those that it names, and no others.
  request('default/curl', 'http://server.databases:8000/').goesDirectly(),
  request('default/curl', 'http://server.test-egress:8000/').isAnswered(502),
];

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `the gateway's log, and sidecars that know what they need, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      {
        title: 'applied',
        apply: 'main',
        expect: [
          ...logged,
          ...narrowed,
          request('test-egress/curl', 'https://www.example.com/').goesThrough(
            '"requested_server_name":"www.example.com"',
          ),
          // Another namespace goes by the mesh's default.
          outboundTrafficPolicy === 'ALLOW_ANY'
            ? request('test-egress/curl', 'https://api.example.org/').goesDirectly()
            : request('test-egress/curl', 'https://api.example.org/').isBlocked(),
        ],
      },
    ],
  }),
);
