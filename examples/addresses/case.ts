import { ConformanceCase, Expectation, ofNoRoute, request, tcpRequest } from '../../test/conformance/cases/case';
import { keeping } from '../../test/conformance/cases/expected';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

// The servers answer in HTTP on all ports. The proxies handle the traffic of TCP routes as TCP.
const oracle = 'http://10.20.3.4:1521/';
const meter = 'http://203.0.113.200:8080/';
const ssh = 'http://203.0.113.200:22/';
const consoleTls = 'https://203.0.113.201:8443/';
const firewall = 'http://203.0.113.201/';
const db = 'http://changing.example.net:5432/';
const replica = 'http://replica.example.org:5432/';
const bank = 'https://www.example.com/';
const news = 'https://edition.cnn.com/';

/** A client with its own service account, in a namespace without a lockdown. */
const REPORTS = 'default/reports';
/** A client with another service account in the same namespace. */
const OTHER = 'default/curl';
/** A client in a locked-down namespace. */
const LOCKED = 'test-egress/curl';
/** Clients whose sidecars answer DNS queries, in a namespace without a lockdown, and in one with. */
const FREE_CAPTURED = 'default/captured';
const CAPTURED = 'test-egress/captured';

const CAPTURE = 'test/conformance/cases/fixtures/dns-capture.yaml';
const PRIMARY = 'test/conformance/cases/fixtures/changing-host-primary.yaml';
const STANDBY = 'test/conformance/cases/fixtures/changing-host-standby.yaml';

/** The part of a line of the gateway's log with the server that the gateway connected to. */
const line = (server: string, port: number, host: string): string => `${server}" outbound|${port}||${host}`;

const allowedOracle = tcpRequest(LOCKED, oracle).goesThrough(line('10.20.3.4:1521', 1521, 'oracle.corp.internal'));
const toMeter = line('203.0.113.200:8080', 8080, 'meter.corp.internal');

const byAddress: readonly Group<Expectation>[] = [
  {
    because:
      'Hosts with the resolution STATIC are reached at their addresses through the gateway. The DNS has another address for their names.',
    expect: [
      allowedOracle,
      tcpRequest(REPORTS, ssh).goesThrough(line('203.0.113.200:22', 22, 'meter.corp.internal')),
      tcpRequest(REPORTS, consoleTls).goesThrough(line('203.0.113.201:8443', 8443, 'firewall.corp.internal')),
    ],
  },
  {
    because: 'The host receives the Host header of its address, and the headers of a request without a mesh.',
    expect: [
      request(LOCKED, meter).goesThrough(toMeter),
      request(LOCKED, firewall).goesThrough(line('203.0.113.201:443', 80, 'firewall.corp.internal')),
    ],
  },
  {
    because: 'A request for the address goes to the address, whatever the application connected to.',
    closes: ['B10'],
    expect: [
      keeping(
        request(LOCKED, 'http://203.0.113.99:8080/', '--header', 'host: 203.0.113.200:8080').goesThrough(toMeter),
        'host',
      ),
    ],
  },
  {
    because:
      'The gateway refuses clients that are no source of a route by address, and other methods than those of the route.',
    closes: ['B13', 'B29'],
    expect: [
      tcpRequest(REPORTS, oracle).isRefusedInHandshake(),
      tcpRequest(OTHER, oracle).isRefusedInHandshake(),
      tcpRequest(LOCKED, ssh).isRefusedInHandshake(),
      tcpRequest(OTHER, consoleTls).isRefusedInHandshake(),
      request(REPORTS, meter).isRefusedByPolicy(),
      request(OTHER, firewall).isRefusedByPolicy(),
      request(LOCKED, meter, '--request', 'DELETE').isRefusedByPolicy(),
    ],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [tcpRequest('test-egress/plain', oracle).isBlocked(7), request('test-egress/plain', meter).isBlocked(7)],
  },
];

const allowedDb = (server: string): Expectation =>
  tcpRequest(CAPTURED, db).goesThrough(line(`${server}:5432`, 5432, 'changing.example.net'));

const byName: readonly Group<Expectation>[] = [
  {
    because:
      'Sidecars that answer DNS queries identify TCP hosts by name: two hosts on one port leave through the gateway.',
    closes: ['B29'],
    expect: [
      allowedDb('203.0.113.210'),
      tcpRequest(CAPTURED, replica).goesThrough(line('203.0.113.16:5432', 5432, 'replica.example.org')),
    ],
  },
  {
    because: 'These sidecars also answer DNS queries for hosts with the resolution STATIC.',
    expect: [
      keeping(request(CAPTURED, 'http://meter.corp.internal:8080/').goesThrough(toMeter), 'host'),
      keeping(
        tcpRequest(CAPTURED, 'http://oracle.corp.internal:1521/').goesThrough(
          line('10.20.3.4:1521', 1521, 'oracle.corp.internal'),
        ),
        'host',
      ),
    ],
  },
  {
    because: 'The gateway refuses clients that are no source of the host.',
    closes: ['B13', 'B29'],
    expect: [
      tcpRequest(FREE_CAPTURED, db).isRefusedInHandshake(),
      tcpRequest(FREE_CAPTURED, replica).isRefusedInHandshake(),
    ],
  },
];

/** Requests by name of clients without the virtual addresses, and to the real address of a host. */
const withoutCapture = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation>[] => [
  ...ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) => [tcpRequest(client, db), tcpRequest(client, replica)]),
    ['B29'],
  ),
  ...ofNoRoute(
    outboundTrafficPolicy,
    FREE_CAPTURED,
    [FREE_CAPTURED, CAPTURED].map((client) => tcpRequest(client, 'http://203.0.113.16:5432/')),
    ['B29'],
  ),
];

/** Requests to an address of a host with the Host header or the port of no route, and to another address on the port of a host. */
const otherRequests = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation>[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) => [
      request(client, meter, '--header', 'host: other.example.org'),
      request(client, 'http://203.0.113.201:8080/'),
      tcpRequest(client, 'http://10.20.3.4:5432/'),
      tcpRequest(client, 'http://203.0.113.99:1521/'),
    ]),
    ['B10', 'B28'],
  );

const toRealAddress = ['--resolve', 'www.example.com:443:203.0.113.11'];
const newsToRealAddress = ['--resolve', 'edition.cnn.com:443:203.0.113.10'];

const tls = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation>[] => [
  {
    because: 'In sidecars that answer DNS queries, TLS routes apply to calls by name.',
    expect: [
      request(CAPTURED, bank).goesThrough(line('203.0.113.11:443', 443, 'www.example.com')),
      request(CAPTURED, news).goesThrough(line('203.0.113.10:443', 443, 'edition.cnn.com')),
    ],
  },
  {
    because:
      'A host whose ServiceEntry has the label is identified by its SNI at every address, as without DNS capture.',
    closes: ['B10'],
    expect: [
      request(CAPTURED, news, ...newsToRealAddress).goesThrough('outbound|443||edition.cnn.com'),
      request(LOCKED, bank, ...toRealAddress).goesThrough('outbound|443||www.example.com'),
    ],
  },
  {
    because: 'The gateway refuses clients that are no source of the TLS host.',
    closes: ['B13'],
    expect: [
      request(FREE_CAPTURED, news, ...newsToRealAddress).isRefusedByPolicy(),
      request(FREE_CAPTURED, bank).isRefusedByPolicy(),
    ],
  },
  {
    because: 'No direct way out of a locked-down namespace is open to a request to which no route applies.',
    closes: ['B10'],
    expect: [request(CAPTURED, bank, ...toRealAddress).isBlocked()],
  },
  outboundTrafficPolicy === 'ALLOW_ANY'
    ? {
        because: 'TLS to the real address of a host that has an address of istiod matches no route.',
        remains: ['B10'],
        expect: [request(FREE_CAPTURED, bank, ...toRealAddress).goesDirectly()],
      }
    : {
        because: 'Under REGISTRY_ONLY, the sidecar blocks a request to which no route applies.',
        closes: ['B10'],
        expect: [request(FREE_CAPTURED, bank, ...toRealAddress).isBlocked()],
      },
];

const leave = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `Hosts without a DNS name, and hosts whose addresses change, leave through the gateway, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    {
      title: 'The manifests are applied',
      kubectl: [`apply -f ${CAPTURE}`, `apply -f ${PRIMARY}`],
      apply: 'main',
      expect: [
        ...byAddress,
        ...byName,
        ...otherRequests(outboundTrafficPolicy),
        ...withoutCapture(outboundTrafficPolicy),
        ...tls(outboundTrafficPolicy),
      ],
    },
    {
      title: 'The address of a database changes',
      kubectl: [`apply -f ${STANDBY}`],
      // The restart lasts longer than the TTL of the DNS record: 1 second.
      restart: CAPTURED,
      expect: [
        {
          because: 'The gateway connects to the address that the DNS has now.',
          expect: [allowedDb('203.0.113.211')],
        },
      ],
      unreached: { because: 'Nobody connects to the old address.', expect: ['primary.example.net'] },
    },
    { title: 'The manifests are deleted', kubectl: [`delete -f ${STANDBY}`, `delete -f ${CAPTURE}`], delete: 'main' },
  ],
}));

export const cases: readonly ConformanceCase[] = leave;

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
