/**
 * VirtualServices: those that hold at a place, the route that holds there, and the destination of the route.
 * A place is the sidecars of a namespace (gateway `mesh`) or a port of a server of a Gateway.
 */
import { L4Block } from '../model/block';
import { at, Evidence } from '../manifest/evidence';
import { broken } from '../model/broken';
import { refuseUnevaluated } from '../model/unevaluated';
import { fullName } from '../model/hosts';
import { fullGatewayNames, MESH, Mesh, VirtualService } from '../model/mesh';
import { Request } from './types';
import { Path } from '../manifest/manifest';
import { DestinationSpec, Headers, L4Match, MatchedRoute, StaticMatch, L4Route } from '../model/specs';
import { Journey, Option } from './journey';
import { hostPort } from '../model/host-port';

/** A place where a VirtualService may hold. */
export interface Place {
  /** `mesh` or `namespace/name` of a Gateway. */
  readonly gateway: string;
  /** The port dialled, or the number of the server's port. */
  readonly port: number;
  /** The namespace of the proxy, and the labels of its pod. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The destination of a route. Without a port, the port is the only one of the service, else the one that was dialled. */
export interface RouteDestination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
  /** The Host header from here on, if the route writes another. */
  readonly authority?: string;
  /** Returns the path from here on, if the route writes another. */
  readonly newPath?: (path: string) => string;
  /** The tunnel of a `tls` or `tcp` route. Requests of an `http` route have no tunnel. */
  readonly tunnelOf?: TunnelSource;
  /** The match that held, or the route if the route has no match. */
  readonly decidedBy: Evidence;
  /** The entry of `route` that names the destination. */
  readonly target: Evidence;
}

/** The host whose DestinationRule has a tunnel: the policy of the subset, or of the rule without a subset. */
export interface TunnelSource {
  readonly host: string;
  readonly subset?: string;
}

/** Returns whether the predicates that do not need a request hold. No port, or port 0, is any port. */
export function holdsAt(match: StaticMatch, vs: VirtualService, place: Place): boolean {
  return (
    (!match.port || match.port === place.port) &&
    (!match.gateways?.length || fullGatewayNames(match.gateways, vs.namespace).includes(place.gateway))
  );
}

/** Returns the Host header of a request: the host, with the port if the port is not 80. */
export function authorityOf({ host, port, authority }: Request & { readonly authority?: string }): string {
  return authority ?? (port === 80 ? host : hostPort(host, port));
}

/** A route of a VirtualService, and the match that made the route hold. */
export interface RouteHit<Route = MatchedRoute, Match = StaticMatch> {
  readonly vs: VirtualService;
  readonly route: Route;
  /** The path of the route in the object. */
  readonly path: Path;
  readonly match?: Match;
  readonly matchIndex?: number;
}

/** Returns the routes of a VirtualService, each without a match. */
export function routesOf(vs: VirtualService, kind: L4Block): RouteHit<L4Route, L4Match>[] {
  return (vs.spec[kind] ?? []).map((route, index) => ({ vs, route, path: ['spec', kind, index] }));
}

/** Returns the matches of a route. */
export function matchesOf({
  vs,
  route,
  path,
}: RouteHit<L4Route>): (RouteHit<L4Route, L4Match> & { readonly match: L4Match })[] {
  return (route.match ?? []).map((match, matchIndex) => ({ vs, route, path, match, matchIndex }));
}

const VS_FIELDS = new Set(['hosts', 'gateways', 'exportTo', 'http', 'tls', 'tcp']);
const L4_FIELDS = new Set(['match', 'route']);
/** The source is a predicate of sidecars. Gateways overlook the source (core/gateway.go l4SingleMatch). */
const L4_MATCH_FIELDS = new Set(['port', 'gateways', 'sniHosts', 'sourceNamespace', 'sourceLabels']);
const TARGET_FIELDS = new Set(['destination', 'weight', 'headers']);

/** Returns the destination of a `tls` or `tcp` route of sidecars, or of a gateway. */
export function followL4(mesh: Mesh, hit: RouteHit, journey: Journey): RouteDestination {
  const { vs, route, match, path } = hit;
  const where = `${path[1]} of VirtualService ${vs.id}`;
  if (match !== undefined) refuseUnevaluated(match, L4_MATCH_FIELDS, () => where, evidenceOf(hit));
  refuseUnevaluated(route, L4_FIELDS, () => where, at(vs, ...path));
  const [first, ...more] = destinationsOf(mesh, hit, where);
  const { host, subset, port, authority, decidedBy, target } = journey.pick([first, ...more]);
  return { host, subset, port, authority, tunnelOf: tunnelSource(mesh, hit), decidedBy, target };
}

/**
 * Of several destinations the rule of the first has the tunnel, also if the weight is 0 (core/networkfilter.go
 * buildOutboundNetworkFilters).
 */
function tunnelSource({ clusterDomain }: Mesh, { vs, route }: RouteHit): TunnelSource | undefined {
  const [first, ...more] = route.route ?? [];
  if (first?.destination === undefined) return undefined;
  const { host, subset } = first.destination;
  return { host: fullName(host, vs.namespace, clusterDomain), subset: more.length > 0 ? undefined : subset };
}

/** Returns the destinations of a route that receive requests, as options with their weights. */
export function destinationsOf(
  mesh: Mesh,
  hit: RouteHit,
  where: string,
): readonly [Option<RouteDestination>, ...Option<RouteDestination>[]] {
  const { vs, route, path } = hit;
  refuseUnevaluated(vs.spec, VS_FIELDS, () => `VirtualService ${vs.id}`, at(vs, 'spec'));
  const targets = [...(route.route ?? []).entries()].filter(([, { weight }], _, { length }) => length === 1 || weight);
  const weights = targets.map(([, { weight }]) => weight);
  const options = targets.map(([index, target]) => {
    const { destination, headers, weight } = target;
    const evidence = at(vs, ...path, 'route', index);
    if (destination === undefined) broken('invalid-object', `a route without destination in ${where}`, evidence);
    refuseUnevaluated(target, TARGET_FIELDS, () => where, evidence);
    const value = destinationAt(mesh, hit, destination, evidence, authorityIn(headers));
    const part = targets.length === 1 ? '' : `${weight} of ${sum(weights)} `;
    const sentence = `${where} sends ${part}requests to ${value.host}`;
    return { value, sentence };
  });
  const [first, ...more] = options;
  if (first === undefined) broken('invalid-object', `a route without destination in ${where}`, at(vs, ...path));
  return [first, ...more];
}

/** Returns a destination that a route names. A name without a dot is of the namespace of the VirtualService. */
export function destinationAt(
  { clusterDomain }: Mesh,
  hit: RouteHit,
  { host, subset, port }: DestinationSpec,
  target: Evidence,
  authority?: string,
): RouteDestination {
  const name = fullName(host, hit.vs.namespace, clusterDomain);
  const decidedBy = evidenceOf(hit);
  return { host: name, subset: subset || undefined, port: port?.number, authority, decidedBy, target };
}

function sum(weights: readonly (number | undefined)[]): number {
  return weights.reduce((total: number, weight) => total + (weight ?? 0), 0);
}

/** Returns the match that held, or the route if the route has no match. */
export function evidenceOf({ vs, path, matchIndex }: Omit<RouteHit, 'route'>): Evidence {
  return matchIndex === undefined ? at(vs, ...path) : at(vs, ...path, 'match', matchIndex);
}

/** Returns the Host header that a route writes among other headers: `set` comes before `add`. */
export function authorityIn(headers: Headers | undefined): string | undefined {
  const { set = {}, add = {} } = headers?.request ?? {};
  const isHost = ([name]: readonly [string, string]): boolean => ['host', ':authority'].includes(name.toLowerCase());
  return [...Object.entries(set), ...Object.entries(add)].find(isHost)?.[1];
}

/** Returns the place at which the sidecar of a client looks. */
export function clientPlace({ port, clientNamespace: namespace, clientLabels: labels = {} }: Request): Place {
  return { gateway: MESH, port, namespace, labels };
}
