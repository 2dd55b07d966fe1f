import { Host } from '../host/host';
import { ClaimedPort, ExternalHost, ExternalPort, isPassthrough, throughGateway } from './external-host';
import { cidrsServiceHost, GatewayModel, PortPair, serviceHost } from './gateway';

/**
 * The ports of a host behind one SNI of the mesh mTLS: an HTTP port, and a port whose bytes the gateway passes through. Their traffic
 * arrives on different ports of the gateway.
 */
export interface HostServer {
  /** The host, or the outer name of a further port. */
  readonly name: Host;
  readonly http?: ExternalPort | undefined;
  /** A port for TLS of applications, or TCP. */
  readonly passthrough?: ExternalPort | undefined;
}

/**
 * Returns the servers of a host. The first server has the name of the host, and the ports that have had that name as the only ports
 * of the host. Every further port has a server with an outer name, sorted by port. A port for ranges always has an outer name, so that
 * the gateway distinguishes these servers from all others by the domain ({@link CIDRS_DOMAIN}).
 *
 * The first server has port 80, else the lowest HTTP port; and port 443, else the lowest TLS port, else the lowest TCP port.
 */
export function serversOf(external: ExternalHost): readonly HostServer[] {
  const ports = throughGateway(external.ports);
  let http: ExternalPort | undefined;
  let passthrough: ExternalPort | undefined;
  for (const port of ports) {
    if (port.cidrs !== undefined) continue;
    if (isPassthrough(port)) passthrough = preferred(passthrough, port);
    else http = preferred(http, port);
  }
  const servers: HostServer[] = http || passthrough ? [{ name: external.host, http, passthrough }] : [];
  for (const port of ports) {
    if (port === http || port === passthrough) continue;
    const name = outerName(external.host, port.number, port.cidrs && CIDRS_DOMAIN);
    servers.push(isPassthrough(port) ? { name, passthrough: port } : { name, http: port });
  }
  return servers;
}

/** Returns the port of the first server: of two ports of one rank, the lower. */
function preferred(lower: ExternalPort | undefined, higher: ExternalPort): ExternalPort {
  return lower === undefined || rankOf(higher) < rankOf(lower) ? higher : lower;
}

function rankOf({ protocol, number }: ExternalPort): number {
  if (protocol === 'TCP') return 2;
  return number === (protocol === 'HTTP' ? 80 : 443) ? 0 : 1;
}

/** Returns the server with an outer name. A further port keeps its server, since a new port can replace the port of the first only. */
export function serverOf(external: ExternalHost, { name: outerName }: Host): HostServer {
  const found = serversOf(external).find(({ name }) => name.name === outerName);
  if (found === undefined) throw new Error(`${external.host.name} has no server ${outerName}`);
  return found;
}

/** Returns the ports of a server. */
export function portsOf({ http, passthrough }: HostServer): readonly ExternalPort[] {
  return [http, passthrough].filter((port) => port !== undefined);
}

/** Returns the only port of a server with an outer name. */
export function furtherPortOf({ name, http, passthrough }: HostServer): ExternalPort {
  const port = http ?? passthrough;
  if (port === undefined) throw new Error(`server ${name.name} has no port`);
  return port;
}

/** Returns whether a server is that of a further port, with an outer name. */
export function isFurther({ name }: HostServer, { host }: ExternalHost): boolean {
  return name !== host;
}

/**
 * Returns whether a port has a ServiceEntry under its outer name. Sidecars identify TCP by address, and the addresses of a
 * ServiceEntry apply to all its ports: TLS of the host to other addresses would bypass the gateway.
 */
export function hasOwnEntry(server: HostServer, external: ExternalHost): boolean {
  const { addresses, cidrs } = server.passthrough ?? {};
  return isFurther(server, external) && (addresses ?? cidrs) !== undefined;
}

/** Returns the Service and the port of a gateway that receive the bytes of a port that the gateway passes through. */
export function passthroughService(
  { cidrs }: ClaimedPort,
  gateway: GatewayModel,
): PortPair & { readonly serviceHost: string } {
  const { cidrsPort, tlsPort } = gateway;
  if (cidrs === undefined || cidrsPort === undefined) return { serviceHost: serviceHost(gateway), ...tlsPort };
  return { serviceHost: cidrsServiceHost(gateway), ...cidrsPort };
}

/**
 * Returns the SNI of the mesh mTLS that carries traffic to a server, by which the gateway distinguishes servers. The SNI of a
 * wildcard is below its domain, as the gateway's server requires. A host cannot have that name, so that the SNI differs from the
 * SNI of a host below the domain that another app routes.
 */
export function meshSni({ name }: HostServer): string {
  return name.isWildcard ? `_any.${name.domain}` : name.name;
}

/** The domain of the outer names of ports for ranges, which no other server has: `22.sftp.example.com.cidrs.invalid`. */
export const CIDRS_DOMAIN = 'cidrs.invalid';

/**
 * Returns the outer name of a further port: `22.github.com.ports.invalid`. The domain `invalid` is reserved (RFC 6761), so that no
 * route has a host with an outer name. istiod rejects names of servers with a label such as `_22`.
 */
export function outerName(
  { isWildcard, domain: of }: Host,
  port: number,
  domain = isWildcard ? 'wildcards.invalid' : 'ports.invalid',
): Host {
  return Host.parse(`${port}.${of}.${domain}`, `outer name of port ${port}`);
}
