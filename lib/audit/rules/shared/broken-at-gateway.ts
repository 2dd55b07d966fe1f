import { Cause } from '../../model/broken';
import { serversIn, ServerPlace } from '../../model/server-place';
import { Mesh } from '../../model/mesh';
import { GatewayConnection, Request } from '../../way/types';
import { hostWays } from './host-ways';
import { perMesh } from '../../model/per-mesh';

/** A request that the pods of a gateway do not accept. */
export interface RefusedRequest {
  readonly request: Request;
  readonly cause: Cause;
  /** The connection that fails. */
  readonly connection: GatewayConnection;
  /** The servers of the listener. */
  readonly servers: readonly ServerPlace[];
}

/** Returns the requests for declared hosts that fail at the listener of a gateway. */
export const refusedRequests: (mesh: Mesh) => readonly RefusedRequest[] = perMesh((mesh) =>
  hostWays(mesh).flatMap(({ ways }) =>
    ways.flatMap(({ request, way }): RefusedRequest[] => {
      const connection = way.connections[way.connections.length - 1];
      if (way.kind !== 'broken' || connection === undefined) return [];
      const servers = serversIn(way.decidedBy);
      if (servers.length === 0) return [];
      return [{ request, cause: way.cause, connection, servers }];
    }),
  ),
);
