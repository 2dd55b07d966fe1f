import { Labels } from '../../input/labels';
import { lockdownPolicySpec, NetworkPolicySpec, toPeer, toPorts } from './lockdown';
import { PeerRule } from './peer-rule';

/** Allowed ingress and egress of a gateway's pods. */
export interface GatewayPolicy {
  readonly selector: Labels;
  readonly ingress: readonly PeerRule[];
  readonly egress: readonly PeerRule[];
}

/** Returns the NetworkPolicy of the gateway's pods, for both directions. Other pods of the namespace are not selected. */
export function gatewayPolicySpec({ selector, ingress, egress }: GatewayPolicy): NetworkPolicySpec {
  return {
    ...lockdownPolicySpec(egress, selector),
    policyTypes: ['Ingress', 'Egress'],
    ingress: ingress.map(({ peers, ports }) => ({ from: peers.map(toPeer), ...toPorts(ports) })),
  };
}
