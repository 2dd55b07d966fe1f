import { listOf } from './cel';

/** Who applies what the platform writes, in the words of the API server. */
export interface Deployers {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/**
 * Conditions that leave out whoever is no tenant: the deployers, and the cluster's own controllers, which make endpoints and
 * clear namespaces away.
 */
export function aboutTenants({ users, groups }: Deployers): Readonly<Record<string, string>> {
  return {
    'not-a-controller':
      "!request.userInfo.username.startsWith('system:serviceaccount:kube-system:') && request.userInfo.username != 'system:kube-controller-manager'",
    ...(users.length > 0 && { 'not-a-deployer': `!(request.userInfo.username in ${listOf(users)})` }),
    ...(groups.length > 0 && {
      'not-of-the-deployers': `!has(request.userInfo.groups) || !request.userInfo.groups.exists(group, group in ${listOf(groups)})`,
    }),
  };
}
