import { SidecarSpec, SidecarSpecOutboundTrafficPolicyMode as Mode } from '../../../imports/networking.istio.io';
import { OutboundMode } from '../../model/outbound-mode';

const MODES: Readonly<Record<OutboundMode, Mode>> = {
  REGISTRY_ONLY: Mode.REGISTRY_UNDERSCORE_ONLY,
  ALLOW_ANY: Mode.ALLOW_UNDERSCORE_ANY,
};

/** What the sidecars of a namespace know: its own Services, and these hosts; everything else is as if nobody had declared it. */
export function sidecarSpec(mode: OutboundMode, hosts: readonly string[]): SidecarSpec {
  return {
    outboundTrafficPolicy: { mode: MODES[mode] },
    egress: [{ hosts: [...new Set(['./*', ...hosts])].sort() }],
  };
}
