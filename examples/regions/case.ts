import { ConformanceCase, Expectation, ofNoRoute, request, tcpRequest } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';

const EU = 'egress-eu/egress';
const US = 'egress-us/egress';
/** A client of the region `eu`. */
const OF_EU = 'default/curl';
/** A client of the region `us`, in a locked-down namespace. */
const OF_US = 'test-egress/curl';

const cnnHttp = 'http://edition.cnn.com/politics';
const cnnTls = 'https://edition.cnn.com/politics';
const db = 'http://db.example.org:5432/';
const wikipedia = 'https://m.de.wikipedia.org/';

/** Objects that make clients of one region call the gateway of the other region. */
const OTHER_REGION = 'test/conformance/cases/fixtures/other-region.yaml';

/** Requests of each region through its own gateway. */
const declared: readonly Expectation[] = (
  [
    [OF_EU, EU, '203.0.113.18:443'],
    [OF_US, US, '203.0.113.19:443'],
  ] as const
).flatMap(([client, gateway, ofRegion]) => [
  request(client, cnnHttp).goesThrough('outbound|80||edition.cnn.com', gateway),
  request(client, cnnTls).goesThrough('outbound|443||edition.cnn.com', gateway),
  tcpRequest(client, db).goesThrough('outbound|5432||db.example.org', gateway),
  // The target of the client's region: the gateway uses the ServiceEntry of that region, also if the other ServiceEntry is older.
  request(client, wikipedia).goesThrough(ofRegion, gateway),
]);

const dialled = (gateway: string): string[] => ['--connect-to', `::egress.${gateway}.svc.cluster.local:`];

/** Requests through the gateway of the other region. */
const refused: readonly Expectation[] = [
  request(OF_EU, 'http://other-region.example.net/').isRefusedByPolicy(),
  request(OF_EU, 'https://other-region.example.net/').isRefusedByPolicy(),
  tcpRequest(OF_EU, 'http://203.0.113.99:5432/').isRefusedByPolicy(),
  request(OF_EU, cnnTls, ...dialled('egress-us')).isBlocked(),
  request('default/plain', cnnTls, ...dialled('egress-us')).isBlocked(),
  // The lockdown allows only the gateway of its region.
  request(OF_US, cnnTls, ...dialled('egress-eu')).isBlocked(),
  request('test-egress/plain', cnnTls, ...dialled('egress-eu')).isBlocked(7),
];

const all = [OF_EU, OF_US].flatMap((client) => [cnnHttp, cnnTls].map((url) => request(client, url)));

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `one host through the gateway of each region, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      {
        title: 'applied',
        kubectl: [`apply -f ${OTHER_REGION}`],
        apply: 'main',
        running: ['egress-us', 'istio=egress-us'],
        expect: [
          ...declared,
          ...refused,
          ...ofNoRoute(
            outboundTrafficPolicy,
            OF_EU,
            [OF_EU, OF_US].map((client) => request(client, 'https://www.example.com/')),
          ),
        ],
      },
      { title: 'while the one gateway restarts', restart: EU, neverDirectly: all, expect: [...declared, ...refused] },
      { title: 'while the other one restarts', restart: US, neverDirectly: all, expect: [...declared, ...refused] },
      { title: 'deleted', kubectl: [`delete -f ${OTHER_REGION}`], delete: 'main' },
    ],
  }),
);

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'main',
    namespace: 'test-egress',
    gateway: { namespace: 'egress-us', labels: { istio: 'egress-us' } },
    allows: DEFAULT_ALLOWS,
  },
];
