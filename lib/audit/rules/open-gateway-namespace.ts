import { nameOf } from '../manifest/manifest';
import { PodEndpoint } from '../policy/endpoint';
import { Hit, Rule } from './rule';
import { EgressRule, egressRulesOf } from './shared/egress-rules';

/** A rule of a NetworkPolicy that opens the whole namespace of a gateway. */
export const OPEN_GATEWAY_NAMESPACE: Rule = {
  code: 'EGR3304',
  level: 'warning',
  title: 'A NetworkPolicy opens more of the namespace of a gateway than the ports of the gateway.',
  why:
    'Every other pod of the namespace, and every other port of the gateway, is a way out or a way to the control plane, such as the plaintext ports of istiod. ' +
    'A peer with `namespaceSelector` alone is every pod of the namespace ' +
    '([NetworkPolicy](https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors)).',
  check: (mesh) => egressRulesOf(mesh).flatMap(hitsOf),
};

/** A port that no gateway has for clients: the admin interface of Envoy is on 15000. */
const OTHER_PORT = 15000;

function hitsOf(rule: EgressRule): readonly Hit[] {
  const { manifest, path } = rule.evidence;
  for (const { service, targetPort } of rule.client.entrances) {
    const gateway: PodEndpoint = { kind: 'pod', namespace: service.namespace, labels: service.podLabels };
    if (!rule.admits(gateway, targetPort, 'TCP')) continue;
    const anyPod = rule.admits({ ...gateway, labels: {} }, targetPort, 'TCP');
    const anyPort = rule.admits(gateway, OTHER_PORT, 'TCP');
    if (!anyPod && !anyPort) continue;
    const what = [...(anyPod ? ['every pod'] : []), ...(anyPort ? ['every port'] : [])].join(' and ');
    const labels = JSON.stringify(service.podLabels);
    return [
      {
        ...{ manifest, path },
        message: `${nameOf(manifest)} opens ${what} of ${anyPod ? `namespace ${service.namespace}` : `gateway ${service.namespace}/${service.name}`} to pods of namespace ${rule.client.namespace}`,
        fix: `write to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${service.namespace}}}, podSelector: {matchLabels: ${labels}}}], ports: [{protocol: TCP, port: ${targetPort}}] in spec.egress[${path[2]}]`,
      },
    ];
  }
  return [];
}
