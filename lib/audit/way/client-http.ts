/**
 * HTTP at the sidecar: virtual hosts of the port dialled, chosen by the Host header
 * (core/httproute.go BuildSidecarOutboundVirtualHosts, core/route/route.go BuildSidecarVirtualHostWrapper).
 */
import { ClientLeg, SidecarView } from './sidecar-view';
import { isWildcard, mostSpecific, overlap } from '../model/hosts';
import { notModelled } from '../model/broken';
import { ExternalService, portOf } from './registry';
import { MESH, VirtualService } from '../model/mesh';
import { followHttp, httpRouteAt, Place } from './virtual-services';

/** On this port a VirtualService also holds for hosts that no ServiceEntry declares. */
const PORT_FOR_ALL = 80;

/** What the sidecar does with an HTTP request. */
export function httpLeg(view: SidecarView): ClientLeg {
  const { mesh, request } = view;
  const place: Place = { gateway: MESH, port: request.port, namespace: request.clientNamespace };
  const virtualHosts = virtualHostsAt(view, place);
  const domain = mostSpecific(request.host, virtualHosts.keys());
  const owner = domain === undefined ? undefined : virtualHosts.get(domain);
  if (owner === undefined) return unclaimed(view);
  if (!('hosts' in owner)) return { kind: 'direct', service: owner };
  const hit = httpRouteAt(owner, place);
  return hit === undefined ? { kind: 'unknown' } : { kind: 'routed', to: followHttp(mesh, hit) };
}

/** Who answers for a domain on the port: a VirtualService, or a service that none covers. */
function virtualHostsAt(view: SidecarView, place: Place): Map<string, VirtualService | ExternalService> {
  const onPort = [...view.services.values()].filter((service) => portOf(service, place.port) !== undefined);
  const speaksHttp = (service: ExternalService): boolean => portOf(service, place.port)?.kind === 'http';
  const domains = new Map<string, VirtualService | ExternalService>();
  const claim = (host: string, owner: VirtualService | ExternalService): void => {
    if (!domains.has(host)) domains.set(host, owner);
  };
  for (const vs of view.virtualServices) {
    if (httpRouteAt(vs, place) === undefined) continue;
    const { known, unknown } = splitHosts(vs, onPort, view);
    const covered = known.filter(speaksHttp);
    if (covered.length === 0 && place.port !== PORT_FOR_ALL) continue;
    for (const host of unknown) claim(host, vs);
    for (const service of covered) claim(service.host, vs);
  }
  for (const service of onPort.filter(speaksHttp)) claim(service.host, service);
  return domains;
}

/**
 * The services a VirtualService covers on the port, and its hosts that are none. Hosts that are none get a virtual host
 * all the same as soon as it covers one service there (core/route/route.go separateVSHostsAndServices).
 */
function splitHosts(
  vs: VirtualService,
  onPort: readonly ExternalService[],
  { virtualServices }: SidecarView,
): { readonly known: readonly ExternalService[]; readonly unknown: readonly string[] } {
  const known: ExternalService[] = [];
  const unknown: string[] = [];
  for (const host of vs.hosts) {
    const matching = onPort.filter((service) =>
      isWildcard(host) ? overlap(service.host, host) : service.host === host,
    );
    if (matching.length === 0) unknown.push(host);
    // A wildcard leaves a service to the VirtualService that names it more precisely.
    else
      known.push(
        ...matching.filter((service) => !isWildcard(host) || mostSpecificFor(service, virtualServices) === vs),
      );
  }
  return { known, unknown };
}

function mostSpecificFor(
  service: ExternalService,
  virtualServices: readonly VirtualService[],
): VirtualService | undefined {
  const hosts = virtualServices.flatMap((vs) => vs.hosts);
  const best = mostSpecific(service.host, hosts);
  return best === undefined ? undefined : virtualServices.find((vs) => vs.hosts.includes(best));
}

function unclaimed({ services, request }: SidecarView): ClientLeg {
  const service = services.get(mostSpecific(request.host, services.keys()) ?? '');
  const port = service && portOf(service, request.port);
  if (port?.kind === 'other') {
    notModelled(`protocol ${port.protocol} of ${request.host}:${request.port}`, port.decidedBy);
  }
  return { kind: 'unknown' };
}
