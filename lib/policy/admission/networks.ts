import { AdmissionPolicy, asItWasAndWillBe } from './admission-policy';
import { and } from './cel';
import { aboutTenants, Deployers } from './tenants';

/** NetworkPolicies add up: one more opens the lockdown. What comes in is for the tenants to say. */
export function networkPolicy(deployers: Deployers): AdmissionPolicy {
  return {
    id: 'networks',
    matches: [
      {
        apiGroups: ['networking.k8s.io'],
        resources: ['networkpolicies'],
        operations: ['CREATE', 'UPDATE', 'DELETE'],
      },
    ],
    conditions: aboutTenants(deployers),
    rules: [
      {
        expression: asItWasAndWillBe((it) =>
          and(`!has(${it}.spec.egress)`, `!has(${it}.spec.policyTypes) || !('Egress' in ${it}.spec.policyTypes)`),
        ),
        message: 'a NetworkPolicy about what goes out would open the lockdown, or be missing from it',
      },
    ],
  };
}
