import { InputError } from './input-error';
import { refuseToken } from './token';

const DOMAIN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * Reads the cluster's DNS domain: lower case, no leading or trailing dot.
 *
 * @throws InputError
 */
export function parseClusterDomain(value: string): string {
  refuseToken('cluster domain', value);
  if (typeof value !== 'string' || value.length > 253 || !DOMAIN.test(value)) {
    throw new InputError({
      problem: 'cluster domain is not a dns domain',
      got: value,
      allowed: 'a lower case dns domain such as "cluster.local"',
      fix: 'write what the kubelets have as clusterDomain, without a trailing dot',
    });
  }
  return value;
}
