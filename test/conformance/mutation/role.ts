/** Role and RoleBinding: that the gateway's account may read the Secrets of its namespace, so that istiod hands them to it. */
import { MOVED } from './move-object';
import { NO_ACCOUNT, NO_NAMESPACE } from './nobody';
import { drop, dropOneOfMany, each, Rule, where } from './rule';

const RULE = 'rules.*';

export const ROLE: readonly Rule[] = [
  MOVED,
  { operator: 'role/drop-rule', at: RULE, to: drop },
  { operator: 'role/drop-verb', at: `${RULE}.verbs.*`, to: dropOneOfMany },
  { operator: 'role/resource', at: `${RULE}.resources.*`, to: where('configmaps') },
  { operator: 'role/api-group', at: `${RULE}.apiGroups.*`, to: where('apps') },
];

export const ROLE_BINDING: readonly Rule[] = [
  MOVED,
  { operator: 'role-binding/role', at: 'roleRef.name', to: where('no-such-role') },
  { operator: 'role-binding/role-kind', at: 'roleRef.kind', to: each({ Role: ['ClusterRole'] }) },
  { operator: 'role-binding/drop-subject', at: 'subjects.*', to: drop },
  { operator: 'role-binding/account', at: 'subjects.*.name', to: where(NO_ACCOUNT) },
  { operator: 'role-binding/account-namespace', at: 'subjects.*.namespace', to: where(NO_NAMESPACE) },
];
