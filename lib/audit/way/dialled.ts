/**
 * Connections of a sidecar to the address that the application dials, whatever the address is: clusters of the type ORIGINAL_DST
 * (core/cluster.go convertResolution), for headless Services and by PASSTHROUGH of DestinationRules.
 */
import { Evidence } from '../manifest/evidence';
import { broken } from '../model/broken';
import { Mesh } from '../model/mesh';
import { Journey } from './journey';
import { mayPassThrough } from './passthrough';
import { DirectWay, Request } from './types';
import { Cluster, upstreamTls } from './upstream-tls';
import { Viewer } from './viewer';
import { hostPort } from '../model/host-port';

/** A cluster without endpoints of its own. */
export interface DialledCluster {
  readonly cluster: Cluster;
  readonly decidedBy: readonly Evidence[];
}

/** Returns the cluster that PASSTHROUGH of a DestinationRule deprives of its endpoints. */
export function passthroughCluster(
  mesh: Mesh,
  client: Viewer,
  cluster: Cluster,
  routedBy: readonly Evidence[],
): DialledCluster | undefined {
  const passthrough = mayPassThrough(mesh, cluster.host) ? upstreamTls(mesh, client, cluster).passthrough : undefined;
  return passthrough && { cluster, decidedBy: [passthrough, ...routedBy] };
}

/** Returns the way of a request to the address that the application dials. */
export function toDialled(
  mesh: Mesh,
  client: Viewer,
  request: Request,
  { cluster, decidedBy }: DialledCluster,
  journey: Journey,
): DirectWay {
  const { host, port } = request;
  const origination = originationOf(mesh, client, request, cluster, journey);
  journey.reach('the address that the application dials', decidedBy);
  const [dialledBy] = decidedBy;
  return { kind: 'direct', destination: { host, port }, origination, dialledBy, ...journey.travelled };
}

/** Returns the TLS that a sidecar starts towards the outside. Refuses TLS that no server outside accepts. */
export function originationOf(
  mesh: Mesh,
  client: Viewer,
  { protocol }: Request,
  cluster: Cluster,
  journey: Journey,
): DirectWay['origination'] {
  const { host, port } = cluster;
  const { mode, decidedBy } = upstreamTls(mesh, client, cluster);
  if (mode === 'ISTIO_MUTUAL')
    broken('mtls-mismatch', `mesh mTLS would leave the mesh towards ${hostPort(host, port)}`, ...decidedBy);
  if (mode !== 'NONE' && protocol === 'tls') {
    broken('tls-in-tls', `TLS in TLS: the sidecar starts ${mode} TLS for ${hostPort(host, port)}`, ...decidedBy);
  }
  if (mode !== 'NONE') journey.reach(mode === 'MUTUAL' ? 'mutual TLS' : 'TLS', decidedBy);
  return mode;
}
