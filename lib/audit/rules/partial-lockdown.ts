import { SHARED_CHECKS } from '../../input/shared-checks';
import { nameOf } from '../manifest/manifest';
import { Rule } from './rule';
import { confinementsOf, podsText } from './shared/lockdowns';

/** A lockdown that selects pods by labels. */
export const PARTIAL_LOCKDOWN: Rule = {
  code: 'EGR2051',
  level: 'warning',
  title: SHARED_CHECKS.EGR2051,
  effect:
    'A pod with other labels connects to hosts directly, and the author of a pod chooses its labels. A policy confines the pods that its ' +
    '`podSelector` selects.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation'],
  check: (mesh) => {
    const closed = confinementsOf(mesh).filter(({ isOpen }) => !isOpen);
    const byNamespace = new Map(closed.map((each) => [each.client.namespace, each]));
    const open = confinementsOf(mesh).filter(
      ({ labels, escapes, isOpen }) => isOpen && (escapes || Object.keys(labels).length === 0),
    );
    const firstOpen = new Map([...open].reverse().map((each) => [each.client.namespace, each]));
    return [...firstOpen.values()].reverse().flatMap(({ client }) => {
      const other = byNamespace.get(client.namespace);
      const [policy] = other?.policies ?? [];
      if (other === undefined || policy?.manifest.kind !== 'NetworkPolicy') return [];
      return [
        {
          manifest: policy.manifest,
          path: ['spec', 'podSelector'],
          message: `${nameOf(policy.manifest)} confines ${podsText(other)}, and pods with other labels connect to hosts directly`,
          fix: 'write podSelector: {} in spec, or add a NetworkPolicy with podSelector: {} and policyTypes: [Egress] to the namespace',
        },
      ];
    });
  },
};
