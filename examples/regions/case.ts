import {
  ConformanceCase,
  Expectation,
  ofNoRoute,
  Request,
  request,
  tcpRequest,
} from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
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

/** The client of each region, its gateway, and the address of the target of its wildcard. */
const REGIONS = [
  [OF_EU, EU, '203.0.113.18:443'],
  [OF_US, US, '203.0.113.19:443'],
] as const;

const declared: readonly Group<Expectation>[] = [
  {
    because: 'The routes of each region send its clients through its own gateway.',
    expect: REGIONS.flatMap(([client, gateway]) => [
      request(client, cnnHttp).goesThrough('outbound|80||edition.cnn.com', gateway),
      request(client, cnnTls).goesThrough('outbound|443||edition.cnn.com', gateway),
      tcpRequest(client, db).goesThrough('outbound|5432||db.example.org', gateway),
    ]),
  },
  {
    because: 'Each gateway uses the ServiceEntry of its own region, also if that of the other region is older.',
    expect: REGIONS.map(([client, gateway, ofRegion]) => request(client, wikipedia).goesThrough(ofRegion, gateway)),
  },
];

const dialled = (gateway: string): string[] => ['--connect-to', `::egress.${gateway}.svc.cluster.local:`];

/** Requests through the gateway of the other region. */
const refused: readonly Group<Expectation>[] = [
  {
    because: 'The gateway refuses clients of the other region, which are no sources of its routes.',
    expect: [
      request(OF_EU, 'http://other-region.example.net/').isRefusedByPolicy(),
      request(OF_EU, 'https://other-region.example.net/').isRefusedByPolicy(),
      tcpRequest(OF_EU, 'http://203.0.113.99:5432/').isRefusedInHandshake(),
    ],
  },
  {
    because: 'The gateway accepts no connection without the mTLS of a sidecar for one of its routes.',
    expect: [
      request(OF_EU, cnnTls, ...dialled('egress-us')).isBlocked(),
      request('default/plain', cnnTls, ...dialled('egress-us')).isBlocked(),
    ],
  },
  {
    because: 'The lockdown allows the gateway of its own region only.',
    closes: ['B30'],
    expect: [
      request(OF_US, cnnTls, ...dialled('egress-eu')).isBlocked(),
      request('test-egress/plain', cnnTls, ...dialled('egress-eu')).isBlocked(7),
    ],
  },
];

const never: Group<Request> = {
  because: 'The routes and the lockdown are in force while a gateway restarts, and no client uses the direct way.',
  expect: [OF_EU, OF_US].flatMap((client) => [cnnHttp, cnnTls].map((url) => request(client, url))),
};

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `One host leaves through the gateway of each region, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      {
        title: 'The manifests are applied',
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
      {
        title: 'The gateway of the region eu restarts',
        restart: EU,
        neverDirectly: never,
        expect: [...declared, ...refused],
      },
      {
        title: 'The gateway of the region us restarts',
        restart: US,
        neverDirectly: never,
        expect: [...declared, ...refused],
      },
      { title: 'The manifests are deleted', kubectl: [`delete -f ${OTHER_REGION}`], delete: 'main' },
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
