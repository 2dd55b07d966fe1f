/**
 * The whole way of a request, leg by leg: sidecar, gateway, outside.
 */
import { Broken, broken, notModelled } from '../model/broken';
import { clientLeg } from './client-leg';
import { Exit, exitTo, refuseEmpty } from './exit';
import { gatewayLeg } from './gateway-leg';
import { Viewer } from './destination-rules';
import { clusterOfUnknown, refuseForeignMeans } from './mesh-scope';
import { PlacedServer, Socket } from './servers';
import { Mesh } from '../model/mesh';
import { Target, targetOf } from './targets';
import { GatewayService } from '../model/settings';
import { Destination, Request, Way } from './types';
import { upstreamTls } from './upstream-tls';
import { RouteDestination } from './virtual-services';

/** Returns the way of a request, which is where its packets go; policies that refuse the request are not asked. */
export function wayOf(mesh: Mesh, request: Request): Way {
  const hops = [request.clientNamespace];
  try {
    return travel(mesh, { ...request, host: request.host.toLowerCase() }, hops);
  } catch (error) {
    if (error instanceof Broken) return { kind: 'broken', reason: error.message, hops };
    throw error;
  }
}

/** Adds to `hops` as it goes, so that a way that breaks shows how far it got. */
function travel(mesh: Mesh, request: Request, hops: string[]): Way {
  refuseForeignMeans(mesh, request);
  const leg = clientLeg(mesh, request);
  if (leg.kind === 'unknown') {
    const cluster = clusterOfUnknown(mesh, request.clientNamespace);
    return { kind: 'unknown', cluster, hops: [...hops, cluster] };
  }
  if (leg.kind === 'direct') {
    refuseEmpty(leg.service);
    return direct(request, hops);
  }
  const target = targetOf(mesh, request.clientNamespace, leg.to, request.port);
  if (target.kind === 'gateway') return throughGateway(mesh, rewritten(request, leg.to), target, hops);
  refuseEmpty(target.service);
  upstreamTls(mesh, clientOf(request), target.cluster);
  return direct({ host: target.service.host, port: target.port.number }, hops);
}

function direct({ host, port }: Destination, hops: readonly string[]): Way {
  return { kind: 'direct', destination: { host, port }, hops: [...hops, `${host}:${port}`] };
}

type GatewayTarget = Extract<Target, { kind: 'gateway' }>;

function throughGateway(mesh: Mesh, sent: Rewritten, first: GatewayTarget, hops: string[]): Way {
  let request = sent;
  let hop = enter(mesh, clientOf(request), first, request, hops);
  const clientTls = hop.outerSni === undefined ? 'NONE' : 'ISTIO_MUTUAL';
  let entry: PlacedServer | undefined;
  let origination: Exit['origination'] = 'NONE';
  for (const seen = new Set<string>(); ;) {
    refuseLoop(seen, hop.socket);
    const { service } = hop.socket;
    const { placed, to } = gatewayLeg(mesh, { ...hop, request });
    entry ??= placed;
    request = rewritten(request, to);
    const target = targetOf(mesh, service.namespace, to, placed.server.port.number);
    if (target.kind === 'gateway') {
      hop = enter(mesh, service, target, request, hops);
      continue;
    }
    const exit = exitTo(mesh, service, target, request);
    const { destination, isLoopback, tunnel } = exit;
    if (exit.origination !== 'NONE') hops.push(exit.origination === 'MUTUAL' ? 'mutual TLS' : 'TLS');
    // What the gateway sends to itself keeps the TLS that it started.
    if (exit.origination !== 'NONE') origination = exit.origination;
    hops.push(
      `${destination.host}:${destination.port}`,
      ...(tunnel ? ['CONNECT', `${tunnel.host}:${tunnel.port}`] : []),
    );
    if (isLoopback) {
      hop = { socket: { service, bind: destination.host, port: destination.port } };
      continue;
    }
    const { gateway, server } = entry;
    const via = { gateway, serverPort: server.port.number, service: nameOf(first.service) };
    const { authority } = request;
    const told = { destination: tunnel ?? destination, ...(authority && { authority }) };
    return { kind: 'gateway', ...via, clientTls, origination, ...told, hops };
  }
}

/** A request whose Host header a route may have written anew. */
interface Rewritten extends Request {
  readonly authority?: string;
}

function rewritten(request: Rewritten, { authority }: RouteDestination): Rewritten {
  return authority === undefined ? request : { ...request, authority, host: authority.replace(/:\d+$/, '') };
}

interface Hop {
  readonly socket: Socket;
  readonly outerSni?: string;
}

/** No rule of a client selects its pods by their labels. */
function clientOf({ clientNamespace: namespace }: Request): Viewer {
  return { namespace, podLabels: {} };
}

/** The hop from a proxy to the pods behind a gateway Service. */
function enter(mesh: Mesh, viewer: Viewer, target: GatewayTarget, request: Request, hops: string[]): Hop {
  const { service, targetPort, cluster } = target;
  const { mode, sni, subset } = upstreamTls(mesh, viewer, cluster);
  for (const [label, value] of Object.entries(subset?.labels ?? {})) {
    // An empty subset has a cluster without endpoints (istioctl analyze IST0173).
    if (service.podLabels[label] !== value) broken(`no healthy upstream: subset ${subset?.name} selects no pods`);
  }
  if (mode === 'SIMPLE' || mode === 'MUTUAL')
    notModelled(`tls mode ${mode} towards gateway Service ${nameOf(service)}`);
  if (subset?.trafficPolicy?.tunnel) notModelled(`tunnel towards gateway Service ${nameOf(service)}`);
  const wrapped = mode === 'ISTIO_MUTUAL';
  hops.push(wrapped ? 'mTLS' : request.protocol === 'tls' ? 'app TLS' : `plain ${request.protocol.toUpperCase()}`);
  hops.push(`${nameOf(service)}:${cluster.port}`);
  return { socket: { service, bind: '', port: targetPort }, outerSni: wrapped ? sni : undefined };
}

function refuseLoop(seen: Set<string>, { service, bind, port }: Socket): void {
  const key = [nameOf(service), bind, port].join('|');
  if (seen.has(key)) broken(`loop: the request comes back to ${nameOf(service)}, pod port ${port}`);
  seen.add(key);
}

function nameOf({ namespace, name }: GatewayService): string {
  return `${namespace}/${name}`;
}
