import { ConformanceCase, Expectation, request, Stage, tcpRequest } from '../../test/conformance/cases/case';
import { arrivingAs, tunnelled } from '../../test/conformance/cases/expected';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const news = 'https://edition.cnn.com/';
const api = 'http://api.example.org/';
// This host speaks first.
const smtp = 'smtp://smtp.example.org:587/';
// A further port of the host.
const sftp = 'http://smtp.example.org:2222/';
const grpc = 'grpc://grpc.example.org:50051/bank.Ledger/Watch';
const german = 'http://de.wikipedia.org/';
const germanTls = 'https://de.wikipedia.org/';
const partner = 'https://www.example.com/';
const git = 'https://git.example.org/';

/** The company's proxy, for applications that speak CONNECT themselves. */
const OWN_CONNECT = ['--proxy', 'http://proxy.example.org:3128'];

const ORDERS = 'test-egress/curl';
const REPORTS = 'default/reports';
const OTHER = 'default/curl';

const newsThrough = tunnelled(
  request(ORDERS, news).goesThrough('outbound|443||edition.cnn.com'),
  'edition.cnn.com:443',
);
const apiThrough = tunnelled(request(ORDERS, api).goesThrough('outbound|80||api.example.org'), 'api.example.org:443');
const smtpThrough = tunnelled(
  tcpRequest(ORDERS, smtp).goesThrough('outbound|587||smtp.example.org'),
  'smtp.example.org:587',
);
const sftpThrough = tunnelled(
  tcpRequest(REPORTS, sftp).goesThrough('outbound|2222||2222.smtp.example.org.ports.invalid'),
  'smtp.example.org:2222',
);

const through: readonly Group<Expectation>[] = [
  {
    because:
      'The gateway asks the proxy for a tunnel to the host, with no header of the mesh, and the host sees the proxy.',
    expect: [newsThrough, apiThrough, smtpThrough, sftpThrough],
  },
  {
    because: 'HTTP/2 over TLS of the gateway passes through a tunnel, with the trailers of a stream of gRPC.',
    expect: [
      tunnelled(
        arrivingAs(request(ORDERS, grpc).goesThrough('outbound|50051||grpc.example.org'), '2.0', 'https'),
        'grpc.example.org:50443',
      ),
    ],
  },
  {
    because: 'For names below a wildcard, the proxy connects to the target of the wildcard.',
    expect: [
      tunnelled(request(ORDERS, german).goesThrough('outbound|80||*.wikipedia.org'), 'www.wikipedia.org:80'),
      tunnelled(request(ORDERS, germanTls).goesThrough('outbound|443||*.wikipedia.org'), 'www.wikipedia.org:443'),
    ],
  },
  {
    because: 'A line of the gateway names the tunnel of the host.',
    expect: [tunnelled(request(ORDERS, news).goesThrough('edition-cnn-com.tunnels.invalid'), 'edition.cnn.com:443')],
  },
  {
    because: 'A route without the proxy leaves from the gateway itself.',
    expect: [request(ORDERS, partner).goesThrough('outbound|443||www.example.com')],
  },
  {
    because: 'An application that speaks CONNECT reaches the proxy through the gateway, and the hosts of the proxy.',
    expect: [
      tunnelled(
        request(REPORTS, git, ...OWN_CONNECT).goesThrough('outbound|3128||proxy.example.org'),
        ...['git.example.org:443', 'proxy-connection', 'user-agent'],
      ),
    ],
  },
];

const refused: readonly Group<Expectation>[] = [
  {
    because: 'The gateway refuses callers that are no source of a route, before it asks the proxy.',
    closes: ['B13', 'B47'],
    expect: [
      request(OTHER, news).isRefusedByPolicy('outbound|443||edition.cnn.com'),
      request(OTHER, api).isRefusedByPolicy(),
      request(ORDERS, api, '--request', 'POST').isRefusedByPolicy(),
      tcpRequest(OTHER, smtp).isRefusedInHandshake(),
      tcpRequest(ORDERS, sftp).isRefusedInHandshake(),
      request(OTHER, grpc).isRefusedByPolicy(),
      request(OTHER, german).isRefusedByPolicy(),
      request(OTHER, germanTls).isRefusedByPolicy(),
      tcpRequest(OTHER, git, ...OWN_CONNECT).isRefusedInHandshake(),
    ],
  },
];

const UNREACHED: Stage['unreached'] = {
  because: 'The proxy sees no connection for a caller that the gateway refuses.',
  expect: ['proxy.example.org', 'edition.cnn.com', 'smtp.example.org'],
};

/** Changes the port of the proxy in the entry of a host, to one at which nothing listens, and back. */
const atPort = (port: number): string =>
  `patch serviceentry egress-tunnel-edition-cnn-com -n istio-system --type=json -p [{"op":"replace","path":"/spec/ports/0/targetPort","value":${port}}]`;

/** Changes the target of the tunnel of a host, and back. */
const toHost = (host: string): string =>
  `patch destinationrule egress-tunnel-edition-cnn-com -n istio-system --type=json -p [{"op":"replace","path":"/spec/subsets/0/trafficPolicy/tunnel/targetHost","value":"${host}"}]`;

const closed: readonly Stage[] = [
  {
    title: 'The proxy does not answer',
    kubectl: [atPort(3129)],
    expect: [
      {
        because: 'If the proxy does not answer, the connection ends at the gateway.',
        expect: [request(ORDERS, news).endsAtTheGateway('edition-cnn-com.tunnels.invalid')],
      },
    ],
    unreached: { because: 'No connection bypasses the proxy.', expect: ['edition.cnn.com'] },
  },
  {
    title: 'The proxy answers again, and refuses the target of a tunnel',
    kubectl: [atPort(3128), toHost('no-such-host.example')],
    expect: [
      {
        because: 'If the proxy refuses the target, the connection ends at the gateway.',
        expect: [request(ORDERS, news).endsAtTheGateway('edition-cnn-com.tunnels.invalid')],
      },
    ],
  },
  {
    title: 'The target of the tunnel is the host again',
    kubectl: [toHost('edition.cnn.com')],
    expect: [{ because: 'The gateway asks the proxy for the host again.', expect: [newsThrough] }],
  },
];

/** Changes where the gateway connects to for the port of a host. */
const connectTo = (entry: string, address: string, targetPort: number): string =>
  `patch serviceentry ${entry} -n default --type=json -p ${JSON.stringify([
    { op: 'replace', path: '/spec/endpoints/0/address', value: address },
    { op: 'add', path: '/spec/ports/0/targetPort', value: targetPort },
  ])}`;

/** Other hosts with the name and the address of a tunnel, as in an app that has a host on the port of the tunnel. */
const toTunnels: readonly Stage[] = [
  {
    title:
      'The name of a host resolves to the address of a tunnel, and a host has the address of the tunnel of another host',
    kubectl: [
      connectTo('external-proxy-example-org', 'relay.example.net.', 46_602),
      connectTo('external-edition-cnn-com', '127.1.10.161', 46_602),
    ],
    expect: [
      {
        because:
          'A tunnel accepts the connections of its own host only, also if the host behind the tunnel speaks first.',
        closes: ['B16', 'B64'],
        expect: [
          tcpRequest(REPORTS, 'smtp://proxy.example.org:3128/').endsAtTheGateway('filter_chain_not_found'),
          request(ORDERS, news).endsAtTheGateway('filter_chain_not_found'),
        ],
      },
    ],
    unreached: {
      because: 'The gateway refuses a connection to the tunnel of another host before it asks the proxy.',
      closes: ['B16', 'B64'],
      expect: ['proxy.example.org', 'smtp.example.org'],
    },
  },
  {
    title: 'Both hosts have their own addresses again',
    kubectl: [
      connectTo('external-proxy-example-org', 'proxy.example.org.', 3128),
      connectTo('external-edition-cnn-com', '127.50.152.227', 38_563),
    ],
    expect: [{ because: 'The gateway reaches the tunnel of each host.', expect: [newsThrough, smtpThrough] }],
  },
];

/** Objects of teams that name the tunnel of a host: another target, another proxy, another tunnel. */
const TUNNEL = 'test/conformance/cases/fixtures/tenant-tunnel.yaml';

const tenants: readonly Stage[] = ['default', 'databases'].flatMap((namespace) => [
  {
    title: `A team in ${namespace} writes objects for the tunnel of a host`,
    kubectl: [`apply -n ${namespace} -f ${TUNNEL}`],
    expect: [
      {
        because: 'The gateway uses the tunnel, the proxy and the route of its own namespace.',
        closes: ['B15', 'B16', 'B17'],
        expect: [newsThrough, smtpThrough],
      },
    ],
  },
  { title: `The team in ${namespace} deletes the objects`, kubectl: [`delete -n ${namespace} -f ${TUNNEL}`] },
]);

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy): ConformanceCase => ({
    title: `The gateway reaches hosts through the proxy of a company, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      { title: 'The manifests are applied', apply: 'main', expect: through },
      { title: 'Callers are refused', expect: refused, unreached: UNREACHED },
      ...closed,
      ...toTunnels,
      ...tenants,
      { title: 'The manifests are deleted', delete: 'main' },
    ],
  }),
);

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
