import { Host } from '../host/host';
import { ExternalHost, ExternalPort, isPassthrough } from './external-host';

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
 * of the host. Every further port has a server with an outer name, sorted by port.
 *
 * The first server has port 80, else the lowest HTTP port; and port 443, else the lowest TLS port, else the lowest TCP port.
 */
export function serversOf(external: ExternalHost): readonly HostServer[] {
  const ports = external.ports.filter(({ routing }) => routing === 'gateway');
  const http = firstOf(ports, ['HTTP'], 80);
  const passthrough = firstOf(ports, ['TLS', 'HTTPS'], 443) ?? firstOf(ports, ['TCP'], 443);
  const further = ports.filter((port) => port !== http && port !== passthrough);
  return [
    { name: external.host, http, passthrough },
    ...further.map((port) => {
      const name = outerName(external.host, port.number);
      return isPassthrough(port) ? { name, passthrough: port } : { name, http: port };
    }),
  ];
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

/** Returns whether a server is that of a further port, with an outer name. */
export function isFurther({ name }: HostServer, { host }: ExternalHost): boolean {
  return name !== host;
}

/**
 * Returns whether a port has a ServiceEntry under its outer name. Sidecars identify TCP by address, and the addresses of a
 * ServiceEntry apply to all its ports: TLS of the host to other addresses would bypass the gateway.
 */
export function hasOwnEntry(server: HostServer, external: ExternalHost): boolean {
  return isFurther(server, external) && server.passthrough?.addresses !== undefined;
}

/**
 * Returns the SNI of the mesh mTLS that carries traffic to a server, by which the gateway distinguishes servers. The SNI of a
 * wildcard is below its domain, as the gateway's server requires. A host cannot have that name, so that the SNI differs from the
 * SNI of a host below the domain that another app routes.
 */
export function meshSni({ name }: HostServer): string {
  return name.isWildcard ? `_any.${name.domain}` : name.name;
}

/**
 * Returns the outer name of a further port: `22.github.com.ports.invalid`. The domain `invalid` is reserved (RFC 6761), so that no
 * route has a host with an outer name. istiod rejects names of servers with a label such as `_22`.
 */
export function outerName({ isWildcard, domain }: Host, port: number): Host {
  return Host.parse(`${port}.${domain}.${isWildcard ? 'wildcards' : 'ports'}.invalid`, `outer name of port ${port}`);
}

function firstOf(
  ports: readonly ExternalPort[],
  protocols: readonly string[],
  usual: number,
): ExternalPort | undefined {
  const candidates = ports.filter(({ protocol }) => protocols.includes(protocol));
  return candidates.find(({ number }) => number === usual) ?? candidates[0];
}
