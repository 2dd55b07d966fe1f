/**
 * The whole way of a request, leg by leg: sidecar, gateway, outside.
 */
import { Evidence, Hop } from '../manifest/evidence';
import { Broken } from '../model/broken';
import { Mesh } from '../model/mesh';
import { clientLeg } from './client-leg';
import { refuseEmpty } from './exit';
import { clusterOfUnknown, refuseForeignMeans } from './mesh-scope';
import { portOf } from './registry';
import { targetOf } from './targets';
import { clientOf, throughGateway } from './through-gateway';
import { Destination, Request, Way } from './types';
import { upstreamTls } from './upstream-tls';

/** Returns the way of a request, which is where its packets go; policies that refuse the request are not asked. */
export function wayOf(mesh: Mesh, request: Request): Way {
  const hops: Hop[] = [{ text: request.clientNamespace }];
  try {
    return travel(mesh, { ...request, host: request.host.toLowerCase() }, hops);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { kind: 'broken', reason: error.message, decidedBy: error.decidedBy, hops };
  }
}

/** Adds to `hops` as it goes, so that a way that breaks shows how far it got. */
function travel(mesh: Mesh, request: Request, hops: Hop[]): Way {
  refuseForeignMeans(mesh, request);
  const leg = clientLeg(mesh, request);
  if (leg.kind === 'unknown') {
    const { cluster, decidedBy } = clusterOfUnknown(mesh, request.clientNamespace);
    return { kind: 'unknown', cluster, decidedBy, hops: [...hops, { text: cluster, decidedBy }] };
  }
  if (leg.kind === 'direct') {
    refuseEmpty(leg.service);
    const declared = portOf(leg.service, request.port)?.decidedBy;
    return direct(request, hops, declared ? [declared] : []);
  }
  const { to } = leg;
  const target = targetOf(mesh, request.clientNamespace, to, request.port);
  if (target.kind === 'gateway') return throughGateway(mesh, request, { target, to }, hops);
  refuseEmpty(target.service);
  upstreamTls(mesh, clientOf(request), target.cluster);
  const { service, port } = target;
  return direct({ host: service.host, port: port.number }, hops, [to.decidedBy, port.decidedBy]);
}

function direct({ host, port }: Destination, hops: readonly Hop[], decidedBy: readonly Evidence[]): Way {
  return { kind: 'direct', destination: { host, port }, hops: [...hops, { text: `${host}:${port}`, decidedBy }] };
}
