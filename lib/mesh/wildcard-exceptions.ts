/**
 * Exceptions of a wildcard: hosts below the wildcard with separate routes, and so with separate targets and sources.
 *
 * A proxy that sees the wildcard and the host uses the more specific one. A proxy that sees the wildcard alone would send
 * requests for the host to the wildcard's target, with the access of the wildcard.
 */
import { Host } from '../host/host';
import { ExternalHost, ExternalPort, gatewayPorts } from './external-host';

/** Returns whether a host, or a narrower wildcard, is below a wildcard. */
export function isBelow({ host }: ExternalHost, wildcard: ExternalHost): boolean {
  return wildcard.host.covers(host.domain);
}

/**
 * Returns the hosts below a wildcard that have routes on the HTTP port of the wildcard with another access, sorted. The policy of
 * the wildcard excludes these hosts. For TLS no policy can: the gateway does not see requests inside the application's TLS.
 *
 * @param all hosts of the mesh, including every host below the wildcard
 */
export function exceptionsOf(wildcard: ExternalHost, all: readonly ExternalHost[]): readonly Host[] {
  const [port] = gatewayPorts(wildcard, 'HTTP');
  if (port === undefined) return [];
  const below = all.filter(
    (other) => isBelow(other, wildcard) && gatewayPorts(other, 'HTTP').some((each) => hasOtherAccess(each, port)),
  );
  const byName = new Map(below.map(({ host }) => [host.name, host]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, host]) => host);
}

function hasOtherAccess(port: ExternalPort, wildcard: ExternalPort): boolean {
  return port.number === wildcard.number && JSON.stringify(port.access) !== JSON.stringify(wildcard.access);
}
