import { Evidence } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Server } from '../model/specs';
import { BrokenWay, GatewayConnection, Request } from '../way/types';
import { mutualServer } from './mutual-server';

/** A server of a Gateway, with its place. */
export interface ServerAt {
  readonly server: Server;
  readonly evidence: Required<Evidence>;
}

/** Returns the servers of the listener at which a request fails. */
export function serversAt({ decidedBy }: BrokenWay): readonly ServerAt[] {
  return decidedBy.flatMap(({ manifest, path = [] }): ServerAt[] => {
    const [spec, servers, index] = path;
    if (manifest.kind !== 'Gateway' || spec !== 'spec' || servers !== 'servers' || typeof index !== 'number') return [];
    const server = (manifest.spec as { readonly servers?: readonly Server[] }).servers?.[index];
    return server ? [{ server, evidence: { manifest, path: ['spec', 'servers', index] } }] : [];
  });
}

/** Returns the first server if none of the servers agrees with the connection on mesh mTLS. */
export function mtlsMismatch({ isMutual }: GatewayConnection, servers: readonly ServerAt[]): ServerAt | undefined {
  const agrees = servers.some(({ server }) => (server.tls?.mode === 'ISTIO_MUTUAL') === isMutual);
  return agrees ? undefined : servers[0];
}

/** Returns the instruction by which both ends of a connection use mesh mTLS. */
export function fixOfMtls(
  { host }: Request,
  { isMutual, service, port }: GatewayConnection,
  { server, evidence }: ServerAt,
): string {
  return isMutual
    ? `write ${mutualServer(server)} in ${pathText(evidence.path)} of ${nameOf(evidence.manifest)}`
    : `write a DestinationRule in namespace ${service.namespace} with a subset for ${host}, portLevelSettings: [{port: {number: ${port}}, tls: {mode: ISTIO_MUTUAL, sni: ${host}}}]`;
}
