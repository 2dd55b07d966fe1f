import { serviceId } from '../model/gateway-services';
import { SHARED_CHECKS } from '../../input/shared-checks';
import { gatewayPods } from '../answer/ends';
import { ruleFields } from '../answer/policy-rule';
import { nameOf } from '../manifest/manifest';
import { connectionVerdict, networkPoliciesOf } from '../policy/connection';
import { Hit, Rule } from './rule';
import { mayAdmit } from './shared/admitted-clients';
import { confinementsOf, confinedPod, podsText } from './shared/lockdowns';

/** A NetworkPolicy of a gateway that refuses its clients. */
export const REFUSED_CLIENT: Rule = {
  code: 'EGR2005',
  level: 'warning',
  title: SHARED_CHECKS.EGR2005,
  effect: 'Connections to the gateway time out. Both ends of a connection must permit the connection.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation'],
  check: (mesh) =>
    confinementsOf(mesh).flatMap((confinement) =>
      confinement.client.entrances.flatMap(({ service, targetPort }): readonly Hit[] => {
        const to = gatewayPods(service);
        const connection = { from: confinedPod(confinement), to, port: targetPort, protocol: 'TCP' } as const;
        const { denies, decidedBy, assumptions } = connectionVerdict(networkPoliciesOf(mesh), connection);
        const [policy] = decidedBy;
        const { namespace } = confinement.client;
        if (denies !== 'ingress' || assumptions.length > 0 || policy === undefined) return [];
        if (!mayAdmit(mesh, service, namespace)) return [];
        const anyPod = { kind: 'pod', namespace, labels: {} } as const;
        return [
          {
            manifest: policy.manifest,
            message: `${nameOf(policy.manifest)} does not let ${podsText(confinement)} connect to port ${targetPort} of the pods of ${serviceId(service)}`,
            fix: `add { ${ruleFields('from', anyPod, [{ protocol: 'TCP', port: targetPort }])} } to spec.ingress`,
          },
        ];
      }),
    ),
};
