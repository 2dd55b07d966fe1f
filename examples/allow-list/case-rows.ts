import { Expectation, Request, request, tcpRequest } from '../../test/conformance/cases/case';
import { arrivingAs, bringing, tunnelled } from '../../test/conformance/cases/expected';
import { Row } from '../../test/conformance/cases/row';

const GATEWAY = 'istio-egress/egress';

/** A source of a row, and callers that are no source of it. */
interface Callers {
  readonly source: string;
  readonly others: readonly string[];
}

const ORDERS: Callers = { source: 'test-egress/curl', others: ['default/curl', 'default/reports'] };
const REPORTS: Callers = { source: 'default/reports', others: ['default/curl', 'test-egress/curl'] };
/** Pods whose sidecars answer DNS queries. */
const CAPTURED: Callers = { source: 'test-egress/captured', others: ['default/captured'] };

/** What a row has besides its name, its protocol and its construct. */
interface Asked {
  readonly callers: Callers;
  readonly ask: (from: string) => Request;
  /** A part of the line of the gateway's log. */
  readonly log: string;
  /** What the host sees besides, or in another way. */
  readonly seen?: (expected: Expectation) => Expectation;
}

/** A row whose gateway refuses a caller in the handshake of mesh mTLS. */
function refusedInHandshake(row: string, protocol: string, way: string, asked: Asked): Row {
  return rowOf([row, protocol, way], asked, (each) => each.isRefusedInHandshake());
}

/** A row whose gateway refuses a request or a connection by policy. */
function refusedByPolicy(row: string, protocol: string, way: string, asked: Asked): Row {
  return rowOf([row, protocol, way], asked, (each) => each.isRefusedByPolicy());
}

function rowOf(
  [row, protocol, way]: readonly [string, string, string],
  { callers: { source, others }, ask, log, seen = (expected) => expected }: Asked,
  refused: (asked: Request) => Expectation,
): Row {
  return {
    ...{ row, protocol, way },
    allowed: [seen(ask(source).goesThrough(log, GATEWAY))],
    denied: others.map((other) => refused(ask(other))),
    plain: ask('test-egress/plain').isBlocked(),
  };
}

const url =
  (text: string, ...curl: readonly string[]) =>
  (from: string): Request =>
    request(from, text, ...curl);
const tcp =
  (text: string, ...curl: readonly string[]) =>
  (from: string): Request =>
    tcpRequest(from, text, ...curl);

const TLS = '`ExternalTlsRoute`';
const HTTP = '`ExternalHttpRoute`';
const TCP = '`ExternalTcpRoute`';

const tls: readonly Row[] = [
  refusedByPolicy('GitHub', 'HTTPS', TLS, {
    callers: ORDERS,
    ask: url('https://github.com/'),
    log: 'outbound|443||github.com',
  }),
  refusedInHandshake('API of a payment provider', 'HTTPS', TLS, {
    callers: REPORTS,
    ask: url('https://api.payments.example.com/'),
    log: 'outbound|443||api.payments.example.com',
  }),
  refusedByPolicy('image registry', 'HTTPS', `${TLS}, \`port\``, {
    callers: ORDERS,
    ask: url('https://images.example.com:8443/'),
    log: 'outbound|8443||images.example.com',
  }),
  refusedInHandshake('directory', 'LDAPS', `${TLS}, \`port\``, {
    callers: REPORTS,
    ask: url('https://ldap.example.com:636/'),
    log: 'outbound|636||ldap.example.com',
  }),
  refusedByPolicy('cache', 'Redis over TLS', `${TLS}, \`port\``, {
    callers: ORDERS,
    ask: url('https://redis.example.com:6380/'),
    log: 'outbound|6380||redis.example.com',
  }),
  refusedByPolicy('devices', 'MQTT over TLS', `${TLS}, \`port\``, {
    callers: ORDERS,
    ask: url('https://mqtt.example.com:8883/'),
    log: 'outbound|8883||mqtt.example.com',
  }),
  refusedInHandshake('message broker', 'AMQPS', `${TLS}, \`port\``, {
    callers: REPORTS,
    ask: url('https://amqp.example.com:5671/'),
    log: 'outbound|5671||amqp.example.com',
  }),
  refusedByPolicy('object store, one address per bucket', 'HTTPS', `${TLS}, \`WildcardTarget.dynamicDns()\``, {
    callers: ORDERS,
    ask: url('https://logs.s3.example.com/'),
    log: 'outbound|443||*.s3.example.com',
  }),
  refusedInHandshake('package registry, one address per name', 'HTTPS', `${TLS}, \`WildcardTarget.dynamicDns()\``, {
    callers: REPORTS,
    ask: url('https://npm.packages.example.com/'),
    log: 'outbound|443||*.packages.example.com',
  }),
  refusedByPolicy('encyclopedia, one host for all names', 'HTTPS', `${TLS}, \`WildcardTarget.host(...)\``, {
    callers: ORDERS,
    ask: url('https://de.wikipedia.org/'),
    log: 'outbound|443||*.wikipedia.org',
  }),
  refusedByPolicy('maps, through the proxy of the organization', 'HTTPS', `${TLS}, \`upstreamProxy\``, {
    callers: ORDERS,
    ask: url('https://maps.example.com/'),
    log: 'outbound|443||maps.example.com',
    seen: (expected) => tunnelled(expected, 'maps.example.com:443'),
  }),
];

const http: readonly Row[] = [
  refusedByPolicy('revocation lists', 'HTTP', HTTP, {
    callers: ORDERS,
    ask: url('http://ocsp.example.com/'),
    log: 'outbound|80||ocsp.example.com',
  }),
  refusedByPolicy('package mirror', 'HTTP', `${HTTP}, \`port\``, {
    callers: ORDERS,
    ask: url('http://apt.example.com:8080/'),
    log: 'outbound|8080||apt.example.com',
  }),
  refusedByPolicy('mirrors, one address per name', 'HTTP', `${HTTP}, \`WildcardTarget.dynamicDns()\``, {
    callers: ORDERS,
    ask: url('http://a.example.net/'),
    log: 'outbound|80||*.example.net',
  }),
  refusedByPolicy('API of a partner', 'HTTPS by the gateway', `${HTTP}, \`tlsOrigination\`, \`allowedOperations\``, {
    callers: ORDERS,
    ask: url('http://api.partner.example.com/v1/orders'),
    log: 'outbound|80||api.partner.example.com',
  }),
  refusedByPolicy('bank, with a client certificate', 'HTTPS by the gateway', `${HTTP}, \`TlsOrigination.mutual\``, {
    callers: REPORTS,
    ask: url('http://www.example.com/'),
    log: 'outbound|80||www.example.com',
  }),
  refusedByPolicy(
    'news of two regions, with failover',
    'HTTPS by the gateway',
    `${HTTP}, \`tlsOrigination\`, \`upstream\``,
    {
      callers: ORDERS,
      ask: url('http://edition.cnn.com/'),
      log: 'outbound|80||edition.cnn.com',
    },
  ),
  refusedByPolicy('ledger, with a token of the gateway', 'gRPC', `${HTTP}, \`protocol\`, \`credential\``, {
    callers: ORDERS,
    ask: url('grpc://ledger.example.com:50051/bank.Ledger/Watch'),
    log: 'outbound|50051||ledger.example.com',
    seen: (expected) => bringing(arrivingAs(expected, '2.0', 'https'), { authorization: 'token' }),
  }),
  refusedByPolicy('feed of prices', 'WebSocket', `${HTTP}, \`useClientProtocol\``, {
    callers: ORDERS,
    ask: url('ws://feed.example.com:8080/'),
    log: 'outbound|8080||feed.example.com',
    seen: (expected) => arrivingAs(expected, '1.1'),
  }),
  refusedByPolicy('schema registry of the broker', 'HTTP', `${HTTP}, a further port of a host`, {
    callers: ORDERS,
    ask: url('http://kafka.example.org:8081/'),
    log: 'outbound|8081||kafka.example.org',
  }),
  refusedByPolicy('meter without a name', 'HTTP', `${HTTP}, \`addresses\`, \`HostResolution.STATIC\``, {
    callers: ORDERS,
    ask: url('http://203.0.113.200:8080/'),
    log: 'outbound|8080||meter.corp.internal',
  }),
];

const others: readonly Row[] = [
  refusedInHandshake('GitHub', 'SSH', `${TCP}, a further port of a host`, {
    callers: REPORTS,
    ask: tcp('http://github.com:22/'),
    log: 'outbound|22||22.github.com.ports.invalid',
  }),
  refusedInHandshake('broker', 'Kafka', `${TCP}, \`addresses\``, {
    callers: ORDERS,
    ask: tcp('http://kafka.example.org:9093/'),
    log: 'outbound|9093||kafka.example.org',
  }),
  refusedInHandshake('orders of a partner', 'MySQL', `${TCP}, \`addresses\``, {
    callers: REPORTS,
    ask: tcp('http://mysql.example.com:3306/'),
    log: 'outbound|3306||mysql.example.com',
  }),
  refusedInHandshake('documents', 'MongoDB', `${TCP}, \`addresses\``, {
    callers: ORDERS,
    ask: tcp('http://mongodb.example.com:27017/'),
    log: 'outbound|27017||mongodb.example.com',
  }),
  refusedInHandshake('mail', 'SMTP submission', `${TCP}, \`addresses\``, {
    callers: ORDERS,
    ask: tcp('smtp://smtp.example.org:587/'),
    log: 'outbound|587||smtp.example.org',
  }),
  refusedInHandshake('bastion', 'SSH', `${TCP}, \`addresses\``, {
    callers: REPORTS,
    ask: tcp('http://bastion.example.com:2222/'),
    log: 'outbound|2222||bastion.example.com',
  }),
  refusedInHandshake('database whose addresses change', 'PostgreSQL', `${TCP}, \`virtualAddress\``, {
    callers: CAPTURED,
    ask: tcp('postgres://changing.example.net:5432/'),
    log: 'outbound|5432||changing.example.net',
  }),
  refusedInHandshake('database without a name', 'Oracle', `${TCP}, \`addresses\`, \`HostResolution.STATIC\``, {
    callers: ORDERS,
    ask: tcp('http://10.20.3.4:1521/'),
    log: 'outbound|1521||oracle.corp.internal',
  }),
  refusedInHandshake('servers of a partner, by a range', 'SFTP', '`ExternalCidrRoute`', {
    callers: ORDERS,
    ask: tcp('http://203.0.113.65:22/'),
    log: 'cidrs|22||sftp.partner.example.org',
  }),
  refusedInHandshake('proxy of the organization, for its own clients', 'HTTP CONNECT', `${TCP}, \`addresses\``, {
    callers: REPORTS,
    ask: tcp('https://git.example.org/', '--proxy', 'http://proxy.example.org:3128'),
    log: 'outbound|3128||proxy.example.org',
    seen: (expected) => tunnelled(expected, 'git.example.org:443', 'proxy-connection', 'user-agent'),
  }),
];

/** The rows of the list. */
export const ROWS: readonly Row[] = [...tls, ...http, ...others];
