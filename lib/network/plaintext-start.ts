import { EgressError } from '../input/egress-error';

/**
 * The protocols that start in plain text on their usual port, although the connection may be encrypted later: in most of them the
 * server speaks first, in the others a message of the client precedes the TLS handshake.
 *
 * @see https://www.iana.org/assignments/service-names-port-numbers
 * @see https://www.rfc-editor.org/rfc/rfc4253#section-4.2 (SSH)
 * @see https://www.rfc-editor.org/rfc/rfc4217 (FTP)
 * @see https://www.rfc-editor.org/rfc/rfc3207 (SMTP)
 * @see https://www.rfc-editor.org/rfc/rfc2595 (IMAP, POP3)
 * @see https://www.rfc-editor.org/rfc/rfc4513#section-3 (LDAP)
 * @see https://www.rfc-editor.org/rfc/rfc6120#section-5 (XMPP)
 * @see https://www.rfc-editor.org/rfc/rfc4642 (NNTP)
 * @see https://www.rfc-editor.org/rfc/rfc5804 (ManageSieve)
 * @see https://www.rfc-editor.org/rfc/rfc6143#section-7.1 (VNC)
 * @see https://www.postgresql.org/docs/17/protocol-flow.html#PROTOCOL-FLOW-SSL
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-tds (SQL Server)
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-rdpbcgr (RDP)
 * @see https://docs.oracle.com/en/database/oracle/oracle-database/19/netrf/protocol-address-configuration.html (Oracle Database)
 */
export const PLAINTEXT_START: Readonly<Record<number, string>> = {
  21: 'FTP',
  22: 'SSH',
  25: 'SMTP',
  110: 'POP3',
  119: 'NNTP',
  143: 'IMAP',
  389: 'LDAP',
  587: 'SMTP submission',
  1433: 'SQL Server',
  1521: 'Oracle Database',
  2525: 'SMTP submission',
  3268: 'LDAP',
  3306: 'MySQL',
  3389: 'RDP',
  4190: 'ManageSieve',
  5222: 'XMPP',
  5269: 'XMPP',
  5432: 'PostgreSQL',
  5439: 'Amazon Redshift',
  5900: 'VNC',
  6432: 'PgBouncer',
  26257: 'CockroachDB',
  33060: 'MySQL',
};

/**
 * Rejects the usual ports of protocols that start in plain text, for a route that needs another protocol from the first byte
 * on. On a running mesh, PostgreSQL on a TLS route bypassed the gateway under `ALLOW_ANY`, and SMTP waited forever.
 *
 * @param what subject of the error: `port of an ExternalTlsRoute`
 * @param starts what the hosts speak from the first byte on
 * @throws EgressError
 */
export function assertNoPlaintextStart(what: string, port: number, starts: string, fix = useTcpRoute(port)): void {
  // An object without a prototype is no key.
  if (typeof port === 'object' || !Object.hasOwn(PLAINTEXT_START, port)) return;
  throw EgressError.of({
    code: 'EGR0408',
    problem: `${what} cannot be ${port}, the port of ${PLAINTEXT_START[port]}, which starts in plain text`,
    got: port,
    allowed: `a port where the hosts speak ${starts} from the first byte on`,
    fix,
  });
}

/** Returns the fix for a port of a protocol that starts in plain text. */
export function useTcpRoute(port: number): string {
  return `use an ExternalTcpRoute with port: ${port}, also if the connection is encrypted later`;
}
