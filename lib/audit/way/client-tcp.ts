/**
 * TCP at the sidecar: a listener per address and port of a service (core/listener.go buildSidecarOutboundListener), with the first
 * `tcp` route that holds there (core/tls.go buildSidecarOutboundTCPFilterChainOpts).
 */
import { virtualServicesFor } from '../model/lookup';
import { MESH, VirtualService } from '../model/mesh';
import { assumedOlder } from '../model/older';
import { addressesAt } from './address-index';
import { canonicalText, isAddress, isWide } from '../../network/address-range';
import { isBehindHttp } from './http-listener';
import { ExternalService, hasKind, isDetected, isPublic, serviceOf, serviceSeen } from './registry';
import { byPrecedence, firstOf } from './precedence';
import { ClientLeg, resolved, seesVirtualService, SidecarView } from './sidecar-view';
import { isOfSource, Viewer } from './viewer';
import { clientPlace, followL4, holdsAt, matchesOf, Place, RouteHit, routesOf } from './virtual-services';
import { hostPort } from '../model/host-port';

/**
 * Returns the decision of the sidecar about a TCP connection. The host is the address that was dialled, or the name that the client
 * resolves.
 */
export function tcpLeg(view: SidecarView): ClientLeg {
  const { host } = view.request;
  return isAddress(host) ? anywhere(view) : toName(view);
}

function toName(view: SidecarView): ClientLeg {
  const { mesh, viewer, request } = view;
  const service = serviceOf(mesh, viewer, request.host);
  if (service === undefined || !hasKind(service, request.port, 'other')) return anywhere(view);
  const [address] = service.entries.flatMap(({ spec }) => spec.addresses ?? []);
  if (address === undefined || request.protocol !== 'tcp') return anywhere(view);
  view.journey.assume([resolved(request.host, address)]);
  return tcpAtAddress(view, canonicalText(address)) ?? anywhere(view);
}

/** Returns the decision of the listener for an address, or for the longest range around the address, whatever the bytes are. */
export function tcpAtAddress(view: SidecarView, address: string): ClientLeg | undefined {
  const { tcp, ranges } = addressesAt(view.mesh, view.request.port);
  const exact = seen(view, tcp.get(address) ?? []);
  if (exact.length > 0) return alongOne(view, exact);
  const within = ranges.filter((range) => range.text === address || range.contains(address));
  const longest = within.find(({ host }) => seenAnywhere(view, [host]).length > 0)?.prefix;
  const hosts = within.filter(({ prefix }) => prefix === longest).map(({ host }) => host);
  return hosts.length > 0 ? alongOne(view, seenAnywhere(view, hosts)) : undefined;
}

/** Returns whether the listener for an address detects HTTP. */
export function detectsHttpAt(view: SidecarView, address: string): boolean {
  const services = seen(view, addressesAt(view.mesh, view.request.port).tcp.get(address) ?? []);
  return services.some(({ listening }) =>
    listening.some((port) => port.number === view.request.port && isDetected(port)),
  );
}

/**
 * Returns the decision of the listener for every address: a host without an address receives every connection to the port. The address of a
 * name can be in a wide range.
 */
export function anywhere(view: SidecarView): ClientLeg {
  const { host, port, address } = view.request;
  const { anywhere: hosts, ranges } = addressesAt(view.mesh, port);
  const services = seenAnywhere(view, hosts);
  if (services.length > 0) return alongOne(view, services);
  const dialled = isAddress(host) ? host : address;
  const wide = dialled === undefined ? ranges.filter(({ text }) => isWide(text)) : [];
  const [range] = wide.filter((each) => seenAnywhere(view, [each.host]).length > 0);
  if (range === undefined) return { kind: 'unknown' };
  if (range.prefix > 0) view.journey.assume([`${host} has an address in ${range.text}`]);
  return alongOne(view, seenAnywhere(view, [range.host]));
}

/**
 * The services of hosts that the client sees with a TCP port, in the order of istiod: those that are not for every namespace come first.
 */
function seen({ mesh, viewer, request }: SidecarView, hosts: readonly string[]): ExternalService[] {
  const services = [...new Set(hosts)].flatMap((host) => {
    const service = serviceSeen(mesh, viewer, host);
    return service && hasKind(service, request.port, 'other') ? [service] : [];
  });
  return services.sort((a, b) => Number(isForAll(a)) - Number(isForAll(b)));
}

/** The services with TCP in the listener for every address. */
function seenAnywhere(view: SidecarView, hosts: readonly string[]): ExternalService[] {
  return seen(view, hosts).filter(({ listening }) =>
    listening.some(
      (port) =>
        port.number === view.request.port &&
        port.kinds.includes('other') &&
        !(isDetected(port) && isBehindHttp(view, port)),
    ),
  );
}

function isForAll({ entries }: ExternalService): boolean {
  return entries.every(isPublic);
}

/** Of several services on one listener, istiod keeps the oldest and drops the others. */
function alongOne(view: SidecarView, [service, ...more]: readonly ExternalService[]): ClientLeg {
  if (service === undefined) return { kind: 'unknown' };
  const { mesh, request } = view;
  const [first] = service.entries;
  const [rival] = more.filter((other) => isForAll(other) === isForAll(service)).flatMap(({ entries }) => entries);
  if (first && rival && first !== rival) {
    view.journey.assume(assumedOlder(first, rival, hostPort(request.host, request.port)));
  }
  const along = tcpRouteOf(view, service.host);
  return along === undefined
    ? { kind: 'direct', service }
    : { kind: 'routed', to: followL4(mesh, along, view.journey) };
}

/** Returns the first `tcp` route for a host that holds. */
export function tcpRouteOf({ mesh, viewer, request, journey }: SidecarView, host: string): RouteHit | undefined {
  const { namespace } = viewer;
  const seen = byPrecedence(virtualServicesFor(mesh, MESH, [host]), namespace).filter((vs) =>
    seesVirtualService(mesh, viewer, vs),
  );
  const hits = seen.flatMap((vs) => tcpRouteIn(vs, viewer, clientPlace(request)) ?? []);
  return firstOf(hits, { namespace, what: host }, journey);
}

/** The first `tcp` route of a VirtualService that holds. A route without a match holds everywhere. */
function tcpRouteIn(vs: VirtualService, viewer: Viewer, place: Place): RouteHit | undefined {
  for (const hit of routesOf(vs, 'tcp')) {
    if (!hit.route.route?.length) continue;
    if (!hit.route.match?.length) return hit;
    const held = matchesOf(hit).find(({ match }) => holdsAt(match, vs, place) && isOfSource(match, viewer));
    if (held !== undefined) return held;
  }
  return undefined;
}
