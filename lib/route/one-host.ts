import { EgressError } from '../input/egress-error';

/**
 * Rejects several hosts and wildcards, for a route whose addresses belong to one name.
 *
 * @param route class of the route: `ExternalTcpRoute`
 * @throws EgressError
 */
export function assertOneHost(
  route: string,
  hosts: readonly string[],
  allowed = 'one host: sidecars identify the host by its addresses',
): void {
  if (!Array.isArray(hosts) || (hosts.length < 2 && !isWildcard(hosts[0]))) return;
  throw EgressError.of({
    code: 'EGR0405',
    problem: `hosts of an ${route} must be one host`,
    got: hosts,
    allowed,
    fix: 'create a route per host, with the addresses of the host',
  });
}

function isWildcard(host: unknown): boolean {
  return typeof host === 'string' && host.startsWith('*');
}
