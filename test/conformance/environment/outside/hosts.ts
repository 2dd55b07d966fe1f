/** The hosts outside, each with an address of its own. Every other name has the last one. */
export const OUTSIDE_HOSTS: Readonly<Record<string, string>> = {
  'edition.cnn.com': '203.0.113.10',
  'www.example.com': '203.0.113.11',
  'api.example.org': '203.0.113.12',
  'private.example.org': '203.0.113.13',
  'misnamed.example.org': '203.0.113.14',
  'db.example.org': '203.0.113.15',
  'replica.example.org': '203.0.113.16',
  'git.example.org': '203.0.113.17',
  'www.wikipedia.org': '203.0.113.18',
  'de.wikipedia.org': '203.0.113.19',
  'm.de.wikipedia.org': '203.0.113.20',
  'wikipedia.org': '203.0.113.21',
  'a.example.net': '203.0.113.22',
  'b.example.net': '203.0.113.23',
  'mail.example.org': '203.0.113.24',
  'smtp.example.org': '203.0.113.25',
  'grpc.example.org': '203.0.113.26',
  'feed.example.org': '203.0.113.27',
  'pg.example.org': '203.0.113.28',
  'github.com': '203.0.113.32',
  'kafka.example.org': '203.0.113.33',
  'west.example.com': '203.0.113.34',
  'east.example.com': '203.0.113.35',
  'proxy.example.org': '203.0.113.40',
  'logs.s3.example.com': '203.0.113.50',
  'media.s3.example.com': '203.0.113.51',
  'audit.s3.example.com': '203.0.113.52',
  'logs.eu.s3.example.com': '203.0.113.53',
  'npm.packages.example.com': '203.0.113.54',
  's3.example.com': '203.0.113.55',
  'a.partner.example.org': '203.0.113.65',
  'archive.example.org': '203.0.113.66',
  'b.partner.example.org': '203.0.113.67',
  'relay.partner.example.org': '203.0.113.69',
  'beside.partner.example.org': '203.0.113.72',
  'api.payments.example.com': '203.0.113.80',
  'images.example.com': '203.0.113.81',
  'ldap.example.com': '203.0.113.82',
  'redis.example.com': '203.0.113.83',
  'mqtt.example.com': '203.0.113.84',
  'amqp.example.com': '203.0.113.85',
  'ocsp.example.com': '203.0.113.86',
  'apt.example.com': '203.0.113.87',
  'api.partner.example.com': '203.0.113.88',
  'ledger.example.com': '203.0.113.89',
  'mysql.example.com': '203.0.113.90',
  'mongodb.example.com': '203.0.113.91',
  'bastion.example.com': '203.0.113.92',
  'maps.example.com': '203.0.113.93',
  'feed.example.com': '203.0.113.94',
  'primary.example.net': '203.0.113.210',
  'standby.example.net': '203.0.113.211',
};

/** Addresses outside that no name has. */
export const NAMELESS_ADDRESSES: readonly string[] = ['10.20.3.4', '203.0.113.200', '203.0.113.201'];
/** A name outside whose address a case sets: that of the Service without a selector. */
export const CHANGING_HOST = 'changing.example.net';
export const CHANGING_SERVICE = 'changing.kube-system.svc.cluster.local';

/** Has a certificate of an authority that no pod trusts by itself. */
export const PRIVATE_HOST = 'private.example.org';
/** Has a certificate for another name. */
export const MISNAMED_HOST = 'misnamed.example.org';

export const ANY_OTHER_HOST = '203.0.113.99';
/** Where clouds tell a machine, and whoever asks from it, who it is. */
export const METADATA_ADDRESS = '169.254.169.254';
/** Names of a domain outside whose answers lead inside; the last one also has an address at which nothing is. */
export const NAMES_INSIDE: Readonly<Record<string, readonly string[]>> = {
  'metadata.example.net': [METADATA_ADDRESS],
  'apiserver.example.net': ['10.96.0.1'],
  'several.example.net': ['203.0.113.250', METADATA_ADDRESS],
  'metadata.s3.example.com': [METADATA_ADDRESS],
  'apiserver.s3.example.com': ['10.96.0.1'],
  'private.s3.example.com': ['192.168.7.7'],
  'several.s3.example.com': ['203.0.113.250', METADATA_ADDRESS],
  // Where the gateway reads the SNI of names below *.s3.example.com.
  'partner.example.com': ['127.98.134.151'],
  // Where the tunnel to smtp.example.org begins.
  'relay.example.net': ['127.1.10.161'],
};
/** The names that the servers answer to. */
export const SERVED_NAMES: readonly string[] = [...Object.keys({ ...OUTSIDE_HOSTS, ...NAMES_INSIDE }), CHANGING_HOST];
/** Those that end in 443 speak TLS, and those of {@link TLS_PORTS}. */
export const OUTSIDE_PORTS: readonly number[] = [
  ...[22, 80, 443, 587, 636, 1521, 2222, 3128, 3306, 5432, 5671, 6380, 7443, 8080, 8081, 8082, 8443, 8883, 9093],
  ...[9443, 27017, 50051, 50443],
];
/** Ports of protocols over TLS. */
export const TLS_PORTS: readonly number[] = [636, 5671, 6380, 8883];
/** Answer datagrams of UDP: a resolver, and HTTP/3. */
export const OUTSIDE_DATAGRAM_PORTS: readonly number[] = [53, 443];
/** Speaks first, as SMTP. */
export const MAIL_PORT = 587;
/** Speaks HTTP CONNECT. */
export const CONNECT_PORT = 3128;
/** Speaks no TLS newer than 1.2. */
export const OLD_TLS_PORT = 7443;
/** Asks for a certificate of the client. */
export const CLIENT_CERTIFICATE_PORT = 9443;
/** Speaks HTTP/2 without TLS, and no HTTP/1.1. */
export const HTTP2_PORT = 50051;
/** Speaks HTTP/2 and HTTP/1.1 over TLS, as ALPN selects. */
export const HTTP2_TLS_PORT = 50443;
/** Speaks as PostgreSQL until TLS starts. */
export const POSTGRES_PORT = 5432;
/** Accept an upgrade to WebSocket. Servers on other ports of HTTP answer such a request as any other. */
export const WEB_SOCKET_PORTS: readonly number[] = [8080, 8443];
