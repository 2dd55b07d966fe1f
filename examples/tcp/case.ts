import { ConformanceCase, Expectation, ofNoRoute, request, tcpRequest } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';
import { tenantsUpstream } from '../../test/conformance/cases/upstream';

// The external hosts answer in HTTP on these ports. The proxies handle the traffic as TCP.
const db = 'http://db.example.org:5432/';
const replica = 'http://replica.example.org:5432/';
const git = 'http://git.example.org:22/';
// These hosts speak first.
const smtp = 'smtp://smtp.example.org:587/';
const mail = 'smtp://mail.example.org:587/';
const bank = 'https://www.example.com/';
const gitHttp = 'http://git.example.org/';

/** A client with its own service account, in a namespace without a lockdown. */
const REPORTS = 'default/reports';
/** A client with another service account in the same namespace. */
const OTHER = 'default/curl';
/** A client in a locked-down namespace. */
const LOCKED = 'test-egress/curl';

const allowedDb = tcpRequest(LOCKED, db).goesThrough('outbound|5432||db.example.org');
const refusedDb = tcpRequest(REPORTS, db).isRefusedInHandshake();

const allowedMail = tcpRequest(LOCKED, smtp).goesThrough('outbound|587||smtp.example.org');

const SOURCES = 'The sources of a TCP route reach its host through the gateway, which selects the host by its address.';
const NO_SOURCES =
  'The gateway refuses clients that are no source of the TCP route, also those of another host on the port.';

const allowed: readonly Group<Expectation>[] = [
  {
    because: SOURCES,
    expect: [
      allowedDb,
      tcpRequest(LOCKED, replica).goesThrough('outbound|5432||replica.example.org'),
      tcpRequest(REPORTS, replica).goesThrough('outbound|5432||replica.example.org'),
      tcpRequest(REPORTS, git).goesThrough('outbound|22||git.example.org'),
      allowedMail,
      tcpRequest(REPORTS, mail).goesThrough('outbound|587||mail.example.org'),
    ],
  },
  {
    because: 'A host has routes for TCP and for HTTP, each on its own port.',
    expect: [request(REPORTS, gitHttp).goesThrough('outbound|80||git.example.org')],
  },
  {
    because: 'The proxies do not read the Host header of TCP traffic, so the address selects the host.',
    closes: ['B10'],
    expect: [
      tcpRequest(LOCKED, db, '--header', 'host: replica.example.org').goesThrough('outbound|5432||db.example.org'),
    ],
  },
];

const refused: readonly Group<Expectation>[] = [
  {
    because: NO_SOURCES,
    closes: ['B13', 'B29'],
    expect: [
      refusedDb,
      tcpRequest(OTHER, db).isRefusedInHandshake(),
      tcpRequest(OTHER, replica).isRefusedInHandshake(),
      tcpRequest(OTHER, git).isRefusedInHandshake(),
      tcpRequest(LOCKED, git).isRefusedInHandshake(),
    ],
  },
  {
    because: 'The gateway refuses clients that are no source of the HTTP route of the same host.',
    expect: [request(OTHER, gitHttp).isRefusedByPolicy()],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [tcpRequest('test-egress/plain', db).isBlocked(7)],
  },
];

/** Hosts that speak first, asked by callers that are no source. */
const refusedMail: readonly Group<Expectation>[] = [
  {
    because: 'Of a host that speaks first, callers that are no source receive no byte.',
    closes: ['B13', 'B47'],
    expect: [REPORTS, OTHER].map((client) => tcpRequest(client, smtp).isRefusedInHandshake()),
  },
  {
    because: 'A namespace whose name begins with the name of a source is no source.',
    closes: ['B13', 'B47'],
    expect: [tcpRequest(LOCKED, mail).isRefusedInHandshake(), tcpRequest(OTHER, mail).isRefusedInHandshake()],
  },
];

const UNREACHED = 'The gateway connects to a host after the handshake, so that a refused caller causes no connection.';

/** Requests to another address on the same port, and to another port of the same address: no route applies. */
const unknown = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation>[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) => [
      tcpRequest(client, 'http://203.0.113.10:5432/'),
      tcpRequest(client, 'http://203.0.113.15:2222/'),
    ]),
    ['B28', 'B29'],
  );

const unchanged: readonly Group<Expectation>[] = [
  {
    because: 'The gateway connects to a host as its DestinationRule states, whatever other objects state.',
    closes: ['B17'],
    expect: [
      allowedDb,
      tcpRequest(REPORTS, git).goesThrough('outbound|22||git.example.org'),
      request(REPORTS, gitHttp).goesThrough('outbound|80||git.example.org'),
    ],
  },
];

const leave = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `Databases and SSH leave through the gateway, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    {
      title: 'The manifests are applied',
      apply: 'main',
      expect: [...allowed, ...refused, ...unknown(outboundTrafficPolicy)],
    },
    {
      title: 'Callers that are no source call hosts that speak first',
      expect: refusedMail,
      unreached: { because: UNREACHED, closes: ['B47'], expect: ['smtp.example.org', 'mail.example.org'] },
    },
    {
      title: 'The gateway restarts',
      restart: 'istio-system/istio-egressgateway',
      neverDirectly: {
        because: 'The routes are in force while the gateway restarts.',
        expect: [tcpRequest(OTHER, db), tcpRequest(LOCKED, git)],
      },
      expect: [
        { because: SOURCES, expect: [allowedDb] },
        { because: NO_SOURCES, closes: ['B13', 'B29'], expect: [refusedDb] },
      ],
    },
  ],
}));

const otherTrustDomain: ConformanceCase = {
  title: 'The identities of sources begin with the trust domain of the mesh',
  trustDomain: 'mesh.example',
  stages: [
    {
      title: 'The manifests are applied',
      apply: 'trust-domain',
      expect: [
        {
          because: 'The gateway accepts a namespace and a service account of the trust domain.',
          expect: [allowedMail, request(REPORTS, bank).goesThrough('outbound|443||www.example.com')],
        },
      ],
    },
    {
      title: 'Callers that are no source call the hosts',
      expect: [
        {
          because: 'Other identities of the trust domain are refused in the handshake.',
          closes: ['B13', 'B47'],
          expect: [
            tcpRequest(REPORTS, smtp).isRefusedInHandshake(),
            tcpRequest(OTHER, smtp).isRefusedInHandshake(),
            request(OTHER, bank).isRefusedInHandshake(),
            request(LOCKED, bank).isRefusedInHandshake(),
          ],
        },
      ],
      unreached: { because: UNREACHED, closes: ['B47'], expect: ['smtp.example.org', 'www.example.com'] },
    },
  ],
};

export const cases: readonly ConformanceCase[] = [
  ...leave,
  {
    title: 'No other object changes how the gateway connects to databases, SSH and plain HTTP',
    stages: [{ title: 'The manifests are applied', apply: 'main' }, ...tenantsUpstream('default', unchanged)],
  },
  otherTrustDomain,
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
