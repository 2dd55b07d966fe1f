import { AdmissionPolicy, beforeAndAfter } from './admission-policy';
import { and, not, or } from './cel';
import { tenantConditions, Subjects } from './tenants';

/** Policies of network plugins. Some override NetworkPolicies, others add to them. */
const PLUGIN_POLICIES: readonly (readonly [apiGroup: string, resource: string])[] = [
  ['cilium.io', 'ciliumnetworkpolicies'],
  ['crd.antrea.io', 'networkpolicies'],
  ['crd.projectcalico.org', 'networkpolicies'],
  ['networking.gke.io', 'fqdnnetworkpolicies'],
  ['projectcalico.org', 'networkpolicies'],
];

const IS_OF_KUBERNETES = "request.resource.group == 'networking.k8s.io'";

/** Rejects NetworkPolicies for egress: NetworkPolicies are additive, so another policy opens the lockdown. Ingress is not restricted. */
export function networkPolicy(deployers: Subjects): AdmissionPolicy {
  return {
    id: 'networks',
    matches: [['networking.k8s.io', 'networkpolicies'] as const, ...PLUGIN_POLICIES].map(([apiGroup, resource]) => ({
      apiGroups: [apiGroup],
      resources: [resource],
      operations: ['CREATE', 'UPDATE', 'DELETE'],
    })),
    conditions: tenantConditions(deployers),
    rules: [
      {
        expression: IS_OF_KUBERNETES,
        message:
          'only platform subjects may create, change or delete policies of the network plugin, which can open the lockdown; allowed: a NetworkPolicy for ingress',
      },
      {
        expression: or(
          not(IS_OF_KUBERNETES),
          beforeAndAfter((it) =>
            and(
              `!has(dyn(${it}).spec.egress)`,
              `!has(dyn(${it}).spec.policyTypes) || !('Egress' in dyn(${it}).spec.policyTypes)`,
            ),
          ),
        ),
        message:
          'only platform subjects may create, change or delete a NetworkPolicy for egress, which can open the lockdown; allowed: policyTypes: [Ingress], without egress',
      },
    ],
  };
}
