import { arriving, interrupted } from '../../test/conformance/cases/expected';
import { ConformanceCase, Expectation, request, tcpRequest } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';

const GATEWAY = 'egress-resilience/egress';
const FAILURE = 'test/conformance/cases/fixtures/closed-region.yaml';
const WEST = '203.0.113.34';
const EAST = '203.0.113.35';
/** The endpoint of the database, which is not the address of its name. */
const REPLICA = '203.0.113.16';

/** A source of the routes, with two pods in two namespaces. */
const CURL = 'default/curl';
const LOCKED = 'test-egress/curl';
/** No source. */
const REPORTS = 'default/reports';

const api = 'http://api.example.org';
const limited = 'http://www.example.com';
const cnn = 'http://edition.cnn.com/politics';
const cnnTls = 'https://edition.cnn.com/politics';
const db = 'http://db.example.org:5432';

const through = (from: string, url: string, log: string): Expectation => request(from, url).goesThrough(log, GATEWAY);
const ofApi = (path: string, from = CURL): Expectation =>
  through(from, `${api}${path}`, 'outbound|80||api.example.org');
const ofDb = (path: string): Expectation => tcpRequest(CURL, `${db}${path}`).goesThrough(`${REPLICA}:5432`, GATEWAY);
const inRegion = (address: string, from = CURL): Expectation => through(from, cnn, `${address}:80`);
const inRegionTls = (address: string, from = CURL): Expectation => through(from, cnnTls, `${address}:443`);

/** The first client holds its request, until the second client has sent its own. */
const limits: readonly Group<Expectation>[] = [
  {
    because: 'The gateway answers with 503 beyond the greatest number of requests in progress.',
    expect: [
      through(LOCKED, `${limited}/hold/limit`, 'outbound|80||www.example.com'),
      through(CURL, 'http://www.wikipedia.org/held/limit', 'outbound|80||www.wikipedia.org'),
      request(CURL, limited).isAnswered(503, 'overflow'),
      through(CURL, 'http://www.wikipedia.org/release/limit', 'outbound|80||www.wikipedia.org'),
    ],
  },
];

const settings: readonly Group<Expectation>[] = [
  {
    because:
      'The gateway alone repeats requests, as often as the route states, and the host sees no header of the gateway.',
    expect: [
      arriving(ofApi('/v1'), 1),
      arriving(ofApi('/fails/2'), 3),
      arriving(ofApi('/fails/9'), 3, 503),
      arriving(ofApi('/unavailable'), 3),
      arriving(ofApi('/fails/1', LOCKED), 2),
    ],
  },
  {
    because: 'The gateway answers with 504 after the timeout, and the host does not see the timeout in a header.',
    expect: [arriving(ofApi('/slow/4'), 1, 504)],
  },
  {
    because: "With Istio's defaults, the sidecar repeats what the gateway has repeated.",
    expect: [arriving(through(CURL, 'http://www.wikipedia.org/unavailable', 'outbound|80||www.wikipedia.org'), 9)],
  },
  {
    because:
      'The gateway connects to the endpoint of the database, and closes a connection without traffic after the idle timeout.',
    expect: [ofDb('/'), ofDb('/slow/1'), interrupted(ofDb('/slow/5'))],
  },
];

const west: readonly Group<Expectation>[] = [
  {
    because: 'The gateway connects to the endpoint of its own region.',
    expect: [inRegion(WEST), inRegion(WEST, LOCKED), inRegionTls(WEST), inRegionTls(WEST, LOCKED)],
  },
];

const east: readonly Group<Expectation>[] = [
  {
    because: 'A request that made no connection is repeated in the other region.',
    expect: [arriving(inRegion(EAST), 1), arriving(inRegion(EAST, LOCKED), 1)],
  },
  {
    because: 'Two connections of TLS fail, and the next connection uses the other region.',
    expect: [request(CURL, cnnTls).isBlocked(35), request(CURL, `${cnnTls}?2`).isBlocked(35), inRegionTls(EAST)],
  },
];

const refused: readonly Group<Expectation>[] = [
  {
    because: 'The gateway refuses clients that are no source, and repeats none of their requests.',
    closes: ['B13'],
    expect: [
      request(REPORTS, `${api}/fails/9`).isRefusedByPolicy(),
      request(REPORTS, cnn).isRefusedByPolicy(),
      request(REPORTS, cnnTls).isRefusedByPolicy(),
      tcpRequest(REPORTS, `${db}/`).isRefusedInHandshake(),
    ],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [request('test-egress/plain', cnnTls).isBlocked(7)],
  },
];

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `The gateway limits, repeats and redirects what it sends to hosts, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      { title: 'The manifests are applied', apply: 'main', expect: [...west, ...settings, ...refused] },
      { title: 'Two clients call a host that serves one request at a time', expect: limits },
      {
        title: 'A region fails',
        kubectl: [`apply -n egress-resilience -f ${FAILURE}`],
        // A server closes a connection after five seconds without a request. Until then, the gateway uses the connection again.
        seconds: 7,
        expect: east,
        unreached: { because: 'The gateway cannot connect to the region that failed.', expect: ['west.example.com'] },
      },
      {
        title: 'The region is back, and its ejection ends',
        kubectl: [`delete -n egress-resilience -f ${FAILURE}`],
        seconds: 32,
        expect: west,
      },
    ],
  }),
);

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'main',
    namespace: 'test-egress',
    gateway: { namespace: 'egress-resilience', labels: { istio: 'egress-resilience' } },
    allows: DEFAULT_ALLOWS,
  },
];
