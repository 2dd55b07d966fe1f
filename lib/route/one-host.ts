import { EgressError, Problem } from '../input/egress-error';

/**
 * Rejects several hosts and wildcards, for a route whose addresses belong to one name.
 *
 * @param route class of the route: `ExternalTcpRoute`
 * @param reason what identifies the host, and what to write
 * @throws EgressError
 */
export function assertOneHost(route: string, hosts: readonly string[], reason: Pick<Problem, 'allowed' | 'fix'>): void {
  if (!Array.isArray(hosts) || (hosts.length < 2 && !isWildcard(hosts[0]))) return;
  throw EgressError.of({
    code: 'EGR0405',
    problem: `hosts of an ${route} must be one host`,
    got: hosts,
    ...reason,
  });
}

function isWildcard(host: unknown): boolean {
  return typeof host === 'string' && host.startsWith('*');
}
