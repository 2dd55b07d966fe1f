import { ConformanceCase, Expectation, ofNoRoute, request, tcpRequest } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

// The external hosts answer in HTTP on these ports. The proxies handle the traffic as TCP.
const db = 'http://db.example.org:5432/';
const replica = 'http://replica.example.org:5432/';
const git = 'http://git.example.org:22/';
const gitHttp = 'http://git.example.org/';

/** A client with its own service account, in a namespace without a lockdown. */
const REPORTS = 'default/reports';
/** A client with another service account in the same namespace. */
const OTHER = 'default/curl';
/** A client in a locked-down namespace. */
const LOCKED = 'test-egress/curl';

const allowed: readonly Expectation[] = [
  tcpRequest(LOCKED, db).goesThrough('outbound|5432||db.example.org'),
  tcpRequest(LOCKED, replica).goesThrough('outbound|5432||replica.example.org'),
  tcpRequest(REPORTS, replica).goesThrough('outbound|5432||replica.example.org'),
  tcpRequest(REPORTS, git).goesThrough('outbound|22||git.example.org'),
  request(REPORTS, gitHttp).goesThrough('outbound|80||git.example.org'),
  // The proxies do not read the Host header of TCP traffic.
  tcpRequest(LOCKED, db, '--header', 'host: replica.example.org').goesThrough('outbound|5432||db.example.org'),
];

const refused: readonly Expectation[] = [
  tcpRequest(REPORTS, db).isRefusedByPolicy(),
  tcpRequest(OTHER, db).isRefusedByPolicy(),
  tcpRequest(OTHER, replica).isRefusedByPolicy(),
  tcpRequest(OTHER, git).isRefusedByPolicy(),
  tcpRequest(LOCKED, git).isRefusedByPolicy(),
  request(OTHER, gitHttp).isRefusedByPolicy(),
  tcpRequest('test-egress/plain', db).isBlocked(7),
];

/** Requests to another address on the same port, and to another port of the same address: no route applies. */
const unknown = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Expectation[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) => [
      tcpRequest(client, 'http://203.0.113.10:5432/'),
      tcpRequest(client, 'http://203.0.113.15:2222/'),
    ]),
  );

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `databases and ssh, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      { title: 'applied', apply: 'main', expect: [...allowed, ...refused, ...unknown(outboundTrafficPolicy)] },
      {
        title: 'while the gateway restarts',
        restart: 'istio-system/istio-egressgateway',
        neverDirectly: [tcpRequest(OTHER, db), tcpRequest(LOCKED, git)],
        expect: [allowed[0], refused[0]].flatMap((each) => each ?? []),
      },
    ],
  }),
);

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
