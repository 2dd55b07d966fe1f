/**
 * The servers that Gateway objects put on the pods behind a Service, merged per listener
 * (pilot/pkg/model/gateway.go mergeGateways).
 */
import { at, Evidence } from '../manifest/evidence';
import { broken, refuseUnmodelled } from '../model/broken';
import { Mesh } from '../model/mesh';
import { Server } from '../model/specs';
import { GatewayService } from '../model/settings';

/** A server on its listener. */
export interface PlacedServer {
  /** The Gateway object, `namespace/name`. */
  readonly gateway: string;
  readonly server: Server;
  /** Hosts with the namespaces resolved: `namespace/host`, or `host` for VirtualServices of any namespace. */
  readonly hosts: readonly string[];
  readonly decidedBy: Evidence;
}

/** A server that no listener has. */
export interface DroppedServer {
  readonly why: string;
  readonly decidedBy: Evidence;
}

/** The socket where a connection arrives at the pods. */
export interface Socket {
  readonly service: GatewayService;
  /** Empty for the pod's address, an address in 127.0.0.0/8 for what the pod sends to itself. */
  readonly bind: string;
  /** The port in the pod. */
  readonly port: number;
}

/** What listens on a socket. */
export interface Listener {
  readonly secure: boolean;
  readonly servers: readonly PlacedServer[];
  /** Why servers are not among them; part of the reason if a request finds none. */
  readonly dropped: readonly DroppedServer[];
}

const GATEWAY_FIELDS = new Set(['selector', 'servers']);
const SERVER_FIELDS = new Set(['port', 'bind', 'hosts', 'tls', 'name', 'defaultEndpoint']);

/** The listener of a socket. */
export function listenerAt(mesh: Mesh, socket: Socket): Listener {
  const here: PlacedServer[] = [];
  const strays: DroppedServer[] = [];
  for (const gateway of mesh.gateways) {
    const { id, namespace, spec } = gateway;
    if (!selects(spec.selector, socket.service)) continue;
    refuseUnmodelled(spec, GATEWAY_FIELDS, `Gateway ${id}`, at(gateway, 'spec'));
    for (const [index, server] of (spec.servers ?? []).entries()) {
      const decidedBy = at(gateway, 'spec', 'servers', index);
      const { bind = '', port } = server;
      const target = targetPort(mesh, socket.service, port.number);
      const stray = target === undefined && bind === '';
      const why = `server port ${port.number} of Gateway ${id} is no port of the Service (IST0162)`;
      if (stray) strays.push({ why, decidedBy });
      else if (bind === socket.bind && (target ?? port.number) === socket.port) {
        refuseUnmodelled(server, SERVER_FIELDS, `a server of Gateway ${id}`, decidedBy);
        here.push({ gateway: id, server, hosts: fullServerHosts(server.hosts ?? [], namespace), decidedBy });
      }
    }
  }
  return merge(here, strays);
}

/** Whether a server takes HTTP in the clear (protocol.Instance.IsHTTP). */
export function isPlainHttp({ port }: Server): boolean {
  return ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY'].includes(port.protocol.toUpperCase());
}

/** Whether a server ends TLS and reads HTTP inside it. */
export function isHttps(server: Server): boolean {
  return server.port.protocol.toUpperCase() === 'HTTPS' && tlsMode(server) !== 'PASSTHROUGH';
}

/** The TLS mode of a server; PASSTHROUGH is the API's default. */
export function tlsMode({ tls }: Server): string | undefined {
  return tls && (tls.mode ?? 'PASSTHROUGH');
}

/** `protocol:port of Gateway x`, for reasons. */
export function nameOf({ gateway, server }: PlacedServer): string {
  return `server ${server.port.number}/${server.port.protocol} of Gateway ${gateway}`;
}

function merge(servers: readonly PlacedServer[], dropped: readonly DroppedServer[]): Listener {
  const [first] = servers;
  if (first === undefined) return { secure: false, servers, dropped };
  const secure = isSecure(first.server);
  const alien = servers.find(({ server }) => isSecure(server) !== secure);
  // Which of the two is dropped depends on their age.
  if (alien !== undefined) {
    broken(`${nameOf(first)} and ${nameOf(alien)}: plaintext and TLS on one port`, first.decidedBy, alien.decidedBy);
  }
  const kept: PlacedServer[] = [];
  const lost = [...dropped];
  for (const placed of servers) {
    const why = secure ? tlsConflict(placed, kept) : plainConflict(placed, kept);
    if (why === undefined) kept.push(placed);
    else lost.push({ why: `${nameOf(placed)} is dropped: ${why}`, decidedBy: placed.decidedBy });
  }
  return { secure, servers: kept, dropped: lost };
}

/** SNIs tell TLS servers apart, so that a host that an earlier server has costs the later one all of its hosts. */
function tlsConflict({ gateway, server, hosts }: PlacedServer, kept: readonly PlacedServer[]): string | undefined {
  const twice = hosts.filter((host) => kept.some((other) => other.hosts.includes(host)));
  if (twice.length > 0) return `${twice.join(', ')} is on an earlier server`;
  // HTTPS servers have a route configuration each, named after port number, port name and Gateway.
  const sameRoutes = (other: PlacedServer): boolean =>
    isHttps(other.server) &&
    other.gateway === gateway &&
    other.server.port.name === server.port.name &&
    other.server.port.number === server.port.number;
  return isHttps(server) && kept.some(sameRoutes) ? `port name ${server.port.name} is taken` : undefined;
}

function plainConflict({ server }: PlacedServer, [first]: readonly PlacedServer[]): string | undefined {
  const merges = first === undefined || (isPlainHttp(server) && isPlainHttp(first.server));
  return merges ? undefined : `conflicts with protocol ${first.server.port.protocol} on its port`;
}

function isSecure(server: Server): boolean {
  return server.tls !== undefined && !isPlainHttp(server);
}

/** A selector without labels takes all pods. */
function selects(selector: Readonly<Record<string, string>> | undefined, { podLabels }: GatewayService): boolean {
  return Object.entries(selector ?? {}).every(([label, value]) => podLabels[label] === value);
}

/** The port in the pod for a port of a Service over these pods; the Service that was dialled is asked first. */
function targetPort({ gatewayServices }: Mesh, service: GatewayService, port: number): number | undefined {
  const samePods = [...gatewayServices.values()].filter(
    (other) =>
      other.namespace === service.namespace && selects(other.podLabels, service) && selects(service.podLabels, other),
  );
  for (const candidate of [service, ...samePods]) {
    const found = candidate.ports.find((entry) => entry.port === port);
    if (found !== undefined) return found.targetPort;
  }
  return undefined;
}

/** `./host` means the Gateway's namespace, `*` before the slash any (pilot/pkg/model/gateway.go sanitizeServerHostNamespace). */
function fullServerHosts(hosts: readonly string[], namespace: string): string[] {
  return hosts.map((host) => {
    if (host.startsWith('./')) return `${namespace}/${host.slice(2)}`;
    return host.startsWith('*/') ? host.slice(2) : host;
  });
}
