import { SidecarSpec, SidecarSpecOutboundTrafficPolicyMode as Mode } from '../../../imports/networking.istio.io';
import { GatewayFacts } from '../../mesh/gateway';
import { OutboundMode } from '../../mesh/outbound-traffic-policy';
import { egressProxy } from './egress-proxy';

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
