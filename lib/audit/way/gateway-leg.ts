/**
 * The second leg: the server of the gateway that accepts a connection, and the destination of its route.
 */
import { serviceId } from '../model/gateway-services';
import { Evidence } from '../manifest/evidence';
import { broken } from '../model/broken';
import { notEvaluated } from '../model/unevaluated';
import { few } from '../model/sentence';
import { chainFor } from './filter-chains';
import { firstOf } from './precedence';
import { bareHosts, GatewayChains, gatewayChains, MissingChain, tcpRoutes } from './gateway-chains';
import { httpRouteOf, Visit } from './gateway-http';
import { mostSpecific } from '../model/hosts';
import {
  DroppedServer,
  isHttps,
  isPlainHttp,
  listenerAt,
  Listener,
  serverText,
  PlacedServer,
  Socket,
  tlsMode,
} from './servers';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Request, Sent } from './types';
import { followL4, RouteDestination } from './virtual-services';

/** A connection at the gateway. */
export interface ArrivingConnection {
  readonly socket: Socket;
  readonly request: Sent;
  /** The SNI of the mesh mTLS around the request; none if there is no mTLS. */
  readonly outerSni?: string;
}

/** The server that accepts the connection, and the destination of its route. */
export interface GatewayLeg {
  readonly placed: PlacedServer;
  readonly to: RouteDestination;
  /** The SNIs of the filter chain. */
  readonly serverNames: readonly string[];
}

/**
 * Returns the way through the gateway. Calls `visit.arrive` with the server that has accepted the connection, before the route of the
 * server is read.
 */
export function gatewayLeg(mesh: Mesh, arrival: ArrivingConnection, visit: Visit): GatewayLeg {
  const { socket } = arrival;
  const listener = listenerAt(mesh, socket);
  if (listener.secure.length + listener.plain.length === 0) {
    broken(
      { kind: 'missing-server', isUnserved: listener.dropped.length > 0 },
      `no listener on port ${socket.port} of the pods of ${serviceId(socket.service)}${because(listener.dropped)}`,
      ...placesOf(listener.dropped),
    );
  }
  return secureLeg(mesh, arrival, listener, visit) ?? plainLeg(mesh, arrival, listener.plain, visit);
}

/** A server for TCP accepts every connection, whatever its bytes are. */
function tcpLeg(mesh: Mesh, { socket, outerSni }: ArrivingConnection, placed: PlacedServer, visit: Visit): GatewayLeg {
  if (outerSni !== undefined)
    broken('mtls-mismatch', `mesh mTLS would leave the mesh: ${serverText(placed)} does not end TLS`, placed.decidedBy);
  visit.arrive(placed);
  const { namespace } = socket.service;
  const routes = tcpRoutes(mesh, placed, namespace);
  const route = firstOf(routes, { namespace, what: `routes at ${serverText(placed)}` }, visit.journey);
  if (route === undefined) broken('missing-route', `no route at ${serverText(placed)}`, placed.decidedBy);
  return { placed, to: followL4(mesh, route, visit.journey), serverNames: [] };
}

function plainLeg(mesh: Mesh, arrival: ArrivingConnection, servers: readonly PlacedServer[], visit: Visit): GatewayLeg {
  const { socket, request, outerSni } = arrival;
  const [first] = servers;
  if (first?.server.port.protocol.toUpperCase() === 'TCP') return tcpLeg(mesh, arrival, first, visit);
  for (const placed of servers) {
    if (!isPlainHttp(placed.server)) notEvaluated(serverText(placed), placed.decidedBy);
    const sender = request.isTlsStarted ? 'proxy' : 'application';
    const what = outerSni === undefined ? `${request.protocol.toUpperCase()} of the ${sender}` : 'mesh mTLS';
    if (outerSni !== undefined || request.protocol !== 'http') {
      const cause = outerSni === undefined ? 'protocol-mismatch' : 'mtls-mismatch';
      broken(cause, `${what} meets plaintext ${serverText(placed)}`, placed.decidedBy);
    }
  }
  return { ...httpRouteOf(mesh, servers, socket.service, request, visit), serverNames: [] };
}

/** The way through a server with TLS. Undefined where a server without TLS receives the connection. */
function secureLeg(mesh: Mesh, arrival: ArrivingConnection, listener: Listener, visit: Visit): GatewayLeg | undefined {
  const { socket, request, outerSni } = arrival;
  const { namespace } = socket.service;
  const { chains, missing } = chainsOf(mesh, listener, namespace);
  const sni = outerSni ?? request.host;
  const chain = chainFor(chains, sni, `the gateway's listener on port ${socket.port}`);
  if (chain === undefined || (outerSni === undefined && request.protocol !== 'tls')) {
    if (listener.plain.length > 0) return undefined;
    return refuseConnection(arrival, listener, chains.length === 0, reasonsFor(sni, missing));
  }
  const { placed, routes } = chain;
  const mode = tlsMode(placed.server);
  if (mode !== 'PASSTHROUGH' && mode !== 'ISTIO_MUTUAL') {
    notEvaluated(`tls mode ${mode} of ${serverText(placed)}`, placed.decidedBy);
  }
  refuseMismatch(placed, request, outerSni);
  const { serverNames } = chain;
  if (isHttps(placed.server)) return { ...httpRouteOf(mesh, [placed], socket.service, request, visit), serverNames };
  visit.arrive(placed);
  // The oldest VirtualService receives all connections of the server, for every host (seen on a running mesh).
  const fitting = routes.filter(
    ({ match: { sniHosts } = {} }) => !sniHosts || mostSpecific(sni, sniHosts) !== undefined,
  );
  const route = firstOf(fitting, { namespace, what: `routes for SNI ${sni}` }, visit.journey);
  if (route === undefined) broken('missing-route', `no route at ${serverText(placed)}`, placed.decidedBy);
  return { placed, to: followL4(mesh, route, visit.journey), serverNames };
}

/** No filter chain matches the connection. */
function refuseConnection(
  { request, outerSni }: ArrivingConnection,
  { secure: servers, dropped }: Listener,
  isEmpty: boolean,
  missing: readonly MissingChain[],
): never {
  const names = few(servers.map(serverText));
  const rivals = dropped.filter(({ isRival }) => isRival);
  const why = because([...rivals, ...missing, ...dropped.filter(({ isRival }) => !isRival)]);
  const places = placesOf([...servers, ...dropped]);
  const block = missing[0]?.block;
  if (isEmpty) {
    const cause = rivals.length > 0 ? 'rival-servers' : ({ kind: 'missing-route', block } as const);
    broken(cause, `no listener for ${names}${why}`, ...places);
  }
  if (outerSni === undefined && request.protocol !== 'tls') {
    broken(
      'mtls-mismatch',
      `filter_chain_not_found: plain ${request.protocol.toUpperCase()} meets ${names}`,
      ...places,
    );
  }
  const sni = outerSni ?? request.host;
  const isMeant = outerSni === undefined || missing.length > 0;
  const kind = rivals.length > 0 ? 'rival-servers' : isMeant ? 'missing-route' : 'unknown-sni';
  broken({ kind, sni, block }, `filter_chain_not_found: SNI ${sni} fits none of ${names}${why}`, ...places);
}

/** Refuses traffic that is not of the protocol of the server. */
function refuseMismatch(placed: PlacedServer, request: Request, outerSni: string | undefined): void {
  const mutual = tlsMode(placed.server) === 'ISTIO_MUTUAL';
  if (mutual && outerSni === undefined)
    broken(
      'mtls-mismatch',
      `no mesh certificate: the application's own TLS meets ${serverText(placed)}`,
      placed.decidedBy,
    );
  if (!mutual && outerSni !== undefined)
    broken('mtls-mismatch', `mesh mTLS would leave the mesh: ${serverText(placed)} does not end TLS`, placed.decidedBy);
  if (!mutual) return;
  if (isHttps(placed.server) && request.protocol !== 'http')
    broken(
      'protocol-mismatch',
      `${request.protocol.toUpperCase()} of the application meets HTTP in ${serverText(placed)}`,
      placed.decidedBy,
    );
}

/** Of the servers without a chain those for the SNI explain most. */
function reasonsFor(sni: string, missing: readonly MissingChain[]): MissingChain[] {
  const meant = missing.filter(({ placed }) => mostSpecific(sni, bareHosts(placed)) !== undefined);
  return meant.length > 0 ? meant : [...missing];
}

function because(reasons: readonly { readonly why: string }[]): string {
  return reasons.length === 0
    ? ''
    : `: ${few(
        reasons.map(({ why }) => why),
        '; ',
      )}`;
}

/** Servers that a reason mentions. */
const MENTIONED = 3;

function placesOf(servers: readonly Pick<DroppedServer, 'decidedBy'>[]): Evidence[] {
  return servers.slice(0, MENTIONED).map(({ decidedBy }) => decidedBy);
}

const known = perMesh(() => new WeakMap<Listener, GatewayChains>());

function chainsOf(mesh: Mesh, listener: Listener, namespace: string): GatewayChains {
  const chains = known(mesh).get(listener) ?? gatewayChains(mesh, listener.secure, namespace);
  known(mesh).set(listener, chains);
  return chains;
}
