/** Mutants of ClusterNetworkPolicies. */
import { listOf } from './fields';
import { NO_LABELS } from './nobody';
import { becomes, drop, each, rewritten, Rule, where } from './rule';

export const CLUSTER_NETWORK_POLICY: readonly Rule[] = [
  { operator: 'cluster-network-policy/tier', at: 'spec.tier', to: each({ Admin: ['Baseline'] }) },
  {
    operator: 'cluster-network-policy/action',
    at: 'spec.egress.*.action',
    to: each({ Pass: ['Accept', 'Deny'], Deny: ['Pass'] }),
  },
  { operator: 'cluster-network-policy/drop-rule', at: 'spec.egress.*', to: drop },
  { operator: 'cluster-network-policy/any-port', at: 'spec.egress.*.protocols', to: drop },
  {
    operator: 'cluster-network-policy/pod-selector',
    at: 'spec.egress.*.to.*.pods.podSelector',
    to: where({ matchLabels: NO_LABELS }),
  },
  {
    operator: 'cluster-network-policy/any-pod',
    at: 'spec.egress.*.to.*.pods.podSelector.matchLabels',
    to: drop,
  },
  {
    operator: 'cluster-network-policy/subject',
    at: 'spec.subject.namespaces.matchExpressions.*.values',
    to: (names) => [rewritten([...listOf(names), 'test-egress'], '+ test-egress')],
  },
  {
    operator: 'cluster-network-policy/subject',
    at: 'spec.subject.namespaces.matchExpressions.*.operator',
    to: (operator) => (operator === 'NotIn' ? [becomes('In')] : []),
  },
];
