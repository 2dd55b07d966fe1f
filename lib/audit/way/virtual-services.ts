/**
 * VirtualServices: those that hold at a place, the route that holds there, and the destination of the route.
 * A place is the sidecars of a namespace (gateway `mesh`) or a port of a server of a Gateway.
 */
import { at, Evidence } from '../manifest/evidence';
import { broken, notModelled, refuseUnmodelled } from '../model/broken';
import { fullName } from '../model/hosts';
import { fullGatewayNames, MESH, Mesh, VirtualService } from '../model/mesh';
import { Request } from './types';
import { Path } from '../manifest/manifest';
import { Headers, HttpMatch, L4Match, MatchedRoute, StaticMatch, L4Route } from '../model/specs';

/** A place where a VirtualService may hold. */
export interface Place {
  /** `mesh` or `namespace/name` of a Gateway. */
  readonly gateway: string;
  /** The port dialled, or the number of the server's port. */
  readonly port: number;
  /** The namespace of the proxy. */
  readonly namespace: string;
}

/** The destination of a route. Without a port, the port is the only one of the service, else the one that was dialled. */
export interface RouteDestination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
  /** The Host header from here on, if the route writes another. */
  readonly authority?: string;
  /** The match that held, or the route if the route has no match. */
  readonly decidedBy: Evidence;
  /** The entry of `route` that names the destination. */
  readonly target: Evidence;
}

/** Whether the predicates that do not need a request hold. No port, or port 0, is any port. */
export function holdsAt(match: StaticMatch, vs: VirtualService, place: Place): boolean {
  return (
    (!match.port || match.port === place.port) &&
    (!match.gateways?.length || fullGatewayNames(match.gateways, vs.namespace).includes(place.gateway))
  );
}

/**
 * The first `http` route that holds at a place, for a Host header if one is given. Its other predicates are looked at when it is
 * followed.
 */
export function httpRouteAt(vs: VirtualService, place: Place, authority?: string): HttpHit | undefined {
  for (const [index, route] of (vs.spec.http ?? []).entries()) {
    const path = ['spec', 'http', index];
    if (!route.match?.length) return { vs, route, path };
    for (const [matchIndex, match] of route.match.entries()) {
      if (!holdsAt(match, vs, place) || !holdsFor(match, authority)) continue;
      // `gateways` in an http match makes Istio overlook sourceNamespace (core/route/route.go sourceMatchHTTP).
      const here = match.gateways?.length || !match.sourceNamespace || match.sourceNamespace === place.namespace;
      if (here) return { vs, route, path, match, matchIndex };
    }
  }
  return undefined;
}

function holdsFor({ authority: pattern }: HttpMatch, authority: string | undefined): boolean {
  if (pattern === undefined || authority === undefined) return true;
  const { exact, prefix, regex } = pattern;
  if (regex !== undefined) return fullMatch(regex, authority);
  return exact !== undefined ? authority === exact : authority.startsWith(prefix ?? '');
}

/** Envoy reads the expression as RE2. What JavaScript reads otherwise is not read at all. */
function fullMatch(regex: string, text: string): boolean {
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${regex})$`);
  } catch {
    notModelled(`regex ${regex}`);
  }
  return expression.test(text);
}

/** Returns the Host header of a request: the host, with the port if the port is not 80. */
export function authorityOf({ host, port, authority }: Request & { readonly authority?: string }): string {
  return authority ?? (port === 80 ? host : `${host}:${port}`);
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
export function routesOf(vs: VirtualService, kind: 'tls' | 'tcp'): RouteHit<L4Route, L4Match>[] {
  return (vs.spec[kind] ?? []).map((route, index) => ({ vs, route, path: ['spec', kind, index] }));
}

/** Returns the matches of a route. */
export function matchesOf(hit: RouteHit<L4Route>): (RouteHit<L4Route, L4Match> & { readonly match: L4Match })[] {
  return (hit.route.match ?? []).map((match, matchIndex) => ({ ...hit, match, matchIndex }));
}

/** An `http` route that holds. */
export type HttpHit = RouteHit;

const VS_FIELDS = new Set(['hosts', 'gateways', 'exportTo', 'http', 'tls', 'tcp']);
const HTTP_FIELDS = new Set(['name', 'match', 'route', 'timeout', 'retries', 'corsPolicy', 'headers', 'rewrite']);
const REWRITE_FIELDS = new Set(['authority']);
const HTTP_MATCH_FIELDS = new Set(['name', 'port', 'gateways', 'sourceNamespace', 'statPrefix', 'authority']);
const L4_FIELDS = new Set(['match', 'route']);
const L4_MATCH_FIELDS = new Set(['port', 'gateways', 'sniHosts']);
const TARGET_FIELDS = new Set(['destination', 'weight', 'headers']);

/** The one destination of an `http` route; refuses whatever else would decide about a request. */
export function followHttp(mesh: Mesh, hit: HttpHit): RouteDestination {
  const { vs, route, match, path } = hit;
  const where = `http of VirtualService ${vs.id}`;
  if (match !== undefined) refuseUnmodelled(match, HTTP_MATCH_FIELDS, where, evidenceOf(hit));
  refuseUnmodelled(route, HTTP_FIELDS, where, at(vs, ...path));
  refuseNewAuthority(route.headers, where, at(vs, ...path, 'headers'));
  refuseUnmodelled(route.rewrite ?? {}, REWRITE_FIELDS, `rewrite in ${where}`, at(vs, ...path, 'rewrite'));
  return { ...singleDestination(mesh, hit, where), authority: route.rewrite?.authority };
}

/** The one destination of a `tls` or `tcp` route. */
export function followL4(mesh: Mesh, hit: RouteHit, knownPredicates: readonly string[] = []): RouteDestination {
  const { vs, route, match, path } = hit;
  const where = `tls or tcp of VirtualService ${vs.id}`;
  const predicates = new Set([...L4_MATCH_FIELDS, ...knownPredicates]);
  if (match !== undefined) refuseUnmodelled(match, predicates, where, evidenceOf(hit));
  refuseUnmodelled(route, L4_FIELDS, where, at(vs, ...path));
  return singleDestination(mesh, hit, where);
}

function singleDestination({ clusterDomain }: Mesh, hit: RouteHit, where: string): RouteDestination {
  const { vs, route, path } = hit;
  refuseUnmodelled(vs.spec, VS_FIELDS, `VirtualService ${vs.id}`, at(vs, 'spec'));
  const [first, ...more] = route.route ?? [];
  if (more.length > 0) notModelled(`more than one weighted destination in ${where}`, at(vs, ...path, 'route'));
  if (first?.destination === undefined)
    broken('invalid-object', `a route without destination in ${where}`, at(vs, ...path));
  const target = at(vs, ...path, 'route', 0);
  refuseUnmodelled(first, TARGET_FIELDS, where, target);
  refuseNewAuthority(first.headers, where, target);
  const { host, subset, port } = first.destination;
  const destination = { host: fullName(host, vs.namespace, clusterDomain), subset: subset || undefined };
  return { ...destination, port: port?.number, decidedBy: evidenceOf(hit), target };
}

/** Returns the match that held, or the route if the route has no match. */
export function evidenceOf({ vs, path, matchIndex }: Omit<RouteHit, 'route'>): Evidence {
  return matchIndex === undefined ? at(vs, ...path) : at(vs, ...path, 'match', matchIndex);
}

/** A route may change the Host on its way, and then the next proxy sees another request. */
function refuseNewAuthority(headers: Headers | undefined, where: string, owner: Evidence): void {
  for (const name of Object.keys({ ...headers?.request?.set, ...headers?.request?.add })) {
    if (['host', ':authority'].includes(name.toLowerCase())) notModelled(`a new ${name} header in ${where}`, owner);
  }
}

/** Returns the place at which the sidecar of a client looks. */
export function clientPlace({ port, clientNamespace: namespace }: Request): Place {
  return { gateway: MESH, port, namespace };
}
