import { ConformanceCase, Expectation, ofNoRoute, request } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';

const GATEWAY = 'istio-egress/egress';

/** The host of the platform's app. */
const example = 'https://www.example.com/';
/** The host of the team's app. */
const cnnHttp = 'http://edition.cnn.com/politics';
const cnnTls = 'https://edition.cnn.com/politics';

/** A client of the team, in a namespace that the platform locks down. */
const TEAM = 'test-egress/curl';
/** A source of the platform's route, without a lockdown. */
const REPORTS = 'default/reports';
/** A client of the same namespace that is no source of any route. */
const OTHER = 'default/curl';

const dialled = ['--connect-to', '::egress.istio-egress.svc.cluster.local:'];

const ofPlatform: readonly Expectation[] = [
  request(TEAM, example).goesThrough('outbound|443||www.example.com', GATEWAY),
  request(REPORTS, example).goesThrough('outbound|443||www.example.com', GATEWAY),
  request(OTHER, example).isRefusedByPolicy(),
  request('test-egress/plain', example).isBlocked(7),
  request('test-egress/plain', example, ...dialled).isBlocked(),
];

const ofTeam: readonly Expectation[] = [
  request(TEAM, cnnHttp).goesThrough('outbound|80||edition.cnn.com', GATEWAY),
  request(TEAM, cnnTls).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
  request(REPORTS, cnnHttp).isRefusedByPolicy(),
  request(REPORTS, cnnTls).isRefusedByPolicy(),
  request(OTHER, cnnTls).isRefusedByPolicy(),
  request('test-egress/plain', cnnTls, ...dialled).isBlocked(),
];

/** A host that no route of either app declares. */
const undeclared = 'https://b.example.net/';
const strict = request(TEAM, undeclared).endsAtTheGateway('filter_chain_not_found');

const hosts = [cnnHttp, cnnTls, example, undeclared];
/** Requests of the team that never leave directly. */
const never = hosts.map((url) => request(TEAM, url));

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => {
    /** Requests to the team's hosts while no route declares the hosts. */
    const unknown = ofNoRoute(
      outboundTrafficPolicy,
      OTHER,
      [TEAM, OTHER].flatMap((client) => [request(client, cnnHttp), request(client, cnnTls)]),
    );
    return {
      title: `two apps and one gateway, under ${outboundTrafficPolicy}`,
      outboundTrafficPolicy,
      stages: [
        {
          title: "the platform's app",
          apply: 'platform',
          running: ['istio-egress', 'istio=dedicated-egress'],
          expect: [...ofPlatform, ...unknown],
        },
        {
          title: "and the team's",
          apply: 'team',
          neverDirectly: never,
          expect: [...ofPlatform, ...ofTeam, strict],
        },
        { title: 'while the gateway restarts', restart: GATEWAY, neverDirectly: never, expect: [...ofTeam, strict] },
        {
          title: "without the team's",
          delete: 'team',
          neverDirectly: [...never, request(REPORTS, example), request(OTHER, example)],
          expect: [...ofPlatform, ...unknown],
        },
        {
          title: 'with it again',
          apply: 'team',
          neverDirectly: never,
          expect: [...ofPlatform, ...ofTeam, strict],
        },
      ],
    };
  },
);

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'platform',
    namespace: 'test-egress',
    gateway: { namespace: 'istio-egress', labels: { istio: 'dedicated-egress' } },
    allows: DEFAULT_ALLOWS,
  },
];
