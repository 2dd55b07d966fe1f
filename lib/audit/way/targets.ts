/**
 * Targets of routes: a gateway Service or an external service, as the proxy sees it.
 * A destination that the proxy has no cluster for fails at once (`NC cluster_not_found`).
 */
import { namespaceOf } from '../manifest/manifest';
import { isInternet } from '../../network/internet';
import { at } from '../manifest/evidence';
import { broken, inNamespace } from '../model/broken';
import { notEvaluated } from '../model/unevaluated';
import { headlessService, outsideServices, servicesByHost } from '../model/outside-services';
import { unknownService } from '../model/unknown-service';
import { DialledCluster } from './dialled';
import { isReplaced, destinationSeen, endpointsOf, ExternalPort, ExternalService, portOf, relyOn } from './registry';
import { Journey, Option } from './journey';
import { Mesh } from '../model/mesh';
import { GatewayService } from '../model/settings';
import { serviceEntriesByHost } from '../model/lookup';
import { Cluster } from './upstream-tls';
import { Viewer } from './viewer';
import { RouteDestination } from './virtual-services';
import { hostPort } from '../model/host-port';

/** The Service of a gateway. */
export interface GatewayTarget {
  readonly kind: 'gateway';
  readonly service: GatewayService;
  readonly targetPort: number;
  readonly cluster: Cluster;
}

/** A port of an external service. */
export interface OutsideTarget {
  readonly kind: 'outside';
  readonly service: ExternalService;
  readonly port: ExternalPort;
  readonly cluster: Cluster;
}

/** The target of a route. */
export type Target = GatewayTarget | OutsideTarget;

/** A route to the Service of a gateway. */
export interface Routed<To = GatewayTarget> {
  readonly target: To;
  readonly to: RouteDestination;
}

/** Returns the target of a route for a connection to the port `dialled`. */
export function targetOf(mesh: Mesh, viewer: Viewer, to: RouteDestination, dialled: number, journey: Journey): Target {
  const gateway = mesh.gatewayServices.get(to.host);
  const service = viewer.isSidecar
    ? destinationSeen(mesh, viewer, to.host)
    : seenAtGateway(mesh, viewer, to.host, journey);
  if (gateway !== undefined && !isReplaced(viewer, gateway, service)) {
    doubtEndpoints(mesh, to.host, journey);
    return gatewayTarget(gateway, to, dialled);
  }
  if (service === undefined) refuseUnknown(mesh, viewer, to, journey);
  relyOn(service, journey);
  const port = portOf(service, portFor(to, service.ports, dialled));
  if (port === undefined) {
    const wanted = portFor(to, service.ports, dialled);
    const entries = service.entries.map((entry) => at(entry, 'spec', 'ports'));
    const id = service.entries[0]?.id;
    broken(
      'missing-port',
      `503 (cluster_not_found): ServiceEntry ${id} has no port ${wanted} for ${to.host}`,
      to.target,
      ...entries,
    );
  }
  const cluster = {
    host: to.host,
    namespace: service.namespace,
    port: port.number,
    subset: to.subset,
    target: to.target,
  };
  return { kind: 'outside', service, port, cluster };
}

/** Returns the cluster of a headless Service that is the destination of a route of a sidecar. */
export function headlessCluster(
  mesh: Mesh,
  client: Viewer,
  to: RouteDestination,
  dialled: number,
): DialledCluster | undefined {
  const { host, subset, target } = to;
  const service = headlessService(mesh, host);
  if (service === undefined) return undefined;
  const { manifest, spec } = service;
  const namespace = namespaceOf(manifest);
  const ports = (spec.ports ?? []).map(({ port: number }) => ({ number }));
  const port = portFor(to, ports, dialled);
  const isMissing = ports.every(({ number }) => number !== port);
  if (isMissing || isReplaced(client, { namespace }, destinationSeen(mesh, client, host))) return undefined;
  const decidedBy = [{ manifest, path: ['spec', 'clusterIP'] }, to.decidedBy];
  return { cluster: { host, namespace, port, subset, target }, decidedBy };
}

/**
 * The external service that a gateway sees. If istiod has answered a sidecar of the namespace before, a gateway has the services of the
 * sidecar: those of the namespace come first (pilot/pkg/model/push_context.go doGetSidecarScope).
 */
function seenAtGateway(mesh: Mesh, viewer: Viewer, host: string, journey: Journey): ExternalService | undefined {
  const { namespace } = viewer;
  const value = destinationSeen(mesh, viewer, host);
  const own = destinationSeen(mesh, { ...viewer, isSidecar: true }, host);
  if (own?.namespace === value?.namespace) return value;
  const effect = `the ServiceEntry of the namespace decide about ${host} at the gateway`;
  return journey.pick([
    { value, sentence: `no pod of namespace ${namespace} has a sidecar, which would let ${effect}` },
    { value: own, sentence: `a pod of namespace ${namespace} has a sidecar, which lets ${effect}` },
  ]);
}

/** Ends the way at a destination that the proxy does not see. */
function refuseUnknown(mesh: Mesh, { namespace }: Viewer, { host, target }: RouteDestination, journey: Journey): never {
  if (servicesByHost(mesh).has(host)) notEvaluated(`Service ${host} as the destination of a route`, target);
  const entries = serviceEntriesByHost(mesh)
    .get(host)
    .map((entry) => at(entry, 'spec', 'exportTo'));
  const unknown = entries.length === 0 ? unknownService(mesh, host) : undefined;
  if (unknown !== undefined) {
    journey.assume([
      `Service ${unknown} does not exist: neither the manifests nor the settings of the mesh have the Service`,
    ]);
  }
  broken(
    { kind: 'missing-destination', host, viewer: namespace },
    `503 (cluster_not_found): no Service or ServiceEntry for ${host} is visible${inNamespace(namespace)}`,
    target,
    ...entries,
  );
}

/** Returns the ports of gateways, if every endpoint of an external service is the Service of a gateway. */
export function gatewaysBehind(
  { gatewayServices }: Mesh,
  external: ExternalService,
  port: ExternalPort,
  subset?: string,
): readonly Option<GatewayTarget>[] {
  const { host, namespace } = external;
  const cluster = { host, namespace, port: port.number, subset, target: port.decidedBy };
  const endpoints = endpointsOf(external, port);
  const found = endpoints.flatMap((endpoint): Option<GatewayTarget>[] => {
    const service = gatewayServices.get(endpoint.host);
    const target = service?.ports.find((each) => each.port === endpoint.port);
    if (service === undefined || target === undefined) return [];
    const sentence = `requests for ${host} go to ${hostPort(endpoint.host, endpoint.port)}, an endpoint of the host`;
    return [{ value: { kind: 'gateway', service, targetPort: target.targetPort, cluster }, sentence }];
  });
  return found.length === endpoints.length ? found : [];
}

function gatewayTarget(service: GatewayService, to: RouteDestination, dialled: number): Target {
  const ports = service.ports.map(({ port }) => ({ number: port }));
  const number = portFor(to, ports, dialled);
  const found = service.ports.find(({ port }) => port === number);
  if (found === undefined) {
    broken(
      'missing-port',
      `503 (cluster_not_found): Service ${service.namespace}/${service.name} has no port ${number}`,
      to.target,
    );
  }
  const cluster = { host: to.host, namespace: service.namespace, port: number, subset: to.subset, target: to.target };
  return { kind: 'gateway', service, targetPort: found.targetPort, cluster };
}

/** Adds a doubt if manifests add an address of the internet to the pods behind the Service of a gateway. */
function doubtEndpoints(mesh: Mesh, host: string, journey: Journey): void {
  const endpoints = outsideServices(mesh)
    .get(host)
    ?.ports.flatMap((port) => port.endpoints);
  const outside = endpoints?.find(({ address }) => isInternet(address));
  if (outside === undefined) return;
  const what = `whether the request goes to ${outside.address}, an endpoint of Service ${host},`;
  journey.doubt({ what, decidedBy: [{ manifest: outside.manifest }] });
}

/** Without a port the only one of the service is meant, else the one dialled (core/route/route.go GetDestinationCluster). */
function portFor(
  to: Pick<RouteDestination, 'port'>,
  ports: readonly { readonly number: number }[],
  dialled: number,
): number {
  const [only, ...more] = ports;
  return to.port ?? (only !== undefined && more.length === 0 ? only.number : dialled);
}
