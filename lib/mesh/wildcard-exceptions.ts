/**
 * Hosts below a wildcard that have routes of their own, with targets and sources of their own.
 *
 * A proxy that sees both takes the more specific one. One that sees the wildcard alone would take what is for the host to the
 * wildcard's target, as something for the wildcard's sources.
 */
import { ExternalHost, ExternalPort, gatewayPort } from './external-host';
import { Host } from '../host/host';

/** Whether a host lies below a wildcard: any host, or a narrower wildcard. */
export function isBelow({ host }: ExternalHost, { host: { isWildcard, domain, name } }: ExternalHost): boolean {
  return isWildcard && host.name !== name && host.domain !== domain && host.isIn(domain);
}

/**
 * The hosts below a wildcard that have a route of their own on its HTTP port, for others than the wildcard's; sorted. Its policy can
 * leave them out: what is inside TLS the gateway does not see.
 *
 * @param all hosts of the mesh, with all that lie below the wildcard among them
 */
export function exceptionsOf(wildcard: ExternalHost, all: readonly ExternalHost[]): readonly Host[] {
  const port = gatewayPort(wildcard, 'HTTP');
  if (port === undefined) return [];
  const below = all.filter((other) => isBelow(other, wildcard) && isForOthers(gatewayPort(other, 'HTTP'), port));
  const byName = new Map(below.map(({ host }) => [host.name, host]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, host]) => host);
}

function isForOthers(port: ExternalPort | undefined, wildcard: ExternalPort): boolean {
  return port?.number === wildcard.number && JSON.stringify(port.access) !== JSON.stringify(wildcard.access);
}
