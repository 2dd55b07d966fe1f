/**
 * Exceptions of a wildcard: hosts below the wildcard with separate routes, and so with separate targets and sources.
 *
 * A proxy that sees the wildcard and the host uses the more specific one. A proxy that sees the wildcard alone would send
 * requests for the host to the wildcard's target, with the access of the wildcard.
 */
import { compare } from '../input/compare';
import { Host } from '../host/host';
import { ExternalHost, ExternalPort, isPassthrough, throughGateway, WildcardException } from './external-host';

/** Returns whether a host, or a narrower wildcard, is below a wildcard. */
export function isBelow({ host }: ExternalHost, wildcard: ExternalHost): boolean {
  return wildcard.host.covers(host.domain);
}

/**
 * Returns the hosts below a wildcard that have routes on a port of the wildcard with another access, sorted. The policy of the
 * wildcard excludes these hosts where the gateway reads the requested name: in HTTP, and in TLS to names that the gateway resolves.
 *
 * @param all hosts of the mesh, including every host below the wildcard
 */
export function exceptionsOf(wildcard: ExternalHost, all: readonly ExternalHost[]): readonly WildcardException[] {
  const below = all.filter((other) => isBelow(other, wildcard));
  return throughGateway(wildcard.ports).flatMap((port) => {
    const others = below.filter((other) => throughGateway(other.ports).some((each) => hasOtherAccess(each, port)));
    const byName = new Map(others.map(({ host }) => [host.name, host]));
    return [...byName].sort(([a], [b]) => compare(a, b)).map(([, host]) => ({ host, port: port.number }));
  });
}

/** Returns the hosts that the policy of a wildcard excludes from one of its ports. */
export function exceptionsAt({ wildcardExceptions = [] }: ExternalHost, number: number): readonly Host[] {
  return wildcardExceptions.filter(({ port }) => port === number).map(({ host }) => host);
}

function hasOtherAccess(port: ExternalPort, wildcard: ExternalPort): boolean {
  return (
    port.number === wildcard.number &&
    isPassthrough(port) === isPassthrough(wildcard) &&
    JSON.stringify(port.access) !== JSON.stringify(wildcard.access)
  );
}
