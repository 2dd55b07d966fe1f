import { listOf } from './cel';

/** Platform subjects, by their names in the API server. */
export interface Subjects {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** Prefixes of the users that are the cluster's own: controllers, the scheduler, and nodes. No tenant can have such an identity. */
const CLUSTER: readonly string[] = ['system:kube-', 'system:node:', 'system:serviceaccount:kube-system:'];

/** The API server itself, which writes the endpoints of Service `kubernetes` in `default`. */
const API_SERVER = 'system:apiserver';

/**
 * Returns conditions that exclude subjects that are not tenants: platform subjects, and the cluster's own.
 *
 * @param prefixes further prefixes of users that are not tenants
 */
export function tenantConditions(
  { users, groups }: Subjects,
  prefixes: readonly string[] = [],
): Readonly<Record<string, string>> {
  return {
    'not-of-the-cluster': `!${listOf([...CLUSTER, ...prefixes])}.exists(prefix, request.userInfo.username.startsWith(prefix))`,
    'not-a-platform-user': `!(request.userInfo.username in ${listOf([...users, API_SERVER])})`,
    ...(groups.length > 0 && {
      'not-of-a-platform-group': `!has(request.userInfo.groups) || !request.userInfo.groups.exists(group, group in ${listOf(groups)})`,
    }),
  };
}
