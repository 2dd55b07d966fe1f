/** The users of the API server. Each program has the identity that it has in a cluster, since admission policies tell them by that. */
import { RUN } from '../sandbox/enter';

interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
  /** It lives as long as the sandbox, and nothing outside the sandbox can reach the server. */
  readonly token: string;
  readonly kubeconfig: string;
}

function identity(name: string, user: string, ...groups: readonly string[]): Identity {
  return { user, groups, token: `conformance-${name}`, kubeconfig: `${RUN}/kubeconfig-${name}` };
}

export const ADMINISTRATOR = identity('admin', 'admin', 'system:masters');
export const SCHEDULER = identity('scheduler', 'system:kube-scheduler');
/** The kubelet; RBAC grants nodes their role, since the two nodes are one program. */
export const NODE = identity('node', 'system:node:worker', 'system:nodes');
export const ISTIOD = identity('istiod', 'system:serviceaccount:istio-system:istiod', 'system:serviceaccounts');

export const IDENTITIES: readonly Identity[] = [ADMINISTRATOR, SCHEDULER, NODE, ISTIOD];

/** The lines of `--token-auth-file`. */
export function tokenFile(): string {
  return IDENTITIES.map(({ token, user, groups }) => `${token},${user},${user},"${groups.join()}"\n`).join('');
}

/** The binding of the role of nodes. */
export const NODE_ROLE = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'conformance-nodes' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:node' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:nodes' }],
};
