import { ClusterNetworkPolicySpec, edgePortsOf } from './cluster-network-policy';
import { NetworkPolicySpec, Policy } from './network-policy';

/**
 * Returns the ports at which the rules for egress of policies begin to match, or end. With port 1, the ports represent all ports. A rule of a
 * NetworkPolicy denies nothing: where a single port ends, no port opens.
 */
export function edgePorts(
  own: readonly Policy<NetworkPolicySpec>[],
  cluster: readonly Policy<ClusterNetworkPolicySpec>[],
): number[] {
  const ofOwn = own.flatMap(({ spec: { egress = [] } }) =>
    egress.flatMap(({ ports = [] }) =>
      ports.flatMap(({ port, endPort }) => {
        if (typeof port !== 'number') return [];
        return endPort === undefined ? [port] : [port, endPort + 1];
      }),
    ),
  );
  const ofCluster = cluster.flatMap(({ spec }) => edgePortsOf(spec));
  return [...new Set([...ofOwn, ...ofCluster])].filter((port) => port <= 65535);
}
