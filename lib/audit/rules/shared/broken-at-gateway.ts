import { Evidence } from '../../manifest/evidence';
import { Cause } from '../../model/broken';
import { Mesh } from '../../model/mesh';
import { Server } from '../../model/specs';
import { Request } from '../../way/types';
import { hostWays } from './host-ways';
import { perMesh } from '../../model/per-mesh';

/** A request that the pods of a gateway do not accept. */
export interface RefusedRequest {
  readonly request: Request;
  readonly cause: Cause;
  /** Whether the sidecar of the client starts mesh mTLS. */
  readonly hasMutualTls: boolean;
  /** The settings of the connection to the gateway, if a DestinationRule has any. */
  readonly settings: Evidence | undefined;
  /** The Service and the port that the sidecar connects to: `istio-egress/egress:443`. */
  readonly station: string;
  /** The servers of the listener, with their places. */
  readonly servers: readonly { readonly server: Server; readonly evidence: Required<Evidence> }[];
}

/** Returns the requests for declared hosts that fail at the listener of a gateway. */
export const refusedRequests: (mesh: Mesh) => readonly RefusedRequest[] = perMesh((mesh) =>
  hostWays(mesh).flatMap(({ ways }) =>
    ways.flatMap(({ request, way }): RefusedRequest[] => {
      const [, connection, station, ...more] = way.hops;
      if (way.kind !== 'broken' || connection === undefined || station === undefined || more.length > 0) return [];
      const servers = way.decidedBy.flatMap(serverAt);
      if (servers.length === 0) return [];
      const hasMutualTls = connection.text === 'mTLS';
      const [settings] = connection.decidedBy ?? [];
      return [{ request, cause: way.cause, hasMutualTls, settings, station: station.text, servers }];
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
