import { GatewayModel, portPairsOf } from '../mesh/gateway';
import { PeerRule, podsIn } from '../render/network-policy/peer-rule';

/** Returns the pods of a gateway on their target ports: NetworkPolicies do not apply to Services. */
export function gatewayRule(gateway: GatewayModel): PeerRule {
  const { namespace, selector } = gateway;
  const ports = portPairsOf(gateway)
    .map(({ targetPort }) => targetPort)
    .sort((a, b) => a - b);
  return { peers: [podsIn(namespace, selector)], ports: ports.map((port) => ({ protocol: 'TCP', port })) };
}
