import { and, listOf } from './cel';

/** Who applies what the platform writes, in the words of the API server. */
export interface Deployers {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/**
 * Conditions that leave out whoever is no tenant: the deployers, the cluster's own controllers, which make endpoints and clear
 * namespaces away, and the API server, which keeps those of Service `kubernetes` in `default`.
 */
export function aboutTenants({ users, groups }: Deployers): Readonly<Record<string, string>> {
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
