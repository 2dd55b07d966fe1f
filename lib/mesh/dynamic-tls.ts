/**
 * The names and addresses by which a gateway reads the SNI of applications, for TLS to names that the gateway resolves. The SNI is
 * inside the mesh mTLS. When the gateway has terminated the mesh mTLS of a server and checked the caller, the gateway connects to
 * itself, on a loopback address of this server.
 *
 * The names and addresses follow from the server alone, so that the apps that share a gateway need no agreement.
 */
import { ExternalHost } from './external-host';
import { HostServer, meshSni } from './host-server';
import { Loopback, loopbackOf } from './loopback';

/** Returns whether the gateway resolves the SNI that applications send to a server. */
export function isDynamicTls({ passthrough }: HostServer, { resolution }: ExternalHost): boolean {
  return resolution?.kind === 'DYNAMIC_DNS' && passthrough !== undefined;
}

/** Returns the addresses of a server: the destination in 127.64.0.0/10, the source in 127.128.0.0/10. */
export function dynamicTlsLoopback(server: HostServer): Loopback {
  return loopbackOf(meshSni(server), 'wildcard');
}
