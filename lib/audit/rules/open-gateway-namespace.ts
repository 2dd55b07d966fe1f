import { gatewayPods } from '../answer/ends';
import { ruleFields } from '../answer/policy-rule';
import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { serviceId } from '../model/gateway-services';
import { PodEndpoint } from '../policy/endpoint';
import { Hit, Rule } from './rule';
import { EgressRule, egressRulesOf, PolicyPort } from './shared/egress-rules';

/** A rule of a NetworkPolicy that opens the whole namespace of a gateway. */
export const OPEN_GATEWAY_NAMESPACE: Rule = {
  code: 'EGR3304',
  level: 'warning',
  title: 'A NetworkPolicy opens more of the namespace of a gateway than the ports of the gateway.',
  effect:
    'Every other pod of the namespace, and every other port of the gateway, is a way out or a way to the control plane, such as the ' +
    'plaintext ports of istiod. A peer with `namespaceSelector` alone is every pod of the namespace.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  ],
  check: (mesh) => egressRulesOf(mesh).flatMap(hitsOf),
};

function hitsOf(rule: EgressRule): readonly Hit[] {
  const { manifest, path } = rule.evidence;
  for (const { service, targetPort } of rule.client.entrances) {
    const gateway = gatewayPods(service);
    if (!rule.admits(gateway, targetPort, 'TCP')) continue;
    const anyPod = rule.admits({ ...gateway, labels: {} }, targetPort, 'TCP');
    const otherPorts = portsBeyond(rule, gateway, new Set(service.ports.map((each) => each.targetPort)));
    if (!anyPod && otherPorts === undefined) continue;
    const what = [...(anyPod ? ['every pod'] : []), ...(otherPorts === undefined ? [] : [otherPorts])].join(' and ');
    return [
      {
        ...{ manifest, path },
        message: `${nameOf(manifest)} opens ${what} of ${anyPod ? `namespace ${service.namespace}` : `gateway ${serviceId(service)}`} to pods of namespace ${rule.client.namespace}`,
        fix: `write ${ruleFields('to', gateway, [{ protocol: 'TCP', port: targetPort }])} in ${pathText(path)}`,
      },
    ];
  }
  return [];
}

/** Returns the ports of a gateway that a rule opens in a range, if the range has others than those of the gateway. */
function portsBeyond(rule: EgressRule, gateway: PodEndpoint, own: ReadonlySet<number>): string | undefined {
  for (const { protocol, port, endPort = port } of rule.ports ?? [EVERY_PORT]) {
    if (typeof port === 'string' || protocol !== 'TCP' || (port !== undefined && port === endPort)) continue;
    const [first, last] = [port ?? 1, Number(endPort ?? LAST_PORT)];
    let other = first;
    while (own.has(other)) other += 1;
    if (other <= last && rule.admits(gateway, other, protocol))
      return first === 1 && last === LAST_PORT ? 'every port' : `ports ${first} to ${last}`;
  }
  return undefined;
}

const LAST_PORT = 65535;
const EVERY_PORT: PolicyPort = { protocol: 'TCP', port: undefined };
