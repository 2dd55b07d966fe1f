import { k8s } from 'cdk8s-plus-28';
import { Labels } from '../../input/labels';
import { lockdownPolicySpec, toPeer, toPorts } from './lockdown';
import { PeerRule } from './peer-rule';

/** Who may reach the pods of a gateway, and what these may reach. */
export interface GatewayPolicy {
  readonly selector: Labels;
  readonly ingress: readonly PeerRule[];
  readonly egress: readonly PeerRule[];
}

/** The NetworkPolicy on the gateway's own pods, both ways; of other pods of their namespace it says nothing. */
export function gatewayPolicySpec({ selector, ingress, egress }: GatewayPolicy): k8s.NetworkPolicySpec {
  return {
    ...lockdownPolicySpec(egress),
    podSelector: { matchLabels: { ...selector } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: ingress.map(({ peers, ports }) => ({ from: peers.map(toPeer), ...toPorts(ports) })),
  };
}
