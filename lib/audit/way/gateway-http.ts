/**
 * HTTP at a gateway: virtual hosts of its servers, chosen by the Host header (core/gateway.go buildGatewayHTTPRouteConfig).
 */
import { broken, few, notModelled } from '../model/broken';
import { boundTo, hostsFor } from './gateway-chains';
import { HostIndex } from '../model/host-index';
import { intersection } from '../model/hosts';
import { perMesh } from '../model/per-mesh';
import { assumedFirst } from './precedence';
import { Arrive, nameOf, PlacedServer } from './servers';
import { Mesh } from '../model/mesh';
import { Request } from './types';
import { authorityOf, followHttp, HttpHit, httpRouteAt, Place, RouteDestination } from './virtual-services';

interface ServedRoute {
  readonly placed: PlacedServer;
  readonly hit: HttpHit;
}

/** The route for a host among servers that share their routes; `namespace` is that of the gateway's pods. */
export function httpRouteOf(
  mesh: Mesh,
  servers: readonly PlacedServer[],
  namespace: string,
  request: Request,
  arrive: Arrive,
): {
  readonly placed: PlacedServer;
  readonly to: RouteDestination;
  readonly assumptions: readonly string[];
} {
  const virtualHosts = virtualHostsOf(mesh, servers, namespace);
  const [domain = ''] = virtualHosts.over(request.host);
  const authority = authorityOf(request);
  const [first, ...others] = virtualHosts.get(domain).flatMap(({ placed, hit: { vs } }) => {
    const hit = httpRouteAt(vs, placeOf(placed, namespace), authority);
    return hit ? [{ placed, hit }] : [];
  });
  if (first === undefined) {
    if (servers[0] !== undefined) arrive(servers[0]);
    const places = servers.slice(0, MENTIONED).map(({ decidedBy }) => decidedBy);
    broken(
      'missing-route',
      `404: no VirtualService has a route for ${request.host} at ${few(servers.map(nameOf))}`,
      ...places,
    );
  }
  const rival = others.find(({ hit }) => hit.vs !== first.hit.vs);
  // Routes of several VirtualServices are put one after the other, in the order of their precedence.
  const assumptions = rival
    ? assumedFirst(first.hit.vs, rival.hit.vs, namespace, `routes for ${domain} at the gateway`)
    : [];
  const { placed, hit } = first;
  arrive(placed);
  if (placed.server.tls?.httpsRedirect) notModelled(`httpsRedirect of ${nameOf(placed)}`, placed.decidedBy);
  return { placed, to: followHttp(mesh, hit), assumptions };
}

/** Servers that a reason mentions. */
const MENTIONED = 3;

const known = perMesh(() => new WeakMap<PlacedServer, HostIndex<ServedRoute>>());

/** The virtual hosts of servers that share their routes: of a plaintext listener, or of one HTTPS server. */
function virtualHostsOf(mesh: Mesh, servers: readonly PlacedServer[], namespace: string): HostIndex<ServedRoute> {
  const [first] = servers;
  const virtualHosts = (first && known(mesh).get(first)) ?? new HostIndex<ServedRoute>();
  if (first === undefined || known(mesh).has(first)) return virtualHosts;
  for (const placed of servers) {
    for (const [name, hit] of routesOf(mesh, placed, namespace)) virtualHosts.add(name, { placed, hit });
  }
  known(mesh).set(first, virtualHosts);
  return virtualHosts;
}

function placeOf({ gateway, server }: PlacedServer, namespace: string): Place {
  return { gateway, port: server.port.number, namespace };
}

function routesOf(mesh: Mesh, placed: PlacedServer, namespace: string): [string, HttpHit][] {
  const place = placeOf(placed, namespace);
  return boundTo(mesh, placed, namespace).flatMap((vs): [string, HttpHit][] => {
    const hit = httpRouteAt(vs, place);
    if (hit === undefined) return [];
    return intersection(hostsFor(placed, vs.namespace), vs.hosts).map((name) => [name, hit]);
  });
}
