/**
 * The whole way of a request, leg by leg: sidecar, gateway, outside.
 */
import { Evidence } from '../manifest/evidence';
import { Broken } from '../model/broken';
import { Mesh } from '../model/mesh';
import { clientLeg } from './client-leg';
import { patchesOf } from './envoy-patches';
import { refuseEmpty } from './exit';
import { Journey } from './journey';
import { clusterOfUnknown, egressProxyOf, refuseForeignMeans } from './mesh-scope';
import { portOf } from './registry';
import { targetOf } from './targets';
import { throughGateway } from './through-gateway';
import { Destination, Request, Way } from './types';
import { upstreamTls } from './upstream-tls';
import { clientViewer } from './viewer';

/** Returns the way of a request, which is where its packets go; policies that refuse the request are not asked. */
export function wayOf(mesh: Mesh, request: Request): Way {
  const journey = new Journey();
  journey.reach(request.clientNamespace);
  try {
    return travel(mesh, { ...request, host: request.host.toLowerCase() }, journey);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { kind: 'broken', reason: error.message, decidedBy: error.decidedBy, ...journey.travelled };
  }
}

function travel(mesh: Mesh, request: Request, journey: Journey): Way {
  const client = clientViewer(mesh, request.clientNamespace, request.clientLabels);
  refuseForeignMeans(mesh, client, request);
  journey.assume(patchesOf(mesh, client).assumptions);
  const leg = clientLeg(mesh, client, request);
  if (leg.kind === 'direct') {
    refuseEmpty(leg.service);
    const declared = portOf(leg.service, request.port)?.decidedBy;
    return direct(request, journey, declared ? [declared] : []);
  }
  const to = leg.kind === 'routed' ? leg.to : egressProxyOf(mesh, client);
  if (to === undefined) {
    const { cluster, decidedBy } = clusterOfUnknown(mesh, client);
    journey.reach(cluster, decidedBy);
    return { kind: 'unknown', cluster, decidedBy, ...journey.travelled };
  }
  const target = targetOf(mesh, client, to, request.port);
  if (target.kind === 'gateway') return throughGateway(mesh, client, request, { target, to }, journey);
  refuseEmpty(target.service);
  upstreamTls(mesh, client, target.cluster);
  const { service, port } = target;
  return direct({ host: service.host, port: port.number }, journey, [to.decidedBy, port.decidedBy]);
}

function direct({ host, port }: Destination, journey: Journey, decidedBy: readonly Evidence[]): Way {
  journey.reach(`${host}:${port}`, decidedBy);
  return { kind: 'direct', destination: { host, port }, ...journey.travelled };
}
