/**
 * The way from the sidecar through the gateway's pods, and through whatever these send to themselves.
 */
import { Evidence, Hop } from '../manifest/evidence';
import { broken, notModelled } from '../model/broken';
import { Mesh } from '../model/mesh';
import { GatewayService } from '../model/settings';
import { Viewer } from './destination-rules';
import { Entry, entryOf } from './entry';
import { Exit, exitTo } from './exit';
import { gatewayLeg } from './gateway-leg';
import { PlacedServer, Socket } from './servers';
import { GatewayTarget, OutsideTarget, targetOf } from './targets';
import { Request, Way } from './types';
import { upstreamTls } from './upstream-tls';
import { RouteDestination } from './virtual-services';

/** A route to the Service of a gateway. */
export interface Routed<Target = GatewayTarget> {
  readonly target: Target;
  readonly to: RouteDestination;
}

/** The proxy of a client. */
export function clientOf({ clientNamespace: namespace }: Request): Viewer {
  return { namespace, podLabels: {} };
}

/** Returns the way of a request that the client's sidecar sends to a gateway. Adds to `hops` as the request travels. */
export function throughGateway(mesh: Mesh, sent: Request, first: Routed, hops: Hop[]): Way {
  let request = rewritten(sent, first.to);
  let hop = enter(mesh, clientOf(request), first, request, hops);
  const clientTls = hop.outerSni === undefined ? 'NONE' : 'ISTIO_MUTUAL';
  let entry: PlacedServer | undefined;
  let origination: Exit['origination'] = 'NONE';
  const entries: Entry[] = [];
  for (const seen = new Set<string>(); ;) {
    refuseLoop(seen, hop);
    const { service } = hop.socket;
    const { placed, to } = gatewayLeg(mesh, { ...hop, request });
    told(hops, placed.decidedBy);
    entry ??= placed;
    entries.push(entryOf(hop, placed, request));
    request = rewritten(request, to);
    const target = targetOf(mesh, service.namespace, to, placed.server.port.number);
    if (target.kind === 'gateway') {
      hop = enter(mesh, service, { target, to }, request, hops);
      continue;
    }
    const exit = leave(mesh, service, { target, to }, request, hops);
    // What the gateway sends to itself keeps the TLS that the gateway started.
    if (exit.origination !== 'NONE') origination = exit.origination;
    const { destination, isLoopback, tunnel } = exit;
    if (isLoopback) {
      hop = { socket: { service, bind: destination.host, port: destination.port }, arrivesBy: to };
      continue;
    }
    const { gateway, server } = entry;
    const via = { gateway, serverPort: server.port.number, service: nameOf(first.target.service), entries };
    const { authority } = request;
    const end = { destination: tunnel ?? destination, ...(authority && { authority }) };
    return { kind: 'gateway', ...via, clientTls, origination, ...end, hops };
  }
}

/** A request whose Host header a route may have written anew. */
interface Rewritten extends Request {
  readonly authority?: string;
}

function rewritten(request: Rewritten, { authority }: RouteDestination): Rewritten {
  return authority === undefined ? request : { ...request, authority, host: authority.replace(/:\d+$/, '') };
}

/** The arrival of a request at the pods of a gateway. */
interface Entrance {
  readonly socket: Socket;
  readonly outerSni?: string;
  /** The route that led here. */
  readonly arrivesBy: RouteDestination;
}

/** The hop from a proxy to the pods behind a gateway Service. */
function enter(mesh: Mesh, viewer: Viewer, { target, to }: Routed, request: Request, hops: Hop[]): Entrance {
  const { service, targetPort, cluster } = target;
  const { mode, sni, subset, decidedBy } = upstreamTls(mesh, viewer, cluster);
  const { name, labels = {}, trafficPolicy } = subset?.value ?? {};
  for (const [label, value] of Object.entries(labels)) {
    if (service.podLabels[label] === value) continue;
    // An empty subset has a cluster without endpoints (istioctl analyze IST0173).
    broken(`no healthy upstream: subset ${name} selects no pods`, ...(subset ? [subset.evidence] : []));
  }
  if (mode === 'SIMPLE' || mode === 'MUTUAL') {
    notModelled(`tls mode ${mode} towards gateway Service ${nameOf(service)}`, ...decidedBy);
  }
  if (trafficPolicy?.tunnel) notModelled(`tunnel towards gateway Service ${nameOf(service)}`, ...decidedBy);
  const wrapped = mode === 'ISTIO_MUTUAL';
  const text = wrapped ? 'mTLS' : request.protocol === 'tls' ? 'app TLS' : `plain ${request.protocol.toUpperCase()}`;
  hops.push({ text, decidedBy }, { text: `${nameOf(service)}:${cluster.port}`, decidedBy: [to.decidedBy] });
  return { socket: { service, bind: '', port: targetPort }, outerSni: wrapped ? sni : undefined, arrivesBy: to };
}

/** The hop from the gateway's pods to an external service, or to a listener of their own. */
function leave(mesh: Mesh, viewer: Viewer, { target, to }: Routed<OutsideTarget>, request: Request, hops: Hop[]): Exit {
  const exit = exitTo(mesh, viewer, target, request);
  const { destination, origination, tunnel, decidedBy } = exit;
  if (origination !== 'NONE') hops.push({ text: origination === 'MUTUAL' ? 'mutual TLS' : 'TLS', decidedBy });
  hops.push({ text: `${destination.host}:${destination.port}`, decidedBy: [to.decidedBy, target.port.decidedBy] });
  if (tunnel) hops.push({ text: 'CONNECT', decidedBy }, { text: `${tunnel.host}:${tunnel.port}`, decidedBy });
  return exit;
}

/** Adds the evidence of a server to the station that the request has reached. */
function told(hops: Hop[], server: Evidence): void {
  const station = hops.pop();
  if (station) hops.push({ ...station, decidedBy: [...(station.decidedBy ?? []), server] });
}

function refuseLoop(seen: Set<string>, { socket: { service, bind, port }, arrivesBy }: Entrance): void {
  const key = [nameOf(service), bind, port].join('|');
  if (seen.has(key)) {
    broken(`loop: the request comes back to ${nameOf(service)}, pod port ${port}`, arrivesBy.decidedBy);
  }
  seen.add(key);
}

function nameOf({ namespace, name }: GatewayService): string {
  return `${namespace}/${name}`;
}
