import { readFileSync } from 'node:fs';
import { assertNoPlaintextStart, PLAINTEXT_START } from '../../../lib/network/plaintext-start';
import { findingOf } from '../input/findings';

test.each([
  [21, 'FTP'],
  [22, 'SSH'],
  [25, 'SMTP'],
  [110, 'POP3'],
  [119, 'NNTP'],
  [143, 'IMAP'],
  [389, 'LDAP'],
  [587, 'SMTP submission'],
  [1433, 'SQL Server'],
  [1521, 'Oracle Database'],
  [2525, 'SMTP submission'],
  [3268, 'LDAP'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [4190, 'ManageSieve'],
  [5222, 'XMPP'],
  [5432, 'PostgreSQL'],
  [5439, 'Amazon Redshift'],
  [5900, 'VNC'],
  [26257, 'CockroachDB'],
])('port %i of a TLS route is rejected, because %s starts in plain text', (port, protocol) => {
  const finding = findingOf(() => assertNoPlaintextStart('port of an ExternalTlsRoute', port, 'TLS'));
  expect(finding).toMatchObject({
    code: 'EGR0408',
    problem: `port of an ExternalTlsRoute cannot be ${port}, the port of ${protocol}, which starts in plain text`,
    got: String(port),
    fix: `use an ExternalTcpRoute with port: ${port}, also if the connection is encrypted later`,
  });
});

// HTTPS, SMTP, IMAP, POP3, LDAP, AMQP, MQTT and Redis over TLS, Kafka, MongoDB, Oracle Database over TLS, a global catalog over TLS.
test.each([443, 465, 993, 995, 636, 5671, 8883, 6380, 9093, 27017, 2484, 3269])(
  'port %i is accepted, because hosts speak TLS there from the first byte on',
  (port) => {
    expect(() => assertNoPlaintextStart('port of an ExternalTlsRoute', port, 'TLS')).not.toThrow();
  },
);

test('the guide lists every protocol with its ports', () => {
  const guide = readFileSync('docs/guide/tcp.md', 'utf8');
  for (const [port, protocol] of Object.entries(PLAINTEXT_START)) {
    expect(guide).toMatch(new RegExp(`\\| ${protocol} +\\| (\\d+, )*${port}(, \\d+)* +\\|`));
  }
});
