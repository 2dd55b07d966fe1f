/**
 * The listener of a sidecar for HTTP at every address of a port (core/listener.go buildSidecarOutboundListener).
 */
import { olderFirst, Resource } from '../model/mesh';
import { haveAges } from '../model/older';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { protocolsOf } from '../model/service-protocols';
import { GatewayPort } from '../model/settings';
import { ServiceEntrySpec } from '../model/specs';
import { ExternalPort, isDetected, isPublic, servicesAt } from './registry';
import { SidecarView } from './sidecar-view';
import { importsCluster, importsService, viewKey } from './viewer';

/** On this port a VirtualService also holds for hosts that no ServiceEntry declares. */
export const PORT_FOR_ALL = 80;

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

/** A port without a name has HTTP if the port is the one that Istio installs for HTTP. */
function isHttpPort({ port, name }: GatewayPort): boolean {
  return name === undefined ? port === PORT_FOR_ALL : protocolsOf({ name }).every((protocol) => protocol === 'http');
}
