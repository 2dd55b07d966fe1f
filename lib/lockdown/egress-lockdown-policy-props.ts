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
   * The namespaces to lock down, at least one: all their pods, with or without a sidecar. Never one of the cluster's, of
   * Istio's installation or of the gateway's own.
   */
  readonly namespaces: readonly string[];
  /**
   * The cluster's DNS.
   * @default ClusterDns.KUBE_DNS
   */
  readonly dns?: ClusterDns;
  /**
   * The control plane of the sidecars.
   * @default ControlPlane.ISTIOD
   */
  readonly controlPlane?: ControlPlane;
  /**
   * What else stays reachable.
   * @default - nothing: calls to other pods of the mesh, the namespace's own included, are cut off too
   */
  readonly allow?: readonly EgressPeer[];
  /**
   * How peers are told.
   * @default LockdownMode.TIGHT
   */
  readonly mode?: LockdownMode;
  /**
   * Whether to write the Namespace objects too, labelled `istio-injection: enabled`. Deleting the manifests then deletes the
   * namespaces with everything in them.
   * @default false
   */
  readonly createNamespaces?: boolean;
  /**
   * What Kubernetes enforces of the pods in the namespaces that `createNamespaces` writes. Needs Istio's CNI plugin.
   * @default - no label: what the cluster enforces without one
   */
  readonly podSecurity?: PodSecurity;
}
