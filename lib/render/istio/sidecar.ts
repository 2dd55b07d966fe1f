import { SidecarSpec, SidecarSpecOutboundTrafficPolicyMode as Mode } from '../../../imports/networking.istio.io';
import { GatewayModel } from '../../mesh/gateway';
import { OutboundTrafficPolicyMode } from '../../mesh/outbound-traffic-policy-mode';
import { egressProxy } from './egress-proxy';

const MODES: Readonly<Record<OutboundTrafficPolicyMode, Mode>> = {
  REGISTRY_ONLY: Mode.REGISTRY_UNDERSCORE_ONLY,
  ALLOW_ANY: Mode.ALLOW_UNDERSCORE_ANY,
};

/**
 * Returns the Sidecar of a namespace, which imports the Services of the namespace and the given hosts. All other hosts are
 * unknown hosts.
 *
 * @param gateway the egress proxy, to which sidecars send unknown hosts; Istio supports an egress proxy under `ALLOW_ANY` only
 */
export function sidecarSpec(
  mode: OutboundTrafficPolicyMode,
  hosts: readonly string[],
  gateway?: GatewayModel,
): SidecarSpec {
  return {
    outboundTrafficPolicy: { mode: MODES[mode], ...(gateway && { egressProxy: egressProxy(gateway) }) },
    egress: [{ hosts: [...new Set(['./*', ...hosts])].sort() }],
  };
}
