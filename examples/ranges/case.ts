import { ConformanceCase, Expectation, ofNoRoute, request, Stage, tcpRequest } from '../../test/conformance/cases/case';
import { GatewayLockdown } from '../../test/conformance/cases/gateway-lockdown';
import { Group } from '../../test/conformance/cases/group';
import { ALLOWS_CIDRS, CIDRS_PORT, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

/** A client in a locked-down namespace, which is a source of the SFTP servers. */
const LOCKED = 'test-egress/curl';
/** A client in a namespace without a lockdown, which is a source of the mail relays. */
const REPORTS = 'default/reports';
/** A client that is no source. */
const OTHER = 'default/curl';

// The servers answer in HTTP on port 22. The proxies handle the traffic as TCP.
const sftp = 'http://203.0.113.65:22/';
const archive = 'http://203.0.113.66:22/';
/** A mail relay, which speaks first. */
const relay = 'smtp://203.0.113.69:587/';
const beside = 'http://203.0.113.72:22/';
const bank = 'https://www.example.com/';

const OF_SFTP = 'cidrs|22||sftp.partner.example.org';
const CIDRS_SERVICE = 'istio-egressgateway-cidrs.istio-system.svc.cluster.local';

const allowedSftp = tcpRequest(LOCKED, sftp).goesThrough(`"203.0.113.65:22" ${OF_SFTP}`);
const allowedRelay = tcpRequest(REPORTS, relay).goesThrough('"203.0.113.69:587" cidrs|587||relays.partner.example.org');
const allowedBank = request(LOCKED, bank).goesThrough('outbound|443||www.example.com');

const SOURCES = 'The gateway connects to the address in the range that the application dialled.';

const allowed: readonly Group<Expectation>[] = [
  {
    because: SOURCES,
    expect: [
      allowedSftp,
      tcpRequest(LOCKED, 'http://203.0.113.67:22/').goesThrough(`"203.0.113.67:22" ${OF_SFTP}`),
      allowedRelay,
      allowedBank,
    ],
  },
  {
    because: 'A route to an address takes precedence over a range that contains the address.',
    expect: [tcpRequest(REPORTS, archive).goesThrough('outbound|22||archive.example.org')],
  },
];

const refused: readonly Group<Expectation>[] = [
  {
    because: 'The gateway refuses callers that are no source of the range in the handshake, and connects to nothing.',
    closes: ['B13', 'B47'],
    expect: [
      tcpRequest(OTHER, sftp).isRefusedInHandshake(),
      tcpRequest(REPORTS, sftp).isRefusedInHandshake(),
      tcpRequest(OTHER, relay).isRefusedInHandshake(),
      tcpRequest(LOCKED, relay).isRefusedInHandshake(),
      tcpRequest(LOCKED, archive).isRefusedInHandshake(),
    ],
  },
  {
    because: 'The port for ranges accepts no connection without a header, or without a certificate of the mesh.',
    closes: ['B11'],
    expect: ['test-egress/plain', 'default/plain'].flatMap((client) => [
      request(client, `http://${CIDRS_SERVICE}:15022/`).isBlocked(),
      request(client, `https://${CIDRS_SERVICE}:15022/`, '--insecure').isBlocked(),
      request(client, `https://${CIDRS_SERVICE}:15022/`, '--insecure', '--haproxy-protocol').isBlocked(),
    ]),
  },
];

/** Requests to addresses beside the ranges, and to other ports of their addresses: no route applies. */
const unknown = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation>[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) => [tcpRequest(client, beside), tcpRequest(client, 'http://203.0.113.65:2222/')]),
    ['B28', 'B29'],
  );

const applied: Stage = {
  title: 'The manifests are applied',
  apply: 'main',
  expect: [...allowed, ...refused],
};

const OTHER_TEAM = '-n databases -f test/conformance/cases/fixtures/other-team-addresses.yaml';

const otherTeam: readonly Stage[] = [
  {
    title: 'A team of another namespace declares single addresses inside the ranges',
    kubectl: [`apply ${OTHER_TEAM}`],
    expect: [
      {
        because:
          'Without a lockdown, sidecars of every namespace prefer the single address of another team to the range.',
        remains: ['B16'],
        expect: [tcpRequest(REPORTS, relay).goesDirectly()],
      },
      {
        because: 'The lockdown blocks the direct way that the ServiceEntry of another team opens.',
        closes: ['B16'],
        expect: [tcpRequest(LOCKED, sftp).isBlocked()],
      },
      {
        because: 'Of two ServiceEntries for one address, sidecars use the older one.',
        closes: ['B16'],
        expect: [tcpRequest(REPORTS, archive).goesThrough('outbound|22||archive.example.org')],
      },
    ],
  },
  {
    title: 'The objects of the other team are deleted',
    kubectl: [`delete ${OTHER_TEAM}`],
    expect: [{ because: SOURCES, expect: [allowedSftp, allowedRelay] }],
  },
];

const leave = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `Ranges of addresses leave through the gateway, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    { ...applied, expect: [...allowed, ...refused, ...unknown(outboundTrafficPolicy)] },
    {
      title: 'Callers that are no source call a host that speaks first',
      expect: [
        {
          because: 'Of a host that speaks first, callers that are no source of the range receive no byte.',
          closes: ['B47'],
          expect: [OTHER, LOCKED].map((client) => tcpRequest(client, relay).isRefusedInHandshake()),
        },
      ],
      unreached: {
        because:
          'The gateway connects to an address after the handshake, so that a refused caller causes no connection.',
        closes: ['B47'],
        expect: ['relay.partner.example.org'],
      },
    },
    {
      title: 'The gateway restarts',
      restart: 'istio-system/istio-egressgateway',
      neverDirectly: {
        because: 'The routes to ranges are in force while the gateway restarts.',
        expect: [tcpRequest(OTHER, sftp), tcpRequest(LOCKED, sftp)],
      },
      expect: [{ because: SOURCES, expect: [allowedSftp, allowedRelay] }],
    },
    ...otherTeam,
  ],
}));

const fixture = (verb: string, name: string): string =>
  `${verb} -n test-egress -f test/conformance/cases/fixtures/${name}.yaml`;

const stated: Stage = {
  title: 'A source states addresses and ports outside its range',
  kubectl: [fixture('apply', 'tenant-ranges')],
  expect: [
    {
      because:
        'The gateway has no filter chain for an address or a port outside the range, and closes the connection before the handshake.',
      closes: ['B62'],
      expect: [
        beside,
        'http://169.254.169.254:22/',
        'http://169.254.169.254/',
        'http://10.244.255.254:22/',
        'http://203.0.113.65:2222/',
        'http://203.0.113.65:8443/',
      ].map((url) => tcpRequest(LOCKED, url).endsAtTheGateway('filter_chain_not_found')),
    },
    { because: SOURCES, expect: [allowedSftp, allowedBank] },
  ],
  unreached: {
    because: 'The gateway connects to no address outside the range.',
    closes: ['B62'],
    expect: ['beside.partner.example.org'],
  },
};

const headers: Stage = {
  title: 'A source writes headers of its own, and opens the port for ranges for another name',
  kubectl: [fixture('delete', 'tenant-ranges'), fixture('apply', 'tenant-range-headers')],
  expect: [
    {
      because: 'A header of version 1 means the same as a header of version 2.',
      expect: [allowedSftp],
    },
    {
      because: 'The port for ranges accepts no connection without a header.',
      closes: ['B62'],
      expect: [tcpRequest(LOCKED, 'http://203.0.113.65:2222/').isBlocked()],
    },
    {
      because:
        'The port for ranges accepts connections for ranges only: a stated port satisfies no policy of another host there.',
      closes: ['B62'],
      expect: [tcpRequest(LOCKED, 'http://203.0.113.65:8443/').isRefusedByPolicy()],
    },
    {
      because: 'No other port of the gateway reads headers.',
      closes: ['B62'],
      expect: [
        request(LOCKED, bank).endsAtTheGateway('filter_chain_not_found'),
        tcpRequest(LOCKED, 'http://203.0.113.65:5432/').endsAtTheGateway('filter_chain_not_found'),
      ],
    },
  ],
  unreached: {
    because: 'The gateway connects to nothing that a header states beside the range.',
    closes: ['B62'],
    expect: ['archive.example.org', 'www.example.com'],
  },
};

const undone: Stage = {
  title: 'The objects of the source are deleted',
  kubectl: [fixture('delete', 'tenant-range-headers')],
  expect: [{ because: SOURCES, expect: [allowedSftp, allowedBank] }],
};

const OWN = 'istio-egress/egress';

const ofOwnGateway: readonly Group<Expectation>[] = [
  {
    because: 'A gateway that the library deploys has the port for ranges.',
    expect: [tcpRequest(LOCKED, sftp).goesThrough(OF_SFTP, OWN)],
  },
  {
    because: 'The gateway refuses callers that are no source of the range in the handshake.',
    closes: ['B13'],
    expect: [tcpRequest(OTHER, sftp).isRefusedInHandshake(), tcpRequest(REPORTS, sftp).isRefusedInHandshake()],
  },
  {
    because:
      "The policy on the gateway's pods allows the range, on the port of the route, and no other address of the internet.",
    closes: ['B27'],
    expect: [
      beside,
      'http://203.0.113.65:2222/',
      'http://203.0.113.10:22/',
      'https://203.0.113.11/',
      'http://169.254.169.254/',
    ].map((url) => request(OWN, url).isBlocked(7)),
  },
];

export const cases: readonly ConformanceCase[] = [
  ...leave,
  {
    title: 'A header opens no address outside the range of a route',
    stages: [applied, stated, headers, undone],
  },
  ...(['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
    title: `A dedicated gateway connects to a range and to nothing else, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      {
        title: 'The manifests are applied',
        apply: 'deployed',
        running: ['istio-egress', 'istio=dedicated-egress'],
        expect: ofOwnGateway,
      },
    ],
  })),
];

const dedicated = { namespace: 'istio-egress', labels: { istio: 'dedicated-egress' } };

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: ALLOWS_CIDRS },
  { program: 'deployed', namespace: 'test-egress', gateway: dedicated, allows: ALLOWS_CIDRS },
];

export const gatewayLockdowns: readonly GatewayLockdown[] = [
  {
    program: 'deployed',
    gateway: dedicated,
    clients: ['default', 'test-egress'],
    ports: ['8080/TCP', '8443/TCP', CIDRS_PORT],
    outside: [],
    addresses: [
      ['203.0.113.64', '22/TCP'],
      ['203.0.113.67', '22/TCP'],
    ],
  },
];
