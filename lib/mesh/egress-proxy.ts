import { ExternalHost, ExternalPort, gatewayPort } from './external-host';
import { GatewayFacts, serviceHost } from './gateway';

/**
 * The names and the port by which a gateway takes what strict sidecars do not know. They follow from the gateway alone, so that
 * the sidecars of apps that share it find what its owner has written. Both names lie below its own Service, where no route may have a
 * host nor a wildcard (`refuseInternalHost`): nobody else's server, and nobody else's ServiceEntry.
 */

/** The name in the mesh's mTLS around it. */
export function undeclaredName(gateway: GatewayFacts): string {
  return `undeclared.${serviceHost(gateway)}`;
}

/** The name of the gateway itself, as its own next hop: `127.0.0.1` in each of its pods. */
export function loopbackName(gateway: GatewayFacts): string {
  return `loopback.${serviceHost(gateway)}`;
}

/** One more than a gateway has ports, so that one is always free. */
const LOOPBACK_PORTS: readonly number[] = [15444, 15445, 15446, 15447, 15448];

/** The port of the pods' own address where the application's TLS is looked at: one that the gateway has no other use for. */
export function loopbackPort({ httpPort, tlsPort }: GatewayFacts): number {
  const taken = [httpPort, tlsPort].flatMap(({ port, targetPort }) => [port, targetPort]);
  return LOOPBACK_PORTS.find((port) => !taken.includes(port)) as number;
}

/**
 * Whether strict sidecars need not know the host: the gateway tells it by the SNI inside the application's TLS. That says nothing
 * of who calls, so the host is one that anybody may use; and it is all that the gateway learns, so nothing else is spoken there.
 *
 * A wildcard neither where a host below its domain is for some only: others would get to the wildcard's target by that name.
 *
 * @param all for a wildcard, the hosts in its domain
 */
export function isToldByInnerName(external: ExternalHost, all: readonly ExternalHost[]): boolean {
  const { ports, host, gateway } = external;
  const [port] = ports;
  if (port === undefined || ports.length > 1 || gatewayPort(external, 'TLS') !== port || isForSome(port)) return false;
  // Whoever has the host's DNS could point it at 127.0.0.1: the connection would come around for ever.
  if (port.number === loopbackPort(gateway)) return false;
  const below = host.isWildcard ? all.filter((other) => other.host.isIn(host.domain)) : [];
  return !below.some((other) => isForSome(gatewayPort(other, 'TLS')));
}

function isForSome(port: ExternalPort | undefined): boolean {
  const sources = port?.access.sources ?? [];
  return sources.length > 0 && !sources.some(({ kind }) => kind === 'anyone');
}
