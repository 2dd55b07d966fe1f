/**
 * HTTP at a gateway: virtual hosts of its servers, chosen by the Host header (core/gateway.go buildGatewayHTTPRouteConfig).
 */
import { broken, few, notModelled } from '../model/broken';
import { hostsFor } from './gateway-chains';
import { intersection, mostSpecific } from '../model/hosts';
import { nameOf, PlacedServer } from './servers';
import { Mesh } from '../model/mesh';
import { evidenceOf, followHttp, HttpHit, httpRouteAt, RouteDestination, virtualServicesAt } from './virtual-services';

interface ServedRoute {
  readonly placed: PlacedServer;
  readonly hit: HttpHit;
}

/** The route for a host among servers that share their routes; `namespace` is that of the gateway's pods. */
export function httpRouteOf(
  mesh: Mesh,
  servers: readonly PlacedServer[],
  namespace: string,
  host: string,
): { readonly placed: PlacedServer; readonly to: RouteDestination } {
  const virtualHosts = new Map<string, ServedRoute[]>();
  for (const placed of servers) {
    for (const [name, hit] of routesOf(mesh, placed, namespace)) {
      virtualHosts.set(name, [...(virtualHosts.get(name) ?? []), { placed, hit }]);
    }
  }
  const domain = mostSpecific(host, virtualHosts.keys());
  const [first, ...others] = (domain === undefined ? undefined : virtualHosts.get(domain)) ?? [];
  if (first === undefined) {
    const places = servers.map(({ decidedBy }) => decidedBy);
    broken(`404: no VirtualService has a route for ${host} at ${few(servers.map(nameOf))}`, ...places);
  }
  const rival = others.find(({ hit }) => hit.vs !== first.hit.vs);
  // Routes of several VirtualServices are put one after the other, the older ones first.
  if (rival !== undefined) {
    const both = `VirtualServices ${first.hit.vs.id} and ${rival.hit.vs.id} both route ${domain}`;
    broken(both, evidenceOf(first.hit), evidenceOf(rival.hit));
  }
  const { placed, hit } = first;
  if (placed.server.tls?.httpsRedirect) notModelled(`httpsRedirect of ${nameOf(placed)}`, placed.decidedBy);
  return { placed, to: followHttp(mesh, hit) };
}

function routesOf(mesh: Mesh, placed: PlacedServer, namespace: string): [string, HttpHit][] {
  const place = { gateway: placed.gateway, port: placed.server.port.number, namespace };
  return virtualServicesAt(mesh, placed.gateway, namespace).flatMap((vs): [string, HttpHit][] => {
    const hit = httpRouteAt(vs, place);
    if (hit === undefined) return [];
    return intersection(hostsFor(placed, vs.namespace), vs.hosts).map((name) => [name, hit]);
  });
}
