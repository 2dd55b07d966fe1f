import { Affinity } from './affinity';
import { GatewayVolume } from './gateway-volume';
import { ResourceRequirements } from './resource-requirements';
import { Toleration } from './toleration';
import { TopologySpreadConstraint } from './topology-spread-constraint';

/** Nodes, resources and number of the gateway's pods. */
export interface GatewayPodOptions {
  /**
   * Labels of the nodes that the gateway's pods run on. To dedicate nodes to the gateway, also taint the nodes and tolerate the
   * taint.
   * @default - any node
   */
  readonly nodeSelector?: { readonly [key: string]: string } | undefined;
  /**
   * Taints that the pods tolerate.
   * @default - none
   */
  readonly tolerations?: Toleration[] | undefined;
  /**
   * Affinity of the pods.
   * @default - for a deployment, preferably one pod per node; for an installed gateway, the installer's default
   */
  readonly affinity?: Affinity | undefined;
  /**
   * Spread of the pods over nodes and zones.
   * @default - for a deployment, evenly over zones where possible; for an installed gateway, the installer's default
   */
  readonly topologySpreadConstraints?: TopologySpreadConstraint[] | undefined;
  /**
   * CPU and memory of the proxy.
   * @default - requests of 100m and 128Mi, limits of 2 CPUs and 1Gi, as in Istio's charts
   */
  readonly resources?: ResourceRequirements | undefined;
  /**
   * Least number of pods, at least 1.
   * @default 2
   */
  readonly minReplicas?: number | undefined;
  /**
   * Greatest number of pods.
   * @default - 5, or minReplicas if greater
   */
  readonly maxReplicas?: number | undefined;
}

/** A gateway that this library deploys. */
export interface GatewayDeploymentOptions extends GatewayPodOptions {
  /**
   * Revision of the control plane that injects the proxy, as label `istio.io/rev`.
   * @default - the default revision
   */
  readonly revision?: string | undefined;
  /**
   * Further labels of the pods. Keys have a prefix, as `example.com/team`. Keys of Istio, of the `selector` and of this library are
   * rejected.
   * @default - the labels of the selector, and those for the injection of the proxy
   */
  readonly podLabels?: { readonly [key: string]: string } | undefined;
  /**
   * Further annotations of the pods, such as those by which a network plugin selects a fixed source address. Keys have a prefix.
   * Keys of Istio and of this library are rejected: they switch the injection or the configuration of the proxy.
   *
   * **NetworkPolicies do not apply to traffic that an annotation sends through another network**, such as the static egress gateway of
   * AKS, or an additional interface of Multus.
   * @default - the annotations for the injection of the proxy and for Prometheus
   */
  readonly podAnnotations?: { readonly [key: string]: string } | undefined;
  /**
   * Environment of the proxy: `EXIT_ON_ZERO_ACTIVE_CONNECTIONS` (`'true'` or `'false'`) and `MINIMUM_DRAIN_DURATION` (`'10s'`) of Istio's
   * agent, and `OTEL_RESOURCE_ATTRIBUTES` without references such as `$(NAME)`. Other variables are rejected: Istio's injection sets them.
   * @default - the environment of Istio's injection
   * @see https://istio.io/latest/docs/reference/commands/pilot-agent/#envvars
   */
  readonly env?: { readonly [name: string]: string } | undefined;
  /**
   * Volumes that the proxy mounts read-only.
   * @default - the volumes of Istio's injection, and the Secrets of credentials
   */
  readonly volumes?: GatewayVolume[] | undefined;
  /**
   * Names of Secrets in the gateway's namespace for the registry of the proxy's image.
   * @default - the pull secrets of Istio's installation (`global.imagePullSecrets`)
   */
  readonly imagePullSecrets?: string[] | undefined;
  /**
   * Name of the PriorityClass of the pods. Without a pod of the gateway, nothing leaves the mesh.
   * @default - the default priority of the cluster
   */
  readonly priorityClassName?: string | undefined;
  /**
   * CPU utilization, in percent of the request, above which pods are added.
   * @default 80
   */
  readonly targetCpuUtilization?: number | undefined;
  /**
   * Whether to write the gateway's Namespace object, labeled for Pod Security `restricted`. Deleting the manifests then deletes
   * the namespace and everything in it. Objects of routes need the namespace: apply the file of the gateway's chart before
   * the files of other charts. Namespaces of the cluster and of Istio's installation are rejected.
   * @default false
   */
  readonly createNamespace?: boolean | undefined;
  /**
   * Whether to grant the gateway `list` on the Secrets of its namespace, as a Role and a RoleBinding. TLS origination with a
   * `credentialName` requires the permission: istiod sends a Secret only to proxies that may list Secrets. The permission covers
   * all Secrets of the namespace; keep no other Secrets there. `false` states that the permission is granted elsewhere.
   * @default - no permission, and a route with a `credentialName` is an error
   */
  readonly readSecrets?: boolean | undefined;
}
