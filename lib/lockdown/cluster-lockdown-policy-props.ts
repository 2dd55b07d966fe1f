import { IEgressGateway } from '../gateway/iegress-gateway';
import { LabelSelector } from '../pods/label-selector';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressPeer } from './egress-peer';

/** Properties of a `ClusterLockdownPolicy`. */
export interface ClusterLockdownPolicyProps {
  /** The gateway that stays reachable. */
  readonly gateway: IEgressGateway;
  /**
   * The namespaces to close, by their labels, also those that are created later. `{}` selects every namespace. Everyone who can change
   * a label of a namespace that a selector reads can open the namespace.
   */
  readonly namespaceSelector: LabelSelector;
  /**
   * Namespaces that stay open although the selector selects them, by name: those of network plugins, of storage and of other platform
   * services. The namespaces of the cluster (`kube-system`, `kube-public`, `kube-node-lease`), of Istio, of the DNS, of the control plane
   * and of the gateways of the mesh always stay open.
   * @default - no further namespace
   */
  readonly exemptNamespaces?: string[] | undefined;
  /**
   * Whether pods of the closed namespaces may reach each other, in the same namespace or in another. Their own NetworkPolicies can
   * restrict this.
   * @default false
   */
  readonly allowBetweenNamespaces?: boolean | undefined;
  /**
   * Further peers that stay reachable. `EgressPeer.sameNamespace()` and ranges with `exceptCidrs` are rejected, since a
   * ClusterNetworkPolicy has no field for them.
   * @default - none
   */
  readonly allowTo?: EgressPeer[] | undefined;
  /**
   * The cluster's DNS.
   * @default ClusterDns.KUBE_DNS
   */
  readonly dns?: ClusterDns | undefined;
  /**
   * The control plane of the sidecars.
   * @default ControlPlane.ISTIOD
   */
  readonly controlPlane?: ControlPlane | undefined;
  /**
   * Precedence among the ClusterNetworkPolicies of the Admin tier, from 0 to 1000; the lowest number decides first. A policy with a
   * lower number that accepts traffic opens the namespaces.
   * @default 100
   */
  readonly priority?: number | undefined;
}
