/**
 * TCP at the sidecar: a listener per address and port of a service (core/listener.go buildSidecarOutboundListener), with the first
 * `tcp` route that holds there (core/tls.go buildSidecarOutboundTCPFilterChainOpts).
 */
import { at } from '../manifest/evidence';
import { broken } from '../model/broken';
import { few } from '../model/sentence';
import { virtualServicesFor } from '../model/lookup';
import { MESH } from '../model/mesh';
import { haveAges } from '../model/older';
import { addressesAt } from './address-index';
import { isAddress } from './address-range';
import { ExternalService, portOf, serviceOf, serviceSeen } from './registry';
import { byPrecedence } from './precedence';
import { ClientLeg, seesVirtualService, SidecarView } from './sidecar-view';
import { isOfSource } from './viewer';
import { clientPlace, followL4, holdsAt, matchesOf, RouteHit, routesOf } from './virtual-services';

/** Returns the decision of the sidecar about a TCP connection. The host is the address that was dialled, or the name that the client resolves. */
export function tcpLeg(view: SidecarView): ClientLeg {
  const { host } = view.request;
  return isAddress(host) ? anywhere(view) : toName(view);
}

function toName(view: SidecarView): ClientLeg {
  const { mesh, viewer, request } = view;
  const service = serviceOf(mesh, viewer, request.host);
  if (service === undefined || portOf(service, request.port)?.kind !== 'other') return anywhere(view);
  const [address] = service.entries.flatMap(({ spec }) => spec.addresses ?? []);
  if (address === undefined || request.protocol !== 'tcp') return anywhere(view);
  view.journey.assume([`Clients resolve ${request.host} to ${address}`]);
  return tcpAtAddress(view, address) ?? anywhere(view);
}

/** Returns the decision of the listener for an address, or for the longest range around the address, whatever the bytes are. */
export function tcpAtAddress(view: SidecarView, address: string): ClientLeg | undefined {
  const { tcp, ranges } = addressesAt(view.mesh, view.request.port);
  const exact = seen(view, tcp.get(address) ?? []);
  if (exact.length > 0) return alongOne(view, exact);
  const within = ranges.filter((range) => range.text === address || range.contains(address));
  const longest = within.find(({ host }) => seen(view, [host]).length > 0)?.prefix;
  const hosts = within.filter(({ prefix }) => prefix === longest).map(({ host }) => host);
  return hosts.length > 0 ? alongOne(view, seen(view, hosts)) : undefined;
}

/** The listener for every address: a host without an address receives every connection to the port. */
export function anywhere(view: SidecarView): ClientLeg {
  const services = seen(view, addressesAt(view.mesh, view.request.port).anywhere);
  return services.length === 0 ? { kind: 'unknown' } : alongOne(view, services);
}

/** The services of hosts that the client sees with a TCP port. */
function seen({ mesh, viewer, request }: SidecarView, hosts: readonly string[]): ExternalService[] {
  return [...new Set(hosts)].flatMap((host) => {
    const service = serviceSeen(mesh, viewer, host);
    return service && portOf(service, request.port)?.kind === 'other' ? [service] : [];
  });
}

/** Of several services on one listener, istiod keeps the oldest and drops the others. */
function alongOne(view: SidecarView, [service, ...more]: readonly ExternalService[]): ClientLeg {
  if (service === undefined) return { kind: 'unknown' };
  const { mesh, request } = view;
  if (more.length > 0 && !haveAges(...[service, ...more].flatMap(({ entries }) => entries))) {
    const rivals = [service, ...more];
    const owners = rivals.flatMap(({ entries }) => entries).map((entry) => at(entry, 'spec', 'addresses'));
    broken('rival-hosts', `${request.host}:${request.port} is of ${few(rivals.map(({ host }) => host))}`, ...owners);
  }
  const along = routeOf(view, service);
  return along === undefined
    ? { kind: 'direct', service }
    : { kind: 'routed', to: followL4(mesh, along, view.journey, true) };
}

/** The first `tcp` route that holds. A route without a match holds everywhere. */
function routeOf({ mesh, viewer, request }: SidecarView, service: ExternalService): RouteHit | undefined {
  const place = clientPlace(request);
  for (const vs of byPrecedence(virtualServicesFor(mesh, MESH, [service.host]), viewer.namespace)) {
    if (!seesVirtualService(mesh, viewer, vs)) continue;
    for (const hit of routesOf(vs, 'tcp')) {
      if (!hit.route.route?.length) continue;
      if (!hit.route.match?.length) return hit;
      const held = matchesOf(hit).find(({ match }) => holdsAt(match, vs, place) && isOfSource(match, viewer));
      if (held !== undefined) return held;
    }
  }
  return undefined;
}
