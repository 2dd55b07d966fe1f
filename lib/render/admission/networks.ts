import { AdmissionPolicy, asItWasAndWillBe } from './admission-policy';
import { and, not, or } from './cel';
import { aboutTenants, Deployers } from './tenants';

/** Policies that network plugins have beside NetworkPolicies: some go before those, others add to them. */
const OF_PLUGINS: readonly (readonly [apiGroup: string, resource: string])[] = [
  ['cilium.io', 'ciliumnetworkpolicies'],
  ['crd.antrea.io', 'networkpolicies'],
  ['crd.projectcalico.org', 'networkpolicies'],
  ['networking.gke.io', 'fqdnnetworkpolicies'],
  ['projectcalico.org', 'networkpolicies'],
];

const IS_OF_KUBERNETES = "request.resource.group == 'networking.k8s.io'";

/** NetworkPolicies add up: one more opens the lockdown. What comes in is for the tenants to say. */
export function networkPolicy(deployers: Deployers): AdmissionPolicy {
  return {
    id: 'networks',
    matches: [['networking.k8s.io', 'networkpolicies'] as const, ...OF_PLUGINS].map(([apiGroup, resource]) => ({
      apiGroups: [apiGroup],
      resources: [resource],
      operations: ['CREATE', 'UPDATE', 'DELETE'],
    })),
    conditions: aboutTenants(deployers),
    rules: [
      {
        expression: IS_OF_KUBERNETES,
        message: "policies of the network plugin's own are for the platform: they may open the lockdown",
      },
      {
        expression: or(
          not(IS_OF_KUBERNETES),
          asItWasAndWillBe((it) =>
            and(
              `!has(dyn(${it}).spec.egress)`,
              `!has(dyn(${it}).spec.policyTypes) || !('Egress' in dyn(${it}).spec.policyTypes)`,
            ),
          ),
        ),
        message: 'a NetworkPolicy about what goes out would open the lockdown, or be missing from it',
      },
    ],
  };
}
