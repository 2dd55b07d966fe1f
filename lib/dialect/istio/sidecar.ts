import { SidecarSpec, SidecarSpecOutboundTrafficPolicyMode as Mode } from '../../../imports/networking.istio.io';
import { GatewayFacts } from '../../model/gateway-facts';
import { OutboundMode } from '../../model/outbound-mode';
import { egressProxy } from './catch-all';

const MODES: Readonly<Record<OutboundMode, Mode>> = {
  REGISTRY_ONLY: Mode.REGISTRY_UNDERSCORE_ONLY,
  ALLOW_ANY: Mode.ALLOW_UNDERSCORE_ANY,
};

/**
 * What the sidecars of a namespace know: its own Services, and these hosts; everything else is as if nobody had declared it.
 *
 * @param catchAll the gateway that takes the rest, which Istio has under `ALLOW_ANY` only
 */
export function sidecarSpec(mode: OutboundMode, hosts: readonly string[], catchAll?: GatewayFacts): SidecarSpec {
  return {
    outboundTrafficPolicy: { mode: MODES[mode], ...(catchAll && { egressProxy: egressProxy(catchAll) }) },
    egress: [{ hosts: [...new Set(['./*', ...hosts])].sort() }],
  };
}
