import { SHARED_CHECKS } from '../../input/shared-checks';
import { nameOf } from '../manifest/manifest';
import { connectionVerdict, networkPoliciesOf } from '../policy/connection';
import { Hit, Rule } from './rule';
import { mayAdmit } from './shared/admitted-clients';
import { confinementsOf, podOf, podsText } from './shared/lockdowns';

/** A NetworkPolicy of a gateway that refuses its clients. */
export const REFUSED_CLIENT: Rule = {
  code: 'EGR2005',
  level: 'warning',
  title: SHARED_CHECKS.EGR2005,
  effect: 'Connections to the gateway time out. Both ends of a connection must permit the connection.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation'],
  check: (mesh) => {
    const hits = confinementsOf(mesh).flatMap((confinement) =>
      confinement.client.entrances.flatMap(({ service, targetPort }): readonly Hit[] => {
        const to = { kind: 'pod', namespace: service.namespace, labels: service.podLabels } as const;
        const connection = { from: podOf(confinement), to, port: targetPort, protocol: 'TCP' } as const;
        const { denies, decidedBy, assumptions } = connectionVerdict(networkPoliciesOf(mesh), connection);
        const [policy] = decidedBy;
        const { namespace } = confinement.client;
        if (denies !== 'ingress' || assumptions.length > 0 || policy === undefined) return [];
        if (!mayAdmit(mesh, service, namespace)) return [];
        return [
          {
            manifest: policy.manifest,
            message: `${nameOf(policy.manifest)} does not let ${podsText(confinement)} connect to port ${targetPort} of the pods of ${service.namespace}/${service.name}`,
            fix: `add {from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${namespace}}}}], ports: [{protocol: TCP, port: ${targetPort}}]} to spec.ingress`,
          },
        ];
      }),
    );
    return [...new Map(hits.map((hit) => [hit.message, hit])).values()];
  },
};
