import { describePlace } from '../manifest/evidence';
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
  place: ServerPlace,
): string {
  return isMutual
    ? `write ${mutualServer(place.server)} in ${describePlace(place)}`
    : `write a DestinationRule in namespace ${service.namespace} with a subset for ${host}, portLevelSettings: [{ port: { number: ${port} }, tls: { mode: ISTIO_MUTUAL, sni: ${host} } }]`;
}
