import { mutualServer } from '../../answer/mutual-server';
import { bareHost } from '../../model/hosts';
import { Server } from '../../model/specs';
import { tlsMode } from '../../way/servers';

/** Returns whether a server with a TLS mode verifies certificates of callers: of the mesh, or of another authority. */
export function verifiesCallers(mode: string | undefined): boolean {
  return mode === 'ISTIO_MUTUAL' || mode === 'MUTUAL';
}

/**
 * Returns the instruction by which a server authenticates its callers.
 *
 * @param place the path of the server
 */
export function mutualTlsIn(server: Server, place: string): string {
  const passes = tlsMode(server) === 'PASSTHROUGH';
  const rules = passes ? ', and the rules of the gateway in spec.tcp in place of spec.tls' : '';
  return `write ${mutualServer(server)} in ${place}${passes ? ',' : ', and'} ${clientTls(server.hosts ?? [])} in the DestinationRule of the Service of the gateway, in the namespace of the Service${rules}`;
}

/** A server with mesh mTLS accepts only connections whose SNI is one of its hosts. Istio's own SNI is none of them. */
function clientTls(hosts: readonly string[]): string {
  const names = [...new Set(hosts.map(bareHost))];
  const [name = '*'] = names;
  if (names.includes('*') || names.length === 0) return 'tls: { mode: ISTIO_MUTUAL }';
  if (names.length === 1 && !name.startsWith('*')) return `tls: { mode: ISTIO_MUTUAL, sni: ${name} }`;
  return `a subset with tls: { mode: ISTIO_MUTUAL, sni: HOST } for each host`;
}
