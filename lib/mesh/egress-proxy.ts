/**
 * The names and the port by which a gateway accepts egress-proxy traffic (unknown hosts). They follow from the gateway alone, so
 * that the apps that share a gateway compute the same names and port as its owner. Both names are below the gateway's Service,
 * where no route may have a host or a wildcard (`assertExternalHost`), so that no other server and no other ServiceEntry has
 * these names.
 */
import { ExternalHost, ExternalPort, gatewayPorts } from './external-host';
import { GatewayModel, portPairsOf, serviceHost } from './gateway';
import { isForAnyAuthenticated } from './source';

/** Returns the SNI of the mesh mTLS that carries egress-proxy traffic. */
export function egressProxySni(gateway: GatewayModel): string {
  return `undeclared.${serviceHost(gateway)}`;
}

/** Returns the name of the gateway as its own next hop: `127.0.0.1` in each of its pods. */
export function loopbackHost(gateway: GatewayModel): string {
  return `loopback.${serviceHost(gateway)}`;
}

/** Candidates for the loopback port: one more than a gateway has ports, so that one candidate is always free. */
const LOOPBACK_PORTS: readonly number[] = [15444, 15445, 15446, 15447, 15448, 15449, 15450];

/** Returns the loopback port of the pods where the gateway reads the inner SNI: a port that the gateway does not use otherwise. */
export function loopbackPort(gateway: GatewayModel): number {
  const used = portPairsOf(gateway).flatMap(({ port, targetPort }) => [port, targetPort]);
  return LOOPBACK_PORTS.find((port) => !used.includes(port)) as number;
}

/**
 * Returns whether the gateway also identifies the host by the inner SNI, the SNI of the application's TLS, so that sidecars with
 * an egress proxy need not import the host. The inner SNI does not identify the caller, so the host must be open to every
 * authenticated caller. The gateway reads nothing but the inner SNI, so the host must have a single port, with TLS.
 *
 * If a host below the domain of a wildcard is restricted to sources, the inner SNI does not identify the wildcard: other callers
 * would reach the wildcard's target by the name of the host. A wildcard whose names the gateway resolves has servers of its own for
 * the inner SNI (`mesh/dynamic-tls.ts`).
 *
 * @param all for a wildcard, the hosts in its domain
 */
export function isMatchedByInnerSni(external: ExternalHost, all: readonly ExternalHost[]): boolean {
  const { ports, host, gateway, resolution } = external;
  const [port] = ports;
  if (
    port === undefined ||
    resolution?.kind === 'DYNAMIC_DNS' ||
    ports.length > 1 ||
    gatewayPorts(external, 'TLS')[0] !== port ||
    isRestrictedToSources(port)
  )
    return false;
  // The owner of the host's DNS name could point the name at 127.0.0.1: the gateway would connect to itself in an endless loop.
  if (port.number === loopbackPort(gateway)) return false;
  const below = host.isWildcard ? all.filter((other) => other.host.isIn(host.domain)) : [];
  return !below.some((other) => gatewayPorts(other, 'TLS').some(isRestrictedToSources));
}

function isRestrictedToSources({ access: { sources } }: ExternalPort): boolean {
  return sources.length > 0 && !isForAnyAuthenticated(sources);
}
