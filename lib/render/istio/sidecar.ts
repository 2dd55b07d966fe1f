import { SidecarSpec, SidecarSpecOutboundTrafficPolicyMode as Mode } from '../../../imports/networking.istio.io';
import { Labels } from '../../input/labels';
import { GatewayModel } from '../../mesh/gateway';
import { EVERY_POD } from '../../mesh/pod-labels';
import { OutboundTrafficPolicyMode } from '../../mesh/outbound-traffic-policy-mode';
import { egressProxy } from './egress-proxy';
import { workloadSelector } from './workload-selector';

const MODES: Readonly<Record<OutboundTrafficPolicyMode, Mode>> = {
  REGISTRY_ONLY: Mode.REGISTRY_UNDERSCORE_ONLY,
  ALLOW_ANY: Mode.ALLOW_UNDERSCORE_ANY,
};

/**
 * Returns the Sidecar of a namespace, which imports the Services of the namespace and the given hosts. All other hosts are
 * unknown hosts.
 *
 * @param gateway the egress proxy, to which sidecars send unknown hosts; Istio supports an egress proxy under `ALLOW_ANY` only
 * @param podLabels labels of the pods; empty for every pod that no Sidecar with labels selects
 */
export function sidecarSpec(
  mode: OutboundTrafficPolicyMode,
  hosts: readonly string[],
  gateway?: GatewayModel,
  podLabels: Labels = EVERY_POD,
): SidecarSpec {
  return {
    ...workloadSelector(podLabels),
    outboundTrafficPolicy: { mode: MODES[mode], ...(gateway && { egressProxy: egressProxy(gateway) }) },
    egress: [{ hosts: [...new Set(['./*', ...hosts])].sort() }],
  };
}
