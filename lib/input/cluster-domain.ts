import { EgressError } from './egress-error';
import { assertLiteral } from './token';

const DOMAIN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * Parses the DNS domain of a cluster: lower case, without a leading or trailing dot.
 *
 * @throws EgressError if the value is not such a domain
 */
export function parseClusterDomain(value: string): string {
  assertLiteral('clusterDomain', value);
  if (isDomain(value)) return value;
  const repaired = typeof value === 'string' ? value.toLowerCase().replace(/^\.|\.$/g, '') : undefined;
  throw EgressError.of({
    code: 'EGR0117',
    problem: 'clusterDomain must be a DNS domain in lower case',
    got: value,
    allowed: 'a domain such as "cluster.local", without a leading or trailing dot',
    fix: isDomain(repaired)
      ? `write "${repaired}"`
      : 'write the clusterDomain of the kubelet configuration, such as "cluster.local"',
  });
}

function isDomain(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 253 && DOMAIN.test(value);
}
