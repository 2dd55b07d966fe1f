import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { ServerPlace } from '../model/server-place';
import { GatewayConnection, Request } from '../way/types';
import { mutualServer } from './mutual-server';

/** Returns the first server if none of the servers agrees with the connection on mesh mTLS. */
export function mtlsMismatch(
  { isMutual }: GatewayConnection,
  servers: readonly ServerPlace[],
): ServerPlace | undefined {
  const agrees = servers.some(({ server }) => (server.tls?.mode === 'ISTIO_MUTUAL') === isMutual);
  return agrees ? undefined : servers[0];
}

/** Returns the instruction by which both ends of a connection use mesh mTLS. */
export function fixOfMtls(
  { host }: Request,
  { isMutual, service, port }: GatewayConnection,
  { server, manifest, path }: ServerPlace,
): string {
  return isMutual
    ? `write ${mutualServer(server)} in ${pathText(path)} of ${nameOf(manifest)}`
    : `write a DestinationRule in namespace ${service.namespace} with a subset for ${host}, portLevelSettings: [{ port: { number: ${port} }, tls: { mode: ISTIO_MUTUAL, sni: ${host} } }]`;
}
