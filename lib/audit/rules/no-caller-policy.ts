import { labelsText } from '../model/labels-text';
import { nameOf } from '../manifest/manifest';
import { Rule } from './rule';
import { egressPods, policiesAtPods } from './shared/egress-pods';

/** An egress gateway without an AuthorizationPolicy. */
export const NO_CALLER_POLICY: Rule = {
  code: 'EGR3203',
  level: 'warning',
  title: 'An egress gateway has no AuthorizationPolicy that limits its callers.',
  effect:
    'Every workload that reaches the gateway can use every host of the gateway. If no policy with the action `ALLOW` selects a workload, ' +
    'Istio allows each request that no `DENY` policy matches.',
  sources: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/'],
  check: (mesh) =>
    egressPods(mesh).flatMap((pods) => {
      const [gateway] = pods.gateways;
      if (
        gateway === undefined ||
        policiesAtPods(mesh, pods).some(({ action }) => action === 'ALLOW' || action === 'CUSTOM')
      )
        return [];
      const { selector = {} } = gateway.spec;
      return [
        {
          manifest: gateway.manifest,
          path: ['spec', 'selector'],
          message: `${nameOf(gateway.manifest)} selects pods ${JSON.stringify(selector)} of namespace ${pods.namespace}, where no AuthorizationPolicy with action ALLOW selects the pods`,
          fix: `create an AuthorizationPolicy in namespace ${pods.namespace} with spec: { selector: { matchLabels: ${labelsText(selector)} } }, which denies every request, and a policy with action: ALLOW for each host and its callers`,
        },
      ];
    }),
};
