import { ConformanceCase, Expectation, ofNoRoute, Request, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
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

const WITHOUT_CERTIFICATE = 'The gateway accepts no connection without a certificate of the mesh.';

const ofPlatform: readonly Group<Expectation>[] = [
  {
    because: "The sources of the platform's route reach its host through the gateway.",
    expect: [
      request(TEAM, example).goesThrough('outbound|443||www.example.com', GATEWAY),
      request(REPORTS, example).goesThrough('outbound|443||www.example.com', GATEWAY),
    ],
  },
  {
    because: "The gateway refuses a client that is no source of the platform's route, whatever routes the team has.",
    closes: ['B12'],
    expect: [request(OTHER, example).isRefusedByPolicy()],
  },
  {
    because: 'The lockdown of the platform blocks a pod without a sidecar.',
    expect: [request('test-egress/plain', example).isBlocked(7)],
  },
  {
    because: WITHOUT_CERTIFICATE,
    expect: [request('test-egress/plain', example, ...dialled).isBlocked()],
  },
];

/** A host that no route of either app declares. */
const undeclared = 'https://b.example.net/';

const ofTeam: readonly Group<Expectation>[] = [
  {
    because: "The sources of the team's routes reach their host through the gateway.",
    expect: [
      request(TEAM, cnnHttp).goesThrough('outbound|80||edition.cnn.com', GATEWAY),
      request(TEAM, cnnTls).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
    ],
  },
  {
    because: "The gateway refuses clients that are no source of the team's routes.",
    expect: [
      request(REPORTS, cnnHttp).isRefusedByPolicy(),
      request(REPORTS, cnnTls).isRefusedByPolicy(),
      request(OTHER, cnnTls).isRefusedByPolicy(),
    ],
  },
  {
    because: WITHOUT_CERTIFICATE,
    expect: [request('test-egress/plain', cnnTls, ...dialled).isBlocked()],
  },
  {
    because: 'Sidecars with egressProxy send requests for undeclared hosts to the gateway, which refuses them.',
    expect: [request(TEAM, undeclared).endsAtTheGateway('filter_chain_not_found')],
  },
];

const never: Group<Request> = {
  because: 'The lockdown blocks direct connections of the team while its routes or the gateway change.',
  expect: [cnnHttp, cnnTls, example, undeclared].map((url) => request(TEAM, url)),
};

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => {
    /** Requests to the team's hosts while no route declares the hosts. */
    const unknown = ofNoRoute(
      outboundTrafficPolicy,
      OTHER,
      [TEAM, OTHER].flatMap((client) => [request(client, cnnHttp), request(client, cnnTls)]),
    );
    return {
      title: `Two apps share one gateway, under ${outboundTrafficPolicy}`,
      outboundTrafficPolicy,
      stages: [
        {
          title: "The platform's app is applied",
          apply: 'platform',
          running: ['istio-egress', 'istio=dedicated-egress'],
          expect: [...ofPlatform, ...unknown],
        },
        {
          title: "The team's app is applied beside the platform's",
          apply: 'team',
          neverDirectly: never,
          expect: [...ofPlatform, ...ofTeam],
        },
        { title: 'The gateway restarts', restart: GATEWAY, neverDirectly: never, expect: ofTeam },
        {
          title: "The team's app is deleted",
          delete: 'team',
          neverDirectly: {
            because: "The deletion of the team's app opens neither its hosts nor the host of the platform.",
            closes: ['B46'],
            expect: [...never.expect, request(REPORTS, example), request(OTHER, example)],
          },
          expect: [...ofPlatform, ...unknown],
        },
        {
          title: "The team's app is applied again",
          apply: 'team',
          neverDirectly: never,
          expect: [...ofPlatform, ...ofTeam],
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
