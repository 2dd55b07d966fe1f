import { AdmissionPolicy } from './admission-policy';
import { and, not, whereSet } from './cel';
import { KindRule, kindRule, matchesOf, SPECS } from './kind-rule';
import { Subjects, tenantConditions } from './tenants';

const INGRESS_ONLY: KindRule = {
  group: 'networking.k8s.io',
  resources: ['networkpolicies'],
  sound: (spec) =>
    and(
      `!has(${spec}.egress)`,
      whereSet(spec, 'policyTypes', (types) => not(`'Egress' in ${types}`)),
    ),
  message:
    'only platform subjects may create, change or delete a NetworkPolicy for egress, which can open the lockdown; allowed: policyTypes: [Ingress], without egress',
};

/** Rejects NetworkPolicies for egress: NetworkPolicies are additive, so another policy opens the lockdown. Ingress is not restricted. */
export function networkPolicy(deployers: Subjects): AdmissionPolicy {
  return {
    id: 'networks',
    matches: matchesOf([INGRESS_ONLY]),
    conditions: tenantConditions(deployers),
    variables: SPECS,
    rules: [kindRule(INGRESS_ONLY)],
  };
}
