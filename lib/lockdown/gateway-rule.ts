import { IEgressGateway } from '../gateway/iegress-gateway';
import { PeerRule, podsIn } from '../render/network-policy/peer-rule';

/** The gateway's pods on their target ports: NetworkPolicies know nothing of Services. */
export function gatewayRule(gateway: IEgressGateway): PeerRule {
  const { httpTargetPort, tlsTargetPort } = gateway.ports;
  return {
    peers: [podsIn(gateway.namespace, gateway.selector)],
    ports: [httpTargetPort, tlsTargetPort].sort((a, b) => a - b).map((port) => ({ protocol: 'TCP', port })),
  };
}
