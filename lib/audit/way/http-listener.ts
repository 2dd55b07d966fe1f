/**
 * The listener of a sidecar for HTTP at every address of a port (core/listener.go buildSidecarOutboundListener).
 */
import { ClusterPort, clusterServices } from '../model/cluster-services';
import { Mesh, olderFirst, Resource } from '../model/mesh';
import { haveAges } from '../model/older';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { protocolsOf } from '../model/service-protocols';
import { GatewayPort } from '../model/settings';
import { ServiceEntrySpec } from '../model/specs';
import { portKinds } from './port-kinds';
import { ExternalPort, isDetected, isPublic, servicesAt } from './registry';
import { SidecarView } from './sidecar-view';
import { importsCluster, importsService, viewKey } from './viewer';

/** On this port a VirtualService also holds for hosts that no ServiceEntry declares. */
export const PORT_FOR_ALL = 80;

/** The assumption about port 80 where no object has HTTP on the port. */
export const HTTP_OF_CLUSTER = `the cluster has a Service with HTTP on port ${PORT_FOR_ALL}: sidecars then read every connection to the port as HTTP`;

/** Returns whether the sidecar listens for HTTP. */
export function listensForHttp(view: SidecarView): boolean {
  return httpPorts(view).length > 0 || isPortOfCluster(view);
}

/** Returns whether a ServiceEntry or the Service of a gateway has HTTP on the port. */
export function hasHttpListener(view: SidecarView): boolean {
  return httpPorts(view).length > 0 || isPortOfGateway(view);
}

/**
 * Returns whether a port without a protocol carries HTTP alone: the listener for HTTP of an earlier service stays as it is. If the ages
 * are unknown, the port carries all bytes, which is an assumption.
 */
export function isBehindHttp(view: SidecarView, { entry }: ExternalPort): boolean {
  const others = httpPorts(view).filter((port) => !isDetected(port));
  if (others.some((other) => isKnownBefore(other.entry, entry))) return true;
  const isFirst = others.every((other) => isKnownBefore(entry, other.entry));
  if (!isFirst || (isPublic(entry) && isPortOfCluster(view))) {
    view.journey.assume([
      `ServiceEntry ${entry.id} was created before every service with HTTP on port ${view.request.port}: after such a service, the port would carry HTTP alone`,
    ]);
  }
  return false;
}

type ServiceEntry = Resource<ServiceEntrySpec>;

function isKnownBefore(first: ServiceEntry, second: ServiceEntry): boolean {
  if (isPublic(first) !== isPublic(second)) return isPublic(second);
  return haveAges(first, second) && olderFirst(first.manifest, second.manifest) < 0;
}

const ports = perMesh(() => new Memo<readonly ExternalPort[]>());

/** The ports of ServiceEntries with HTTP at every address. HTTP that a proxy detects is at the address of the ServiceEntry. */
function httpPorts({ mesh, viewer, request }: SidecarView): readonly ExternalPort[] {
  return ports(mesh).get(`${request.port} ${viewKey(viewer)}`, () =>
    [...servicesAt(mesh, viewer, request.port, '*')].flatMap(({ listening }) =>
      listening.filter(
        (port) =>
          port.number === request.port &&
          port.kinds.includes('http') &&
          !(isDetected(port) && port.entry.spec.addresses?.some((address) => !address.includes('/'))),
      ),
    ),
  );
}

/** On port 80 the Services of the cluster have HTTP, such as those of gateways. */
function isPortOfCluster(view: SidecarView): boolean {
  const { mesh, viewer, request } = view;
  return isPortOfGateway(view) || (request.port === PORT_FOR_ALL && importsCluster(mesh, viewer));
}

function isPortOfGateway({ mesh, viewer, request: { port } }: SidecarView): boolean {
  return [...mesh.gatewayServices].some(
    ([host, service]) =>
      service.ports.some((each) => each.port === port && isHttpPort(each)) &&
      importsService(mesh, viewer, service.namespace, host),
  );
}

/**
 * Returns what is assumed where the listener for HTTP at every address has a port of a Service: a port with HTTP, or a port whose protocol
 * proxies detect, if another port of the number has HTTP (core/route/route.go buildSidecarVirtualHostsForService). Undefined for other
 * ports.
 */
export function httpAtEveryAddress(mesh: Mesh, { port, protocols }: ClusterPort): readonly string[] | undefined {
  if (!protocols.includes('http')) return undefined;
  if (protocols.length === 1 || portsWithHttp(mesh).has(port)) return [];
  return port === PORT_FOR_ALL ? [HTTP_OF_CLUSTER] : undefined;
}

const portsWithHttp = perMesh((mesh): ReadonlySet<number> => {
  const ofEntries = mesh.serviceEntries.flatMap(({ spec: { ports = [] } }) =>
    ports.filter(({ protocol }) => portKinds(protocol).includes('http')).map(({ number }) => number),
  );
  const ofGateways = [...mesh.gatewayServices.values()].flatMap((service) => service.ports.filter(isHttpPort));
  const ofCluster = [...clusterServices(mesh).values()].flatMap((service) =>
    service.ports.filter(({ protocols }) => protocols.every((each) => each === 'http')),
  );
  return new Set([...ofEntries, ...[...ofGateways, ...ofCluster].map(({ port }) => port)]);
});

/** A port without a name has HTTP if the port is the one that Istio installs for HTTP. */
function isHttpPort({ port, name }: GatewayPort): boolean {
  return name === undefined ? port === PORT_FOR_ALL : protocolsOf({ name }).every((protocol) => protocol === 'http');
}
