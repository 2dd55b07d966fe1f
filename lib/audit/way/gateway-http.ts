/**
 * HTTP at a gateway: virtual hosts of its servers, chosen by the Host header (core/gateway.go buildGatewayHTTPRouteConfig).
 */
import { broken } from '../model/broken';
import { few } from '../model/sentence';
import { boundTo, hostsFor } from './gateway-chains';
import { HostIndex } from '../model/host-index';
import { intersection } from '../model/hosts';
import { perMesh } from '../model/per-mesh';
import { firstOf } from './precedence';
import { Arrive, serverText, PlacedServer } from './servers';
import { GatewayService } from '../model/settings';
import { Mesh, VirtualService } from '../model/mesh';
import { Request } from './types';
import { followHttp } from './follow-http';
import { HttpHit, httpHitsAt, isCatchAll, routeFor } from './http-routes';
import { Journey } from './journey';
import { Place, RouteDestination } from './virtual-services';

interface ServedRoute {
  readonly placed: PlacedServer;
  readonly hit: HttpHit;
}

/** A request at a gateway, and a function to call with the server that accepts the request. */
export interface Visit {
  readonly journey: Journey;
  readonly arrive: Arrive;
}

/** The routes of a VirtualService at a server. */
interface ServedRoutes {
  readonly placed: PlacedServer;
  readonly hits: readonly HttpHit[];
}

/** A route of a gateway that holds for a request. */
interface FoundRoute {
  readonly placed: PlacedServer;
  readonly to: RouteDestination;
}

/** Returns the route for a request among servers that share their routes. */
export function httpRouteOf(
  mesh: Mesh,
  servers: readonly PlacedServer[],
  pods: GatewayService,
  request: Request,
  { journey, arrive }: Visit,
): FoundRoute {
  const virtualHosts = virtualHostsOf(mesh, servers, pods);
  const [domain = ''] = virtualHosts.over(request.host);
  const served = virtualHosts.get(domain).flatMap(({ placed, hits }) => hits.map((hit) => ({ placed, hit })));
  const redirecting = served.find(({ placed }) => placed.server.tls?.httpsRedirect)?.placed;
  if (redirecting) {
    arrive(redirecting);
    broken(
      'answered',
      `the gateway answers with 301: httpsRedirect of ${serverText(redirecting)}`,
      redirecting.decidedBy,
    );
  }
  // Routes that hold for every request are behind the others (core/route/route.go SortVHostRoutes).
  const ordered = [...served].sort((a, b) => Number(isCatchAll(a.hit)) - Number(isCatchAll(b.hit)));
  const hit = routeFor(
    ordered.map((each) => each.hit),
    request,
    journey,
  );
  const contest = { namespace: pods.namespace, what: `routes for ${domain} at the gateway` };
  const chosen = firstOf(hit === undefined ? [] : rulesFor(hit, ordered), contest, journey);
  if (chosen === undefined) {
    if (servers[0] !== undefined) arrive(servers[0]);
    const places = servers.slice(0, MENTIONED).map(({ decidedBy }) => decidedBy);
    const names = few(servers.map(serverText));
    broken('missing-route', `404: no VirtualService has a route for ${request.host} at ${names}`, ...places);
  }
  const { placed } = chosen;
  arrive(placed);
  return { placed, to: followHttp(mesh, chosen.hit, gatewayPlace(placed, pods), journey) };
}

/** The rule of a route, and the routes for every request, which are put one after the other in the order of the VirtualServices. */
function rulesFor(hit: HttpHit, served: readonly ServedRoute[]): (ServedRoute & { readonly vs: VirtualService })[] {
  const found = served.filter((each) => each.hit === hit);
  const others = isCatchAll(hit) ? served.filter((each) => each.hit !== hit && isCatchAll(each.hit)) : [];
  return [...found, ...others].map((each) => ({ vs: each.hit.root, placed: each.placed, hit: each.hit }));
}

/** Servers that a reason mentions. */
const MENTIONED = 3;

const known = perMesh(() => new WeakMap<PlacedServer, HostIndex<ServedRoutes>>());

/** The virtual hosts of servers that share their routes: of a plaintext listener, or of one HTTPS server. */
function virtualHostsOf(mesh: Mesh, servers: readonly PlacedServer[], pods: GatewayService): HostIndex<ServedRoutes> {
  const [first] = servers;
  const virtualHosts = (first && known(mesh).get(first)) ?? new HostIndex<ServedRoutes>();
  if (first === undefined || known(mesh).has(first)) return virtualHosts;
  for (const placed of servers) {
    for (const [name, hits] of routesOf(mesh, placed, pods)) virtualHosts.add(name, { placed, hits });
  }
  known(mesh).set(first, virtualHosts);
  return virtualHosts;
}

function gatewayPlace({ gateway, server }: PlacedServer, { namespace, podLabels }: GatewayService): Place {
  return { gateway, port: server.port.number, namespace, labels: podLabels };
}

function routesOf(mesh: Mesh, placed: PlacedServer, pods: GatewayService): [string, readonly HttpHit[]][] {
  return boundTo(mesh, placed, pods.namespace).flatMap((vs): [string, readonly HttpHit[]][] => {
    const hits = [...httpHitsAt(mesh, vs, gatewayPlace(placed, pods))];
    return hits.length === 0 ? [] : intersection(hostsFor(placed, vs.namespace), vs.hosts).map((name) => [name, hits]);
  });
}
