/**
 * The whole way of a request, leg by leg: sidecar, gateway, outside.
 */
import { Evidence } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { Broken, broken } from '../model/broken';
import { NotEvaluated, notEvaluated } from '../model/unevaluated';
import { clusterServices } from '../model/cluster-services';
import { isWildcard } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { selectorsOfOrdinaryPods } from '../model/ordinary-pods';
import { canonicalHost } from '../model/outside-services';
import { perMesh } from '../model/per-mesh';
import { getOrAdd } from '../../input/get-or-add';
import { Memo } from '../../input/memo';
import { namespaceLike } from './distinct-namespaces';
import { routeOfGeneratedService } from './api-gateways';
import { everyWay } from './alternatives';
import { clientLeg } from './client-leg';
import { originationOf, passthroughCluster, toDialled } from './dialled';
import { patchesOf } from './envoy-patches';
import { refuseEmpty } from './exit';
import { Journey } from './journey';
import { clusterOfUnknown, egressProxyOf, foreignMeans } from './mesh-scope';
import { toOutsideService } from './outside-service';
import { destinationSeen, endpointsOf, ExternalPort, ExternalService, portOf, relyOn } from './registry';
import { gatewaysBehind, headlessCluster, targetOf } from './targets';
import { throughGateway } from './through-gateway';
import { Request, Way } from './types';
import { Destination } from './destination';
import { clientOfWay, Viewer } from './viewer';
import { RouteDestination } from './virtual-services';
import { hostPort } from '../model/host-port';

/**
 * Returns the way of a request, which is where its packets go; policies that refuse the request are not asked. The rules and the ways of
 * sources ask for the same requests: each way is found once.
 */
export function wayOf(mesh: Mesh, request: Request): Way {
  const { clientNamespace, clientLabels, port, address = '', protocol, method = '', path = '' } = request;
  const host = canonicalHost(mesh, request.host.toLowerCase(), clientNamespace);
  const labels = clientLabels === undefined ? '' : JSON.stringify(clientLabels);
  const ofHost = getOrAdd(waysByHost(mesh), host, () => new Memo<Way>());
  return ofHost.get(`${clientNamespace} ${port} ${address} ${protocol} ${method} ${path} ${labels}`, () => {
    const like = namespaceLike(mesh, clientNamespace);
    const asked = host === request.host ? request : Object.assign({}, request, { host });
    const way = like === clientNamespace ? undefined : wayOf(mesh, Object.assign({}, asked, { clientNamespace: like }));
    // The reason of a failure names the namespace.
    return way === undefined || way.kind === 'broken' || way.failing?.length
      ? everyWay((journey) => follow(mesh, asked, journey))
      : startingIn(clientNamespace, way);
  });
}

const waysByHost = perMesh(() => new Map<string, Memo<Way>>());

function startingIn(namespace: string, way: Way): Way {
  return Object.assign({}, way, { hops: [{ text: namespace }, ...way.hops.slice(1)] });
}

function follow(mesh: Mesh, request: Request, journey: Journey): Way {
  journey.reach(request.clientNamespace);
  try {
    return travel(mesh, request, journey);
  } catch (error) {
    if (error instanceof NotEvaluated) {
      journey.doubt(error);
      return { kind: 'unevaluated', ...journey.travelled };
    }
    if (!(error instanceof Broken)) throw error;
    const { entries, travelled } = journey;
    const reached = entries.length > 0 && { entries };
    const { cause, message: reason, decidedBy } = error;
    return { kind: 'broken', cause, reason, decidedBy, ...travelled, ...reached };
  }
}

function travel(mesh: Mesh, request: Request, journey: Journey): Way {
  const client = clientOfWay(mesh, request, journey);
  const { unevaluated } = patchesOf(mesh, client, 'SIDECAR');
  for (const each of [...foreignMeans(mesh, client, request), ...unevaluated]) journey.doubt(each);
  const outside = toOutsideService(mesh, client, request, journey);
  if (outside !== undefined) return outside;
  const leg = clientLeg(mesh, client, request, journey);
  if (leg.kind === 'direct') {
    const port = portOf(leg.service, request.port);
    return port
      ? direct(mesh, client, request, { ...leg, port }, journey)
      : broken('undeclared-port', `no port ${request.port}`);
  }
  if (leg.kind === 'dialled') return toDialled(mesh, client, request, leg, journey);
  if (leg.kind === 'inside') return inside(request, [leg.service.decidedBy], journey);
  const to = leg.kind === 'routed' ? leg.to : egressProxyOf(mesh, client);
  if (to === undefined) {
    const { cluster, decidedBy, assumptions } = clusterOfUnknown(mesh, client);
    journey.assume(assumptions);
    journey.reach(UNKNOWN_HOSTS[cluster], decidedBy);
    const hiddenBy = leg.kind === 'unknown' ? leg.hiddenBy : undefined;
    return { kind: 'unknown', cluster, decidedBy, hiddenBy, ...journey.travelled };
  }
  return along(mesh, client, request, to, journey);
}

/** The way of a request that the sidecar sends to the destination of a route. */
function along(mesh: Mesh, client: Viewer, request: Request, to: RouteDestination, journey: Journey): Way {
  const generated = routeOfGeneratedService(mesh, to.host);
  if (generated !== undefined) notEvaluated(generated.what, ...generated.decidedBy);
  const headless = headlessCluster(mesh, client, to, request.port);
  if (headless !== undefined) return toDialled(mesh, client, request, headless, journey);
  const service = isInside(mesh, client, to.host) ? clusterServices(mesh).get(to.host) : undefined;
  if (service !== undefined) {
    const { host, port = request.port, subset, target } = to;
    const cluster = { host, namespace: service.namespace, port, subset, target };
    const passed = passthroughCluster(mesh, client, cluster, [to.decidedBy]);
    if (passed !== undefined) return toDialled(mesh, client, request, passed, journey);
    doubtOrdinaryPods(mesh, host, journey);
    return inside({ host, port }, [to.decidedBy, service.decidedBy], journey);
  }
  const target = targetOf(mesh, client, to, request.port, journey);
  if (target.kind === 'outside') return direct(mesh, client, request, { ...target, to }, journey);
  const passed = passthroughCluster(mesh, client, target.cluster, [to.decidedBy]);
  return passed === undefined
    ? throughGateway(mesh, client, request, { target, to }, journey)
    : toDialled(mesh, client, request, passed, journey);
}

/** The stations of requests for unknown hosts, with the names of the clusters in the access log. */
const UNKNOWN_HOSTS = {
  PassthroughCluster: 'the address that the application connects to (PassthroughCluster)',
  BlackHoleCluster: 'none: the sidecar refuses the request (BlackHoleCluster)',
};

/** Returns whether pods of the cluster that are not those of a gateway receive the requests of a route. */
function isInside(mesh: Mesh, client: Viewer, host: string): boolean {
  return (
    clusterServices(mesh).has(host) &&
    !mesh.gatewayServices.has(host) &&
    destinationSeen(mesh, client, host) === undefined
  );
}

/** Adds a doubt if a Gateway is meant for the pods that receive the request, and the pods have no proxy of a gateway. */
function doubtOrdinaryPods(mesh: Mesh, host: string, journey: Journey): void {
  const selector = selectorsOfOrdinaryPods(mesh).get(host);
  if (selector === undefined) return;
  const what = `whether the pods that ${nameOf(selector.manifest)} selects, which have no proxy of a gateway, send the request out`;
  journey.doubt({ what, decidedBy: [selector] });
}

/** The way of a request that a Service of the cluster receives. */
function inside({ host, port }: Destination, decidedBy: readonly Evidence[], journey: Journey): Way {
  journey.reach(hostPort(host, port), decidedBy);
  return { kind: 'inside', decidedBy, ...journey.travelled };
}

/** A port of an external service, and the route to the service if there is one. */
interface DirectTarget {
  readonly service: ExternalService;
  readonly port: ExternalPort;
  readonly to?: RouteDestination;
}

function direct(mesh: Mesh, client: Viewer, request: Request, target: DirectTarget, journey: Journey): Way {
  const { service, port, to } = target;
  relyOn(service, journey);
  const { host, namespace, resolution } = service;
  const evidence = to?.target ?? port.decidedBy;
  const cluster = { host, namespace, port: port.number, subset: to?.subset, target: evidence };
  const passed = passthroughCluster(mesh, client, cluster, [port.decidedBy]);
  if (passed !== undefined) return toDialled(mesh, client, request, passed, journey);
  refuseEmpty(service, port);
  const [gateway, ...others] = gatewaysBehind(mesh, service, port, to?.subset);
  if (gateway !== undefined) {
    const tunnelOf = request.protocol === 'http' ? undefined : { host };
    const target = journey.pick([gateway, ...others]);
    const routed = { target, to: to ?? { host, tunnelOf, decidedBy: port.decidedBy, target: evidence } };
    return throughGateway(mesh, client, request, routed, journey);
  }
  const origination = originationOf(mesh, client, request, cluster, journey);
  // Without resolution, the connection goes where the application connects to.
  const isDialled = resolution === 'NONE';
  const endpoints = isDialled ? [] : endpointsOf(service, port);
  const name = isDialled || isWildcard(host) ? request.host : host;
  const destination = { host: name, port: isDialled ? request.port : (endpoints[0]?.port ?? port.targetPort) };
  journey.reach(hostPort(destination.host, destination.port), [...(to ? [to.decidedBy] : []), port.decidedBy]);
  const named = endpoints.length > 0 ? endpoints : undefined;
  return { kind: 'direct', destination, endpoints: named, origination, ...journey.travelled };
}
