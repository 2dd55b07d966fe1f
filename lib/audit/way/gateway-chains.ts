/**
 * The filter chains of TLS servers at a gateway (core/gateway.go). The block of a VirtualService that counts depends on the
 * server: `http` for HTTPS (found later, by Host), `tls` for PASSTHROUGH, `tcp` for TLS that the gateway ends.
 */
import { L4Block } from '../model/block';
import { FilterChain } from './filter-chains';
import { bareHost, overlap } from '../model/hosts';
import { virtualServicesFor } from '../model/lookup';
import { isVisible } from '../model/export-to';
import { byPrecedence } from './precedence';
import { isHttps, serverText, PlacedServer, tlsMode } from './servers';
import { Mesh, VirtualService } from '../model/mesh';
import { L4Match, L4Route } from '../model/specs';
import { holdsAt, matchesOf, Place, RouteHit, routesOf } from './virtual-services';

/** A chain of a TLS server. */
export interface GatewayChain extends FilterChain {
  readonly placed: PlacedServer;
  /** The rules for the connections, in the order of precedence. None at a server that reads HTTP. */
  readonly routes: readonly L4Hit[];
}

/** A `tls` or `tcp` rule that holds at a server. */
export type L4Hit = RouteHit<L4Route, L4Match>;

/** A server that got no chain. */
export interface MissingChain {
  readonly placed: PlacedServer;
  /** The field of the spec of a VirtualService that the server reads. */
  readonly block: L4Block;
  readonly why: string;
}

/** The chains of the servers of a listener. */
export interface GatewayChains {
  readonly chains: readonly GatewayChain[];
  /** The servers that have no chain. */
  readonly missing: readonly MissingChain[];
}

/** Returns the chains of the servers of a listener. */
export function gatewayChains(mesh: Mesh, servers: readonly PlacedServer[], namespace: string): GatewayChains {
  const passed: PassedChains = { chains: [], byName: new Map() };
  const ended: GatewayChain[] = [];
  const missing: MissingChain[] = [];
  for (const placed of servers) {
    const serverNames = bareHosts(placed);
    const mode = tlsMode(placed.server);
    if (mode === 'PASSTHROUGH') {
      const rules = boundTo(mesh, placed, namespace)
        .flatMap((vs) => rulesAt(vs, 'tls', placed, namespace))
        .filter(({ match }) => match);
      if (rules.length === 0)
        missing.push({ placed, block: 'tls', why: `no VirtualService has a \`tls\` rule for ${serverText(placed)}` });
      addRules(passed, placed, rules);
    } else if (isHttps(placed.server) || mode !== 'ISTIO_MUTUAL') {
      ended.push({ serverNames, placed, routes: [] });
    } else {
      const routes = tcpRoutes(mesh, placed, namespace);
      if (routes.length > 0) ended.push({ serverNames, placed, routes });
      // A `tls` block does not count there: istiod drops the server ("listener missed network filter").
      else {
        const why = `no VirtualService has a \`tcp\` block for ${serverText(placed)}, which ends TLS`;
        missing.push({ placed, block: 'tcp', why });
      }
    }
  }
  return { chains: [...ended, ...passed.chains], missing };
}

/** Returns the first `tcp` rule of each VirtualService that holds at a server. */
export function tcpRoutes(mesh: Mesh, placed: PlacedServer, namespace: string): L4Hit[] {
  return boundTo(mesh, placed, namespace).flatMap((vs) => rulesAt(vs, 'tcp', placed, namespace).slice(0, 1));
}

/** Returns the VirtualServices that the hosts of a server accept, by precedence, then by age. */
export function boundTo(mesh: Mesh, placed: PlacedServer, namespace: string): readonly VirtualService[] {
  const bound = virtualServicesFor(mesh, placed.gateway, bareHosts(placed)).filter(
    (vs) =>
      isVisible(vs.spec.exportTo, vs.namespace, namespace) &&
      hostsFor(placed, vs.namespace).some((host) => vs.hosts.some((vsHost) => overlap(host, vsHost))),
  );
  return byPrecedence(bound, namespace);
}

/** Returns the hosts of a server as SNIs. */
export function bareHosts({ hosts }: PlacedServer): string[] {
  return hosts.map(bareHost);
}

/** Returns the hosts of a server to which VirtualServices of a namespace can bind. */
export function hostsFor({ hosts }: PlacedServer, namespace: string): string[] {
  return hosts.flatMap((host) => {
    const slash = host.indexOf('/');
    return slash < 0 || host.slice(0, slash) === namespace ? [host.slice(slash + 1)] : [];
  });
}

/** The rules of a VirtualService that hold at a server; the port is the one of the Gateway object. */
function rulesAt(vs: VirtualService, kind: L4Block, { gateway, server }: PlacedServer, namespace: string): L4Hit[] {
  const place: Place = { gateway, port: server.port.number, namespace, labels: {} };
  return routesOf(vs, kind).flatMap((hit) => {
    if (!hit.route.route?.length) return [];
    return hit.route.match?.length ? matchesOf(hit).filter(({ match }) => holdsAt(match, vs, place)) : [hit];
  });
}

/** The chains of servers that pass TLS on, and the chain of each SNI. */
interface PassedChains {
  readonly chains: GatewayChain[];
  readonly byName: Map<string, number>;
}

/** A rule that repeats an SNI of an earlier one is skipped as a whole (core/gateway.go, "duplicate SNI host names"). */
function addRules({ chains, byName }: PassedChains, placed: PlacedServer, rules: readonly L4Hit[]): void {
  for (const route of rules) {
    const serverNames = route.match?.sniHosts ?? [];
    const first = Math.min(...serverNames.map((name) => byName.get(name) ?? Infinity));
    const earlier = chains[first];
    if (earlier === undefined) {
      for (const name of serverNames) byName.set(name, chains.length);
      chains.push({ serverNames, placed, routes: [route] });
    } else chains[first] = { ...earlier, routes: [...earlier.routes, route] };
  }
}
