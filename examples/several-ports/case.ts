import { ConformanceCase, Expectation, ofNoRoute, request, tcpRequest } from '../../test/conformance/cases/case';
import { keeping } from '../../test/conformance/cases/expected';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

// The external hosts answer in HTTP on the ports of SSH and of the broker. The proxies handle the traffic as TCP.
const github = 'https://github.com/';
const ssh = 'http://github.com:22/';
const packages = 'https://github.com:8443/';
const broker = 'http://kafka.example.org:9093/';
const registry = 'http://kafka.example.org:8081/';
const topics = 'http://kafka.example.org:8082/topics/a';
const wikipedia = 'https://de.wikipedia.org/';
const wikipediaAdmin = 'https://de.wikipedia.org:8443/';

/** A client with its own service account, in a namespace without a lockdown. */
const REPORTS = 'default/reports';
/** A client with another service account in the same namespace. */
const OTHER = 'default/curl';
/** A client in a locked-down namespace. */
const LOCKED = 'test-egress/curl';

const allowed: readonly Group<Expectation>[] = [
  {
    because: 'The sources of a port reach this port of the host through the gateway.',
    expect: [
      request(OTHER, github).goesThrough('outbound|443||github.com'),
      tcpRequest(REPORTS, ssh).goesThrough('outbound|22||22.github.com.ports.invalid'),
      request(LOCKED, packages).goesThrough('outbound|8443||github.com'),
      tcpRequest(LOCKED, broker).goesThrough('outbound|9093||kafka.example.org'),
      request(OTHER, registry).goesThrough('outbound|8081||kafka.example.org'),
      request(REPORTS, topics).goesThrough('outbound|8082||kafka.example.org'),
      request(OTHER, wikipedia).goesThrough('outbound|443||*.wikipedia.org'),
      request(LOCKED, wikipediaAdmin).goesThrough('outbound|8443||*.wikipedia.org'),
    ],
  },
  {
    because: 'The gateway connects to the port of the route, with TLS origination if the route has it.',
    expect: [
      tcpRequest(REPORTS, ssh).goesThrough('203.0.113.32:22'),
      request(LOCKED, packages).goesThrough('203.0.113.32:8443'),
      request(OTHER, registry).goesThrough('203.0.113.33:8081'),
      request(REPORTS, topics).goesThrough('203.0.113.33:8443'),
      request(LOCKED, wikipediaAdmin).goesThrough('203.0.113.18:8443'),
    ],
  },
  {
    because:
      'The addresses of the TCP port do not limit the TLS ports of the host, whatever address the client connects to.',
    closes: ['B10'],
    expect: [
      request(OTHER, github, '--connect-to', '::203.0.113.99:').goesThrough('203.0.113.32:443'),
      request(LOCKED, packages, '--connect-to', '::203.0.113.99:').goesThrough('203.0.113.32:8443'),
    ],
  },
  {
    because: 'The host of a further HTTP port sees its own name with the port, and the headers that the route keeps.',
    expect: [
      keeping(
        request(REPORTS, topics, '--header', 'traceparent: 00-1-2-01').goesThrough('outbound|8082||'),
        'traceparent',
      ),
    ],
  },
];

const refused: readonly Group<Expectation>[] = [
  {
    because: 'The sources of one port are no sources of another port of the host.',
    closes: ['B13'],
    expect: [
      request(LOCKED, github).isRefusedByPolicy(),
      tcpRequest(OTHER, ssh).isRefusedInHandshake(),
      tcpRequest(LOCKED, ssh).isRefusedInHandshake(),
      request(OTHER, packages).isRefusedByPolicy(),
      request(REPORTS, packages).isRefusedByPolicy(),
      tcpRequest(OTHER, broker).isRefusedInHandshake(),
      tcpRequest(REPORTS, broker).isRefusedInHandshake(),
      request(LOCKED, registry).isRefusedByPolicy(),
      request(OTHER, topics).isRefusedByPolicy(),
      request(LOCKED, topics).isRefusedByPolicy(),
      request(LOCKED, wikipedia).isRefusedByPolicy(),
      request(OTHER, wikipediaAdmin).isRefusedByPolicy(),
    ],
  },
  {
    because: 'A Host header that names another port selects no other port.',
    closes: ['B10'],
    expect: [
      request(OTHER, registry, '--header', 'host: kafka.example.org:8082').isRefusedByPolicy(),
      request(OTHER, topics, '--header', 'host: kafka.example.org:8081').isRefusedByPolicy(),
    ],
  },
  {
    because: 'A further HTTP port has its own operations: the gateway refuses other methods and paths.',
    closes: ['B39'],
    expect: [
      request(REPORTS, topics, '--request', 'POST').isRefusedByPolicy(),
      request(REPORTS, 'http://kafka.example.org:8082/admin').isRefusedByPolicy(),
      request(REPORTS, 'http://kafka.example.org:8082/topics/%2e%2e;/admin', '--path-as-is').isRefusedByPolicy(),
      request(REPORTS, 'http://kafka.example.org:8082/topics/..%2Fadmin', '--path-as-is').isAnswered(400),
    ],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar on every port.',
    expect: [github, packages].map((url) => request('test-egress/plain', url).isBlocked(7)),
  },
];

/** Requests to another port of the hosts, and to another address on a TCP port: no route applies. */
const unknown = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation>[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) => [
      tcpRequest(client, 'http://203.0.113.32:2222/'),
      tcpRequest(client, 'http://203.0.113.99:22/'),
      // A Host header with an outer name, which no ServiceEntry for HTTP declares.
      request(client, registry, '--header', 'host: 8082.kafka.example.org.ports.invalid'),
    ]),
    ['B28', 'B29'],
  );

const FIXTURE = '-f test/conformance/cases/fixtures/tenant-other-ports.yaml';

const otherNames: readonly Group<Expectation>[] = [
  {
    because: 'A caller that sends its traffic to the outer name of another port is no source of that port.',
    closes: ['B8', 'B17'],
    expect: [
      request(OTHER, 'https://ssh.tenant.example/').isRefusedInHandshake(),
      request(OTHER, 'https://packages.tenant.example/').isRefusedByPolicy(),
      request(OTHER, 'http://api.tenant.example/topics/a').isRefusedByPolicy(),
    ],
  },
  {
    because: 'A source of both ports cannot use the outer name of one port with the Host of the other port.',
    closes: ['B9'],
    expect: [request(REPORTS, 'http://confused.tenant.example/topics/a').isRefusedByPolicy()],
  },
  {
    because: 'A client that speaks HTTP/1.1 to the gateway has the route of its further HTTP port.',
    expect: [request(REPORTS, topics).goesThrough('outbound|8082||kafka.example.org')],
  },
  {
    because: 'The gateway refuses an upgrade on a further HTTP port with operations.',
    closes: ['B48'],
    expect: [
      request(REPORTS, topics, '--header', 'connection: upgrade', '--header', 'upgrade: websocket').isRefusedByPolicy(),
    ],
  },
];

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy): ConformanceCase => ({
    title: `Several ports of one host leave through the gateway, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      {
        title: 'SSH to GitHub is applied',
        apply: 'ssh',
        expect: [
          {
            because: 'The only port of a host has the name of the host.',
            expect: [tcpRequest(REPORTS, ssh).goesThrough('outbound|22||github.com')],
          },
        ],
      },
      {
        title: 'The other ports are applied, and another port of GitHub has the name of the host',
        apply: 'main',
        neverDirectly: {
          because: 'SSH is never without a route while its outer name changes.',
          expect: [tcpRequest(REPORTS, ssh), tcpRequest(OTHER, ssh), tcpRequest(LOCKED, ssh)],
        },
        expect: [...allowed, ...refused, ...unknown(outboundTrafficPolicy)],
      },
      {
        title: 'A team uses the outer names of other ports',
        kubectl: [`apply -n default ${FIXTURE}`],
        expect: otherNames,
      },
      {
        title: 'The gateway restarts',
        kubectl: [`delete -n default ${FIXTURE}`],
        restart: 'istio-system/istio-egressgateway',
        neverDirectly: {
          because: 'The routes of every port are in force while the gateway restarts.',
          expect: [request(OTHER, github), tcpRequest(OTHER, ssh), request(OTHER, packages), request(OTHER, topics)],
        },
        expect: [allowed[0] as Group<Expectation>],
      },
    ],
  }),
);

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
