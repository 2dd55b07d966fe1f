import { AdmissionPolicy, beforeAndAfter } from './admission-policy';
import { and } from './cel';
import { Subjects, tenantConditions } from './tenants';

/** Rejects NetworkPolicies for egress: NetworkPolicies are additive, so another policy opens the lockdown. Ingress is not restricted. */
export function networkPolicy(deployers: Subjects): AdmissionPolicy {
  return {
    id: 'networks',
    matches: [
      {
        apiGroups: ['networking.k8s.io'],
        resources: ['networkpolicies'],
        operations: ['CREATE', 'UPDATE', 'DELETE'],
      },
    ],
    conditions: tenantConditions(deployers),
    rules: [
      {
        expression: beforeAndAfter((it) =>
          and(`!has(${it}.spec.egress)`, `!has(${it}.spec.policyTypes) || !('Egress' in ${it}.spec.policyTypes)`),
        ),
        message:
          'only platform subjects may create, change or delete a NetworkPolicy for egress, which can open the lockdown; allowed: policyTypes: [Ingress], without egress',
      },
    ],
  };
}
