/**
 * HTTP at the sidecar: virtual hosts of the port dialled, chosen by the Host header
 * (core/httproute.go BuildSidecarOutboundVirtualHosts, core/route/route.go BuildSidecarVirtualHostWrapper).
 */
import { bySpecificity, isWildcard } from '../model/hosts';
import { meshVirtualServices, serviceEntriesByPort } from '../model/lookup';
import { VirtualService } from '../model/mesh';
import { hasHttpListener, HTTP_OF_CLUSTER, listensForHttp, PORT_FOR_ALL } from './http-listener';
import { ExternalPort, ExternalService, isDetected, serviceOf, servicesAt, serviceSeen } from './registry';
import { canonicalText } from '../../network/address-range';
import { addressesAt } from './address-index';
import { anywhere, tcpAtAddress } from './client-tcp';
import { ClientLeg, hostClaimed, resolved, SidecarView, virtualServicesNamed } from './sidecar-view';
import { broken } from '../model/broken';
import { at } from '../manifest/evidence';
import { followHttp } from './follow-http';
import { hasHttpRouteAt, httpHitsAt, routeFor } from './http-routes';
import { firstOf } from './precedence';
import { clientPlace, Place } from './virtual-services';

/** Returns the decision of the sidecar about an HTTP request. */
export function httpLeg(view: SidecarView): ClientLeg {
  const { request, journey } = view;
  const place = clientPlace(request);
  const address = addressOf(view);
  if (address !== undefined) {
    journey.assume([resolved(request.host, address)]);
    // The listener for a range carries TCP.
    if (address.includes('/')) return tcpAtAddress(view, canonicalText(address)) ?? unclaimed(view);
  }
  const owner = ownerOf(view, place);
  if (owner === undefined) return unclaimed(view);
  return 'hosts' in owner ? httpAlong(view, owner, place) : { kind: 'direct', service: owner };
}

/** Returns the route of a VirtualService that holds for the request. */
export function httpAlong({ mesh, request, journey }: SidecarView, owner: VirtualService, place: Place): ClientLeg {
  const hit = routeFor(httpHitsAt(mesh, owner, place), request, journey);
  if (hit === undefined) {
    const reason = `404: no http rule of VirtualService ${owner.id} matches the request`;
    broken('unmatched-request', reason, at(owner, 'spec', 'http'));
  }
  return { kind: 'routed', to: followHttp(mesh, hit, place, journey) };
}

/** The address at which the sidecar detects HTTP for a host. */
function addressOf({ mesh, viewer, request }: SidecarView): string | undefined {
  const listening = serviceOf(mesh, viewer, request.host)?.listening ?? [];
  return listening.find((port) => port.number === request.port && isDetected(port))?.entry.spec.addresses?.[0];
}

/**
 * The owner of the virtual host: of the most specific domain over the host that has a virtual host on the port. The addresses of a service
 * are domains too.
 */
function ownerOf(view: SidecarView, place: Place): VirtualService | ExternalService | undefined {
  const { mesh, viewer, request } = view;
  const domains = new Set([
    ...meshVirtualServices(mesh).over(request.host),
    ...(serviceEntriesByPort(mesh).get(place.port)?.over(request.host) ?? []),
  ]);
  const ofAddress = addressesAt(mesh, place.port).http.get(request.host) ?? [];
  for (const domain of [...ofAddress, ...[...domains].sort(bySpecificity)]) {
    const service = serviceSeen(mesh, viewer, domain);
    const owner =
      claimant(view, place, domain, service) ?? (service && speaksHttp(service, place.port) ? service : undefined);
    if (owner !== undefined && (!ofAddress.includes(domain) || hasAddress(view, service))) return owner;
  }
  return undefined;
}

/**
 * Whether the address of the request is a domain of the virtual host of a service. Of several addresses of a ServiceEntry, istiod uses any
 * one.
 */
function hasAddress({ request: { host, port }, journey }: SidecarView, service?: ExternalService): boolean {
  const entry = service && portAsked(service, port)?.entry;
  const addresses = entry?.spec.addresses?.map((text) => canonicalText(text).replace(/\/(32|128)$/, '')) ?? [];
  if (!addresses.includes(host) || addresses.length === 1) return addresses.includes(host);
  const of = (text: string): string =>
    `istiod routes HTTP by ${text} of ServiceEntry ${entry?.id}, which has several addresses`;
  return journey.pick([
    { value: true, sentence: of(`the address ${host}`) },
    { value: false, sentence: of(`another address than ${host}`) },
  ]);
}

/**
 * The first VirtualService that answers for a domain, as VirtualServices for sidecars are not merged (`istioctl analyze` IST0109): as the domain of a service that the VirtualService covers, or as a name that no
 * service has (core/route/route.go separateVSHostsAndServices). The latter gets a virtual host as soon as the VirtualService covers one
 * service on the port.
 */
function claimant(
  view: SidecarView,
  place: Place,
  domain: string,
  service: ExternalService | undefined,
): VirtualService | undefined {
  const named = virtualServicesNamed(view, domain);
  const isCovered = service !== undefined && speaksHttp(service, place.port);
  const candidates = named.length === 0 && isCovered ? wildcardsOver(view, domain) : named;
  const rules = candidates.flatMap((vs) => {
    if (!hasHttpRouteAt(view.mesh, vs, place)) return [];
    if (isCovered) return { vs };
    if (isKnown(view, place.port, domain)) return [];
    const isServed =
      (place.port === PORT_FOR_ALL && listensForHttp(view)) ||
      vs.hosts.some((host) => coversService(view, place.port, vs, host));
    return isServed ? { vs } : [];
  });
  return firstOf(rules, { namespace: place.namespace, what: domain }, view.journey)?.vs;
}

/** Returns whether a service on the port has the domain, or a name under the domain. */
function isKnown({ mesh, viewer }: SidecarView, port: number, domain: string): boolean {
  for (const { host } of servicesAt(mesh, viewer, port, domain)) if (isWildcard(domain) || host === domain) return true;
  return false;
}

/** The VirtualServices with the most precise wildcard over a service. */
function wildcardsOver(view: SidecarView, service: string): readonly VirtualService[] {
  const claimed = hostClaimed(view, service);
  return claimed === undefined ? [] : virtualServicesNamed(view, claimed);
}

/** Returns whether the VirtualService covers a service on the port by one of its hosts. */
function coversService(view: SidecarView, port: number, vs: VirtualService, host: string): boolean {
  for (const service of servicesAt(view.mesh, view.viewer, port, host)) {
    if (!speaksHttp(service, port)) continue;
    // A wildcard leaves a service to the VirtualService that names the service more precisely.
    if (!isWildcard(host) ? service.host === host : wildcardsOver(view, service.host)[0] === vs) return true;
  }
  return false;
}

/** Returns whether a service has a virtual host on a port. */
function speaksHttp(service: ExternalService, port: number): boolean {
  return portAsked(service, port)?.kinds.includes('http') === true;
}

/** The port of a service. Of ServiceEntries with the port the last one decides. */
function portAsked({ declared }: ExternalService, port: number): ExternalPort | undefined {
  return declared.filter(({ number }) => number === port).at(-1);
}

/** Without an HTTP service, a port has no virtual hosts, and a TCP service without an address receives every connection. */
function unclaimed(view: SidecarView): ClientLeg {
  if (hasHttpListener(view)) return { kind: 'unknown' };
  const leg = anywhere(view);
  if (leg.kind === 'unknown' || !listensForHttp(view)) return leg;
  view.journey.assume([HTTP_OF_CLUSTER]);
  return { kind: 'unknown' };
}
