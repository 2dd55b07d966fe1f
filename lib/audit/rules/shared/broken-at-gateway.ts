import { Evidence } from '../../manifest/evidence';
import { Cause } from '../../model/broken';
import { Mesh } from '../../model/mesh';
import { Server } from '../../model/specs';
import { GatewayConnection, Request } from '../../way/types';
import { hostWays } from './host-ways';
import { perMesh } from '../../model/per-mesh';

/** A request that the pods of a gateway do not accept. */
export interface RefusedRequest {
  readonly request: Request;
  readonly cause: Cause;
  /** The connection that fails. */
  readonly connection: GatewayConnection;
  /** The servers of the listener, with their places. */
  readonly servers: readonly { readonly server: Server; readonly evidence: Required<Evidence> }[];
}

/** Returns the requests for declared hosts that fail at the listener of a gateway. */
export const refusedRequests: (mesh: Mesh) => readonly RefusedRequest[] = perMesh((mesh) =>
  hostWays(mesh).flatMap(({ ways }) =>
    ways.flatMap(({ request, way }): RefusedRequest[] => {
      const connection = way.connections[way.connections.length - 1];
      if (way.kind !== 'broken' || connection === undefined) return [];
      const servers = way.decidedBy.flatMap(serverAt);
      if (servers.length === 0) return [];
      return [{ request, cause: way.cause, connection, servers }];
    }),
  ),
);

/** Returns the server of a Gateway object at a place. */
function serverAt({ manifest, path = [] }: Evidence): RefusedRequest['servers'] {
  const [spec, servers, index] = path;
  if (manifest.kind !== 'Gateway' || spec !== 'spec' || servers !== 'servers' || typeof index !== 'number') return [];
  const server = (manifest.spec as { readonly servers?: readonly Server[] }).servers?.[index];
  return server ? [{ server, evidence: { manifest, path: ['spec', 'servers', index] } }] : [];
}
