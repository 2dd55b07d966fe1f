/**
 * The names and addresses by which a gateway reads the SNI of applications, for TLS to names that the gateway resolves. The SNI is
 * inside the mesh mTLS. When the gateway has terminated the mesh mTLS of a server and checked the caller, the gateway connects to
 * itself, on a loopback address of this server.
 *
 * The names and addresses follow from the server alone, so that the apps that share a gateway need no agreement.
 */
import { createHash } from 'node:crypto';
import { ExternalHost } from './external-host';
import { HostServer, meshSni } from './host-server';

/** The addresses of a server's connections from the gateway to itself. */
export interface Loopback {
  /** The address on which the gateway reads the SNI. */
  readonly destination: string;
  /**
   * The address from which the gateway connects. Connections of other hosts have another source: the owner of a DNS name, which can
   * point the name at `destination`, does not reach the names of the wildcard.
   */
  readonly source: string;
}

/** Returns whether the gateway resolves the SNI that applications send to a server. */
export function isDynamicTls({ passthrough }: HostServer, { resolution }: ExternalHost): boolean {
  return resolution?.kind === 'DYNAMIC_DNS' && passthrough !== undefined;
}

/**
 * Returns the addresses of a server, in two halves of 127.64.0.0/10 and 127.128.0.0/10. Each has 22 bits of a hash of the outer SNI.
 * If two servers have one destination, their sources differ, and a policy accepts the source of its server only.
 */
export function loopbackOf(server: HostServer): Loopback {
  const [a = 0, b, c, d = 0, e, f] = createHash('sha256').update(meshSni(server)).digest();
  return { destination: `127.${64 + (a % 64)}.${b}.${c}`, source: `127.${128 + (d % 64)}.${e}.${f}` };
}
