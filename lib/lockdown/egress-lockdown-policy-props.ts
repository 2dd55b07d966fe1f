import { IEgressGateway } from '../gateway/iegress-gateway';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressPeer } from './egress-peer';
import { LockdownMode } from './lockdown-mode';
import { PodSecurity } from './pod-security';

/** Properties of an `EgressLockdownPolicy`. */
export interface EgressLockdownPolicyProps {
  /** The gateway that stays reachable. */
  readonly gateway: IEgressGateway;
  /**
   * The namespaces to lock down, at least one: all their pods, with or without a sidecar. No namespace of the cluster, of Istio's
   * installation or of the gateway.
   */
  readonly namespaces: string[];
  /**
   * Labels of the pods to lock down, as `podSelector` of the NetworkPolicies. **Pods without the labels stay open**, unless another
   * lockdown closes them, and the author of a pod writes its labels. Beside a lockdown of the whole namespace, which closes these pods
   * too, the pods with the labels reach the peers of both. Two lockdowns with `podLabels` of one namespace have a label with different
   * values.
   * @default - every pod of the namespaces
   */
  readonly podLabels?: { readonly [key: string]: string } | undefined;
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
   * Further peers that stay reachable.
   * @default - none: requests to other pods of the mesh are cut off too, those in the same namespace included
   */
  readonly allowTo?: EgressPeer[] | undefined;
  /**
   * How peers are selected.
   * @default LockdownMode.POD_SELECTORS
   */
  readonly mode?: LockdownMode | undefined;
  /**
   * Whether the construct also writes the Namespace objects, with the label `istio-injection: enabled`. If the manifests are
   * deleted, the namespaces are deleted with everything in them.
   * @default false
   */
  readonly createNamespaces?: boolean | undefined;
  /**
   * Pod Security level of the namespaces that `createNamespaces` writes. Needs Istio's CNI plugin.
   * @default - no label: the level that the cluster enforces without a label
   */
  readonly podSecurity?: PodSecurity | undefined;
}
