import { nameOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { AuthorizationPolicy, authorizationPoliciesOf, targetsOf } from '../policy/authorization-policies';
import { Hit, Rule } from './rule';
import { EgressPods, egressPods } from './shared/egress-pods';
import { hasLabels } from '../model/labels';
import { podTemplates } from './shared/workloads';

/** A policy that is meant for an egress gateway, and selects other pods or none. */
export const POLICY_ELSEWHERE: Rule = {
  code: 'EGR3206',
  level: 'error',
  title: 'An AuthorizationPolicy has the labels of an egress gateway, and selects no pod of the gateway.',
  effect:
    'The policy has no effect at the gateway. A policy selects pods of its own namespace, except for a policy in the root namespace, ' +
    'which selects pods of every namespace.',
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
    'ListAuthorizationPolicies in pilot/pkg/model/authorization.go',
  ],
  check: (mesh) => authorizationPoliciesOf(mesh).flatMap((policy) => hitsOf(mesh, policy)),
};

function hitsOf(mesh: Mesh, policy: AuthorizationPolicy): readonly Hit[] {
  const { manifest, namespace, spec } = policy;
  const labels = spec.selector?.matchLabels ?? {};
  if (Object.keys(labels).length === 0 || targetsOf(spec).length > 0 || namespace === mesh.rootNamespace) return [];
  if (selectsPods(mesh, namespace, labels)) return [];
  const meant = egressPods(mesh).find(({ podLabels }) => hasLabels(podLabels, labels));
  const typo = meant ?? egressPods(mesh).find((pods) => pods.namespace === namespace && resembles(pods, labels));
  if (typo === undefined) return [];
  const selector = JSON.stringify(typo.gateways[0]?.spec.selector ?? {});
  return [
    {
      manifest,
      path: ['spec', 'selector', 'matchLabels'],
      message: `${nameOf(manifest)} selects ${JSON.stringify(labels)} in namespace ${namespace}, and the pods of the gateway are ${selector} in namespace ${typo.namespace}`,
      fix: meant
        ? `write namespace: ${meant.namespace} in metadata`
        : `write matchLabels: ${selector} in spec.selector`,
    },
  ];
}

/** Returns whether the manifests have pods, or a gateway, that a selector selects. */
function selectsPods(mesh: Mesh, namespace: string, labels: Readonly<Record<string, string>>): boolean {
  return (
    podTemplates(mesh).some((pod) => pod.namespace === namespace && hasLabels(pod.labels, labels)) ||
    egressPods(mesh).some((pods) => pods.namespace === namespace && hasLabels(pods.podLabels, labels))
  );
}

/** Returns whether labels have the keys of the selector of a gateway, with other values. */
function resembles({ gateways }: EgressPods, labels: Readonly<Record<string, string>>): boolean {
  return gateways.some(({ spec }) => {
    const keys = Object.keys(spec.selector ?? {});
    return keys.length > 0 && keys.every((key) => key in labels);
  });
}
