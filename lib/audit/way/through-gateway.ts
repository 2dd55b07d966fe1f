/**
 * The way from the sidecar through the gateway's pods, and through whatever these send to themselves.
 */
import { nameOf } from '../manifest/manifest';
import { serviceId } from '../model/gateway-services';
import { broken } from '../model/broken';
import { notEvaluated } from '../model/unevaluated';
import { Mesh } from '../model/mesh';
import { routesAt } from './api-gateways';
import { patchesOf, ClusterRedirection, redirectionOf } from './envoy-patches';
import { entryOf } from './entry';
import { LastLeg, exitTo, isLoopback } from './exit';
import { GatewayLeg, gatewayLeg } from './gateway-leg';
import { Journey } from './journey';
import { PlacedServer, Socket } from './servers';
import { OutsideTarget, Routed, targetOf } from './targets';
import { tunnelFor } from './tunnel';
import { GatewayWay, Request, Sent, Way } from './types';
import { Destination } from './destination';
import { StartedTls, startedTls, upstreamTls } from './upstream-tls';
import { Viewer } from './viewer';
import { RouteDestination } from './virtual-services';
import { hostPort } from '../model/host-port';

/** Returns the way of a request that the client's sidecar sends to a gateway. Adds stations to the journey as the request travels. */
export function throughGateway(mesh: Mesh, client: Viewer, sent: Request, first: Routed, journey: Journey): Way {
  let request = rewritten(sent, first.to, journey);
  let stop: Stop | End = enter(mesh, client, first, request, journey);
  const clientTls = stop.outerSni === undefined ? ('NONE' as const) : ('ISTIO_MUTUAL' as const);
  let entry: PlacedServer | undefined;
  let origination: GatewayWay['origination'] = 'NONE';
  for (const seen = new Set<string>(); 'socket' in stop;) {
    if (stop.started !== undefined) {
      origination = stop.started.mode;
      request = { ...request, protocol: 'tls', host: stop.started.sni, isTlsStarted: true };
    }
    const { socket, outerSni, stated, source }: Stop = stop;
    const arrival = { socket, outerSni, stated, source, request };
    const leg: GatewayLeg = gatewayLeg(mesh, arrival, {
      journey,
      arrive: (placed) => journey.entries.push(entryOf(arrival, placed, arrival.request)),
    });
    refuseLoop(seen, stop, leg.to);
    journey.because(leg.placed.decidedBy);
    entry ??= leg.placed;
    request = rewritten(request, leg.to, journey);
    stop = passOn(mesh, stop.socket, leg, request, journey);
  }
  if (stop.started !== undefined) origination = stop.started.mode;
  const { gateway = '', server } = entry ?? {};
  const { destination, connectsTo = [destination] } = stop;
  const via = { gateway, serverPort: server?.port.number ?? 0, service: serviceId(first.target.service) };
  const end = { destination, connectsTo, authority: request.authority || undefined };
  const kind = 'gateway' as const;
  return Object.assign({ kind, entries: journey.entries, clientTls, origination }, via, end, journey.travelled);
}

/** The destination of a way. */
interface End {
  readonly destination: Destination;
  /** The endpoints one of which the gateway connects to: those of the destination, or of a proxy that is asked for the destination. */
  readonly connectsTo?: readonly Destination[];
  readonly started?: StartedTls;
}

/** The next stop of a request that a server of the gateway has accepted. */
function passOn(
  mesh: Mesh,
  { service, port }: Socket,
  { placed, to, serverNames }: GatewayLeg,
  request: Request,
  journey: Journey,
): Stop | End {
  const patches = patchesOf(mesh, service);
  const redirection = redirectionOf(patches, { bind: placed.server.bind, port }, serverNames);
  if (redirection !== undefined) {
    const added = patches.clusters.get(redirection.cluster);
    const evidence = redirection.evidence;
    if (added !== undefined) {
      // A cluster without an address connects to what the caller dialled.
      const { host, port: number } = added.address ?? request;
      journey.reach(hostPort(host, number), [evidence]);
      const arrivesBy = { host, decidedBy: evidence, target: evidence };
      const source = patches.sources.get(redirection.cluster);
      if (isLoopback(host)) return { socket: { service, bind: host, port: number }, source, arrivesBy };
      return { destination: { host, port: number } };
    }
  }
  const route = (redirection && clusterRoute(redirection)) ?? to;
  const target = targetOf(mesh, service, route, placed.server.port.number, journey);
  if (target.kind === 'gateway') return enter(mesh, service, { target, to: route }, request, journey);
  const exit = leave(mesh, service, { target, to: route }, request, journey);
  const { destination, endpoints, started, tunnel } = exit;
  if (!isLoopback(destination.host)) return { destination: tunnel ?? destination, connectsTo: endpoints, started };
  const { host, port: number } = target.cluster;
  const source = patches.sources.get(`${host}:${number}`) ?? patches.sources.get(host);
  const socket = { service, bind: destination.host, port: destination.port };
  return { socket, source, arrivesBy: route, started };
}

/** The route of a redirection to a cluster that istiod makes: `outbound|443||example.com`. */
function clusterRoute({ cluster, evidence }: ClusterRedirection): RouteDestination | undefined {
  const [direction, port, subset, host] = cluster.split('|');
  if (direction !== 'outbound' || !host) return undefined;
  const destination = { host, subset: subset || undefined };
  return { ...destination, port: Number(port), tunnelOf: destination, decidedBy: evidence, target: evidence };
}

function rewritten(request: Sent, { authority, newPath }: RouteDestination, journey: Journey): Sent {
  if (newPath !== undefined) journey.forgetPath();
  if (authority === undefined && (newPath === undefined || request.path === undefined)) return request;
  const path = request.path !== undefined && newPath ? { path: newPath(request.path) } : {};
  const host = authority === undefined ? {} : { authority, host: authority.replace(/:\d+$/, '') };
  return { ...request, ...path, ...host };
}

/** The arrival of a request at the pods of a gateway. */
interface Stop {
  readonly socket: Socket;
  readonly outerSni?: string;
  /** The destination in the PROXY header before the first byte. */
  readonly stated?: Destination;
  /** The address from which the gateway connects to its own listener. */
  readonly source?: string;
  /** The TLS that the sender started, and that is not mesh mTLS. */
  readonly started?: StartedTls;
  /** The route to this stop. */
  readonly arrivesBy: RouteDestination;
}

/** The hop from a proxy to the pods behind a gateway Service. */
function enter(mesh: Mesh, viewer: Viewer, { target, to }: Routed, request: Request, journey: Journey): Stop {
  const { service, targetPort, cluster } = target;
  const tls = upstreamTls(mesh, viewer, cluster);
  const { mode, sni, subset, hasProxyHeader, decidedBy } = tls;
  const { name, labels = {} } = subset?.value ?? {};
  for (const [label, value] of Object.entries(labels)) {
    if (service.podLabels[label] === value) continue;
    // An empty subset has a cluster without endpoints (istioctl analyze IST0173).
    broken('empty-subset', `no healthy upstream: subset ${name} selects no pods`, ...(subset ? [subset.evidence] : []));
  }
  const started = startedTls(tls, request);
  if (started !== undefined && request.protocol === 'tls') {
    broken(
      'tls-in-tls',
      `TLS in TLS: the sender starts ${mode} TLS towards gateway Service ${serviceId(service)}`,
      ...decidedBy,
    );
  }
  const tunnel = to.tunnelOf && tunnelFor(mesh, viewer, to.tunnelOf);
  if (tunnel) notEvaluated(`tunnel towards gateway Service ${serviceId(service)}`, tunnel.decidedBy);
  const isMutual = mode === 'ISTIO_MUTUAL';
  const plain = request.protocol === 'tls' ? 'app TLS' : `plain ${request.protocol.toUpperCase()}`;
  const text = isMutual ? 'mTLS' : started === undefined ? plain : `${mode} TLS`;
  journey.reach(text, decidedBy);
  const { port } = cluster;
  journey.connect({ service, port, targetPort, isMutual, settings: decidedBy, routedBy: to.decidedBy });
  const { proxyPorts, unevaluated } = patchesOf(mesh, service);
  for (const each of [...unevaluated, ...routesAt(mesh, service, request.host)]) journey.doubt(each);
  journey.assume(service.assumptions ?? []);
  refuseHeader(
    hasProxyHeader,
    proxyPorts.get(targetPort),
    `port ${targetPort} of the pods of ${serviceId(service)}`,
    to,
  );
  const stated = hasProxyHeader ? { host: request.host, port: request.port } : undefined;
  const socket = { service, bind: '', port: targetPort };
  return { socket, outerSni: isMutual ? sni : undefined, stated, started, arrivesBy: to };
}

/** A listener reads a PROXY header or does not; `isOptional` is undefined for a listener that does not. */
function refuseHeader(
  isWritten: boolean,
  isOptional: boolean | undefined,
  listener: string,
  { target }: RouteDestination,
): void {
  if (isWritten && isOptional === undefined) {
    const reason = `filter_chain_not_found: a PROXY header meets ${listener}, which reads no such header`;
    broken({ kind: 'proxy-header', isSent: true }, reason, target);
  }
  if (!isWritten && isOptional === false) {
    broken({ kind: 'proxy-header', isSent: false }, `no PROXY header: ${listener} requires the header`, target);
  }
}

/** The hop from the gateway's pods to an external service, or to a listener of their own. */
function leave(
  mesh: Mesh,
  viewer: Viewer,
  { target, to }: Routed<OutsideTarget>,
  request: Request,
  journey: Journey,
): LastLeg {
  const exit = exitTo(mesh, viewer, { target, to }, request, journey);
  const { destination, started, tunnel, decidedBy } = exit;
  if (started !== undefined) journey.reach(started.mode === 'MUTUAL' ? 'mutual TLS' : 'TLS', decidedBy);
  journey.reach(hostPort(destination.host, destination.port), [to.decidedBy, target.port.decidedBy]);
  if (tunnel) {
    journey.reach('CONNECT', decidedBy);
    journey.reach(hostPort(tunnel.host, tunnel.port), decidedBy);
  }
  return exit;
}

/** A request with another host or path than before can come back to a listener, and use another route there. */
function refuseLoop(
  seen: Set<string>,
  { socket: { service, bind, port }, arrivesBy }: Stop,
  { target: { manifest, path = [] } }: RouteDestination,
): void {
  const key = [serviceId(service), bind, port, nameOf(manifest), ...path].join('|');
  if (seen.has(key)) {
    broken('loop', `loop: the request comes back to ${serviceId(service)}, pod port ${port}`, arrivesBy.decidedBy);
  }
  seen.add(key);
}
