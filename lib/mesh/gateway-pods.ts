import { k8s } from 'cdk8s-plus-28';

/** Where the gateway's pods run and how many there are; for a gateway of this library's, and for an installed one's overlay. */
export interface GatewayPodOptions {
  /**
   * Labels of the nodes that the gateway's pods run on. Dedicate nodes to them: taint these, and tolerate the taint.
   * @default - any node
   */
  readonly nodeSelector?: { readonly [key: string]: string };
  /**
   * Taints that the pods tolerate.
   * @default - none
   */
  readonly tolerations?: readonly k8s.Toleration[];
  /**
   * Affinity of the pods.
   * @default - for a deployment, preferably no two pods on one node; for an installed gateway, as its installer says
   */
  readonly affinity?: k8s.Affinity;
  /**
   * How the pods spread over nodes and zones.
   * @default - for a deployment, evenly over zones where possible; for an installed gateway, as its installer says
   */
  readonly topologySpreadConstraints?: readonly k8s.TopologySpreadConstraint[];
  /**
   * CPU and memory of the proxy.
   * @default - requests of 100m and 128Mi, limits of 2 CPUs and 1Gi, as Istio's charts have them
   */
  readonly resources?: k8s.ResourceRequirements;
  /**
   * Least number of pods, at least 1.
   * @default 2
   */
  readonly minReplicas?: number;
  /**
   * Greatest number of pods.
   * @default - 5, or minReplicas where that is greater
   */
  readonly maxReplicas?: number;
}

/** A gateway that this library deploys. */
export interface GatewayDeploymentOptions extends GatewayPodOptions {
  /**
   * Revision of the control plane that injects the proxy, as label `istio.io/rev`.
   * @default - the default revision
   */
  readonly revision?: string;
  /**
   * CPU use, in percent of the request, above which pods are added.
   * @default 80
   */
  readonly targetCpuUtilization?: number;
  /**
   * Whether to write the gateway's Namespace object too, labelled for Pod Security `restricted`. Deleting the manifests then
   * deletes the namespace with everything in it. The objects of hosts need the namespace: apply the gateway's chart before
   * others, `team.addDependency(platform)`. Refused for namespaces of the cluster or of Istio's installation.
   * @default false
   */
  readonly createNamespace?: boolean;
  /**
   * Whether the gateway may read the Secrets of its namespace, as a Role and a RoleBinding. TLS origination with a
   * `credentialName` needs it: istiod hands a Secret to those only who may list them. All of the namespace, so keep nothing else
   * there. `false` says that somebody else grants it.
   * @default - it may not, and a route with a `credentialName` is an error
   */
  readonly readSecrets?: boolean;
}
