import { and, listOf } from './cel';

/** Platform subjects, by their names in the API server. */
export interface Subjects {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/**
 * Returns conditions that exclude subjects that are not tenants: the deployers, the cluster's own controllers, which create endpoints
 * and delete the content of namespaces, and the API server, which writes the endpoints of Service `kubernetes` in `default`.
 */
export function tenantConditions({ users, groups }: Subjects): Readonly<Record<string, string>> {
  return {
    'not-a-controller': and(
      "!request.userInfo.username.startsWith('system:serviceaccount:kube-system:')",
      `!(request.userInfo.username in ${listOf(['system:apiserver', 'system:kube-controller-manager'])})`,
    ),
    ...(users.length > 0 && { 'not-a-deployer': `!(request.userInfo.username in ${listOf(users)})` }),
    ...(groups.length > 0 && {
      'not-of-the-deployers': `!has(request.userInfo.groups) || !request.userInfo.groups.exists(group, group in ${listOf(groups)})`,
    }),
  };
}
