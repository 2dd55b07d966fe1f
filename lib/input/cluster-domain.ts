import { EgressError } from './egress-error';
import { assertText } from './text';
import { assertLiteral } from './token';

const DOMAIN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * Parses the DNS domain of a cluster: lower case, without a leading or trailing dot.
 *
 * @throws EgressError if the value is not such a domain
 */
export function parseClusterDomain(value: string): string {
  return parseDomain('clusterDomain', value, 'clusterDomain of the kubelet configuration');
}

/**
 * Parses a trust domain of a mesh, which has the form of a DNS domain (`ValidateTrustDomain` in istio.io/istio
 * `pkg/config/validation/agent/validation.go`).
 *
 * @param what name of the property: `trustDomainAliases[1]`
 * @throws EgressError if the value is not such a domain
 */
export function parseTrustDomain(value: string, what = 'trustDomain'): string {
  return parseDomain(what, value, 'trustDomain of the mesh configuration');
}

function parseDomain(what: string, value: string, source: string): string {
  assertLiteral(what, value);
  if (isDomain(value)) {
    assertText(what, value);
    return value;
  }
  const repaired = typeof value === 'string' ? value.toLowerCase().replace(/^\.|\.$/g, '') : undefined;
  throw EgressError.of({
    code: 'EGR0117',
    problem: `${what} must be a DNS domain in lower case`,
    got: value,
    allowed: 'a domain such as "cluster.local", without a leading or trailing dot',
    fix: isDomain(repaired) ? `write "${repaired}"` : `write the ${source}, such as "cluster.local"`,
  });
}

function isDomain(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 253 && DOMAIN.test(value);
}
