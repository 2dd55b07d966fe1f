/**
 * The servers that Gateway objects put on the pods behind a Service, merged per listener
 * (pilot/pkg/model/gateway.go mergeGateways).
 */
import { serviceId } from '../model/gateway-services';
import { at } from '../manifest/evidence';
import { serverAt, ServerPlace } from '../model/server-place';
import { refuseUnevaluated } from '../model/unevaluated';
import { hasLabels } from '../model/labels';
import { getOrAdd } from '../../input/get-or-add';
import { Mesh, Resource } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { GatewaySpec, Server } from '../model/specs';
import { GatewayService } from '../model/settings';

/** A server on its listener. */
export interface PlacedServer {
  /** The Gateway object, `namespace/name`. */
  readonly gateway: string;
  readonly server: Server;
  /** Hosts with the namespaces resolved: `namespace/host`, or `host` for VirtualServices of any namespace. */
  readonly hosts: readonly string[];
  readonly decidedBy: ServerPlace;
}

/** Receives the server that has accepted a connection. */
export type Arrive = (placed: PlacedServer) => void;

/** A server that no listener has. */
export interface DroppedServer {
  readonly why: string;
  /** Whether an older server of the listener excludes the server. */
  readonly isRival: boolean;
  readonly decidedBy: ServerPlace;
}

/** The socket where a connection arrives at the pods. */
export interface Socket {
  readonly service: GatewayService;
  /** Empty for the pod's address, an address in 127.0.0.0/8 for what the pod sends to itself. */
  readonly bind: string;
  /** The port in the pod. */
  readonly port: number;
}

/** The servers on a socket. */
export interface Listener {
  /** Servers with TLS, which SNIs distinguish. */
  readonly secure: readonly PlacedServer[];
  /** Servers without TLS: those of HTTP, or one of TCP. */
  readonly plain: readonly PlacedServer[];
  /** Why servers are not among them; part of the reason if a request finds none. */
  readonly dropped: readonly DroppedServer[];
}

const GATEWAY_FIELDS = new Set(['selector', 'servers']);
const SERVER_FIELDS = new Set(['port', 'bind', 'hosts', 'tls', 'name', 'defaultEndpoint']);

/** Returns the listener of a socket. */
export function listenerAt(mesh: Mesh, { service, bind, port }: Socket): Listener {
  return listeners(mesh).get(`${serviceId(service)} ${bind} ${port}`, () => {
    const { bySocket, strays } = placedServers(mesh).get(serviceId(service), () => placeServers(mesh, service));
    // A listener for every address accepts what no listener for the address accepts.
    const here = bySocket.get(`${bind} ${port}`) ?? bySocket.get(` ${port}`) ?? [];
    for (const { manifest, spec, placed } of here) {
      refuseUnevaluated(spec, GATEWAY_FIELDS, () => `Gateway ${placed.gateway}`, at({ manifest }, 'spec'));
      refuseUnevaluated(placed.server, SERVER_FIELDS, () => `a server of Gateway ${placed.gateway}`, placed.decidedBy);
    }
    return merge(
      here.map(({ placed }) => placed),
      strays,
    );
  });
}

const listeners = perMesh(() => new Memo<Listener>());
const placedServers = perMesh(() => new Memo<Placement>());

type ServerOfGateway = Pick<Resource<GatewaySpec>, 'manifest' | 'spec'> & { readonly placed: PlacedServer };

/** The servers of the pods behind a Service, by address and port in the pod. */
interface Placement {
  readonly bySocket: ReadonlyMap<string, readonly ServerOfGateway[]>;
  readonly strays: readonly DroppedServer[];
}

function placeServers(mesh: Mesh, service: GatewayService): Placement {
  const bySocket = new Map<string, ServerOfGateway[]>();
  const strays: DroppedServer[] = [];
  const targetPort = targetPortsOf(mesh, service);
  for (const gateway of mesh.gateways) {
    const { id, namespace, spec, manifest } = gateway;
    if (!hasLabels(service.podLabels, spec.selector)) continue;
    for (const [index, server] of (spec.servers ?? []).entries()) {
      const decidedBy = serverAt(gateway, index, server);
      const { bind = '', port } = server;
      const target = targetPort.get(port.number);
      if (target === undefined && bind === '') {
        const why = `server port ${port.number} of Gateway ${id} is no port of the Service (IST0162)`;
        strays.push({ why, isRival: false, decidedBy });
      }
      const placed = { gateway: id, server, hosts: fullServerHosts(server.hosts ?? [], namespace), decidedBy };
      getOrAdd(bySocket, `${bind} ${target ?? port.number}`, () => []).push({ manifest, spec, placed });
    }
  }
  return { bySocket, strays };
}

/** Returns whether a server accepts HTTP in the clear (protocol.Instance.IsHTTP). */
export function isPlainHttp({ port }: Server): boolean {
  return ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY'].includes(port.protocol.toUpperCase());
}

/** Returns whether a server ends TLS and reads HTTP inside it. */
export function isHttps(server: Server): boolean {
  return server.port.protocol.toUpperCase() === 'HTTPS' && tlsMode(server) !== 'PASSTHROUGH';
}

/** Returns the TLS mode of a server; `PASSTHROUGH` if `tls` has no mode. */
export function tlsMode({ tls }: Server): string | undefined {
  return tls && (tls.mode ?? 'PASSTHROUGH');
}

/** Returns a server in a sentence: `server 443/TLS of Gateway istio-egress/cnn`. */
export function serverText({ gateway, server }: PlacedServer): string {
  return `server ${server.port.number}/${server.port.protocol} of Gateway ${gateway}`;
}

/** Of servers that cannot share a listener the first stays, in the order of age. */
function merge(servers: readonly PlacedServer[], dropped: readonly DroppedServer[]): Listener {
  const secure: PlacedServer[] = [];
  const plain: PlacedServer[] = [];
  const lost = [...dropped];
  const taken: Taken = { hosts: new Set(), routes: new Set() };
  for (const placed of servers) {
    const why = hostConflict(placed, taken) ?? plainConflict(placed, plain) ?? routeConflict(placed, secure, taken);
    if (why === undefined) (isSecure(placed.server) ? secure : plain).push(placed);
    else lost.push({ why: `${serverText(placed)} is dropped: ${why}`, isRival: true, decidedBy: placed.decidedBy });
  }
  return { secure, plain, dropped: lost };
}

/** Hosts and names of route configurations of the earlier servers of a listener. */
interface Taken {
  readonly hosts: Set<string>;
  readonly routes: Set<string>;
}

/** If an earlier server with TLS settings has a host of a later server, Istio drops the later server. */
function hostConflict({ server, hosts }: PlacedServer, taken: Taken): string | undefined {
  if (server.tls === undefined) return undefined;
  const twice = hosts.filter((host) => taken.hosts.has(host));
  if (twice.length > 0) return `${twice.join(', ')} is on an earlier server`;
  for (const host of hosts) taken.hosts.add(host);
  return undefined;
}

/** Only HTTP shares a port with an earlier server without TLS. A server without TLS shares a port with earlier servers of TLS. */
function plainConflict({ server }: PlacedServer, [first]: readonly PlacedServer[]): string | undefined {
  if (first === undefined || (isPlainHttp(server) && isPlainHttp(first.server))) return undefined;
  if (isSecure(server)) return `plaintext and TLS on one port, as ${serverText(first)}`;
  return `conflicts with protocol ${first.server.port.protocol} on its port`;
}

/** HTTPS servers have a route configuration each, named after port number, port name and Gateway. */
function routeConflict(
  { gateway, server }: PlacedServer,
  secure: readonly PlacedServer[],
  taken: Taken,
): string | undefined {
  if (!isHttps(server)) return undefined;
  const routes = [gateway, server.port.name, server.port.number].join('|');
  if (secure.length > 0 && taken.routes.has(routes)) return `port name ${server.port.name} is of an earlier server`;
  taken.routes.add(routes);
  return undefined;
}

function isSecure(server: Server): boolean {
  return server.tls !== undefined && !isPlainHttp(server);
}

/** The ports in the pods for the ports of all Services over these pods. The Service that was dialled is asked first. */
function targetPortsOf({ gatewayServices }: Mesh, service: GatewayService): ReadonlyMap<number, number> {
  const samePods = [...gatewayServices.values()].filter(
    (other) =>
      other.namespace === service.namespace &&
      hasLabels(service.podLabels, other.podLabels) &&
      hasLabels(other.podLabels, service.podLabels),
  );
  const ports = new Map<number, number>();
  for (const { port, targetPort } of [service, ...samePods].flatMap((each) => each.ports)) {
    if (!ports.has(port)) ports.set(port, targetPort);
  }
  return ports;
}

/** `./host` means the Gateway's namespace, `*` before the slash any (pilot/pkg/model/gateway.go sanitizeServerHostNamespace). */
function fullServerHosts(hosts: readonly string[], namespace: string): string[] {
  return hosts.map((host) => {
    if (host.startsWith('./')) return `${namespace}/${host.slice(2)}`;
    return host.startsWith('*/') ? host.slice(2) : host;
  });
}
