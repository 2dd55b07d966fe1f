/**
 * VirtualServices: which ones hold at a place, which of their routes is taken there, and where it points.
 * A place is the sidecars of a namespace (gateway `mesh`) or a port of a server of a Gateway.
 */
import { broken, notModelled, refuseUnmodelled } from '../model/broken';
import { fullName } from '../model/hosts';
import { fullGatewayNames, Mesh, VirtualService } from '../model/mesh';
import { Headers, MatchedRoute, RouteTarget, StaticMatch } from '../model/specs';
import { isVisible } from '../model/visibility';

/** Where a VirtualService is looked at. */
export interface Place {
  /** `mesh` or `namespace/name` of a Gateway. */
  readonly gateway: string;
  /** The port dialled, or the number of the server's port. */
  readonly port: number;
  /** The namespace of the proxy. */
  readonly namespace: string;
}

/** Where a route points; without a port it is the service's only one, else the one that was dialled. */
export interface RouteDestination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
  /** The Host header from here on, if the route writes another. */
  readonly authority?: string;
}

/** The VirtualServices bound to a gateway (or `mesh`) that proxies of a namespace see, oldest first. */
export function virtualServicesAt(mesh: Mesh, gateway: string, viewer: string): VirtualService[] {
  return mesh.virtualServices.filter(
    (vs) => vs.gateways.includes(gateway) && isVisible(vs.spec.exportTo, vs.namespace, viewer),
  );
}

/** Whether the predicates that do not need a request hold. No port, or port 0, is any port. */
export function holdsAt(match: StaticMatch, vs: VirtualService, place: Place): boolean {
  return (
    (!match.port || match.port === place.port) &&
    (!match.gateways?.length || fullGatewayNames(match.gateways, vs.namespace).includes(place.gateway))
  );
}

/** The first `http` route that holds at a place. Its other predicates are looked at when it is followed. */
export function httpRouteAt(vs: VirtualService, place: Place): HttpHit | undefined {
  for (const route of vs.spec.http ?? []) {
    if (!route.match?.length) return { vs, route };
    for (const match of route.match) {
      if (!holdsAt(match, vs, place)) continue;
      // `gateways` in an http match makes Istio overlook sourceNamespace (core/route/route.go sourceMatchHTTP).
      const here = match.gateways?.length || !match.sourceNamespace || match.sourceNamespace === place.namespace;
      if (here) return { vs, route, match };
    }
  }
  return undefined;
}

/** An `http` route and what made it hold. */
export interface HttpHit {
  readonly vs: VirtualService;
  readonly route: MatchedRoute;
  readonly match?: StaticMatch;
}

const VS_FIELDS = new Set(['hosts', 'gateways', 'exportTo', 'http', 'tls', 'tcp']);
const HTTP_FIELDS = new Set(['name', 'match', 'route', 'timeout', 'retries', 'corsPolicy', 'headers', 'rewrite']);
const REWRITE_FIELDS = new Set(['authority']);
const HTTP_MATCH_FIELDS = new Set(['name', 'port', 'gateways', 'sourceNamespace', 'statPrefix']);
const L4_FIELDS = new Set(['match', 'route']);
const L4_MATCH_FIELDS = new Set(['port', 'gateways', 'sniHosts']);
const TARGET_FIELDS = new Set(['destination', 'weight', 'headers']);

/** The one destination of an `http` route; refuses whatever else would decide about a request. */
export function followHttp(mesh: Mesh, { vs, route, match }: HttpHit): RouteDestination {
  const where = `http of VirtualService ${vs.id}`;
  if (match !== undefined) refuseUnmodelled(match, HTTP_MATCH_FIELDS, where);
  refuseUnmodelled(route, HTTP_FIELDS, where);
  refuseNewAuthority(route.headers, where);
  refuseUnmodelled(route.rewrite ?? {}, REWRITE_FIELDS, `rewrite in ${where}`);
  return { ...singleDestination(mesh, vs, route.route, where), authority: route.rewrite?.authority };
}

/** The one destination of a `tls` or `tcp` route. */
export function followL4(
  mesh: Mesh,
  vs: VirtualService,
  route: Pick<MatchedRoute, 'route'>,
  match: StaticMatch | undefined,
  knownPredicates: readonly string[] = [],
): RouteDestination {
  const where = `tls or tcp of VirtualService ${vs.id}`;
  if (match !== undefined) refuseUnmodelled(match, new Set([...L4_MATCH_FIELDS, ...knownPredicates]), where);
  refuseUnmodelled(route, L4_FIELDS, where);
  return singleDestination(mesh, vs, route.route, where);
}

function singleDestination(
  { clusterDomain }: Mesh,
  vs: VirtualService,
  targets: readonly RouteTarget[] = [],
  where: string,
): RouteDestination {
  refuseUnmodelled(vs.spec, VS_FIELDS, `VirtualService ${vs.id}`);
  const [target, ...more] = targets;
  if (more.length > 0) notModelled(`more than one weighted destination in ${where}`);
  if (target?.destination === undefined) broken(`a route without destination in ${where}`);
  refuseUnmodelled(target, TARGET_FIELDS, where);
  refuseNewAuthority(target.headers, where);
  const { host, subset, port } = target.destination;
  return { host: fullName(host, vs.namespace, clusterDomain), subset: subset || undefined, port: port?.number };
}

/** A route may change the Host on its way, and then the next proxy sees another request. */
function refuseNewAuthority(headers: Headers | undefined, where: string): void {
  for (const name of Object.keys({ ...headers?.request?.set, ...headers?.request?.add })) {
    if (['host', ':authority'].includes(name.toLowerCase())) notModelled(`a new ${name} header in ${where}`);
  }
}
