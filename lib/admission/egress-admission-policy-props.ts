import { IEgressGateway } from '../gateway/iegress-gateway';
import { AdmissionEnforcement } from './admission-enforcement';
import { Subject } from './subject';

/** Properties of an `EgressAdmissionPolicy`. */
export interface EgressAdmissionPolicyProps {
  /** The gateway whose clients the policies apply to. The app must create it with `new EgressGateway(...)`. */
  readonly gateway: IEgressGateway;
  /**
   * Subjects that apply the platform's manifests. Every other subject is a tenant. Only deployers can apply and delete the objects of
   * this app in the namespaces (NetworkPolicies, Sidecars, routes of teams).
   */
  readonly deployers: Subject[];
  /**
   * Namespaces of tenants, in addition to the namespaces whose `EgressLockdownPolicy` allows the gateway. Namespaces of the cluster, of
   * Istio's installation and of gateways are rejected.
   * @default - no additional namespaces
   */
  readonly namespaces?: string[] | undefined;
  /**
   * Action of the API server on a request that the policies do not allow. Begin with `WARN`, and change to `DENY` when no warnings
   * occur.
   * @default AdmissionEnforcement.DENY
   */
  readonly enforcement?: AdmissionEnforcement | undefined;
  /**
   * Kinds that tenants may create, change and delete, in addition to the kinds of workloads and the kinds that the policies restrict:
   * each as RESOURCE.GROUP, as `kubectl api-resources --output=name` prints it, such as `verticalpodautoscalers.autoscaling.k8s.io`. No
   * other rule restricts a kind of this list. A controller of the kind acts for tenants: name only kinds whose controllers contact no
   * host that a tenant names.
   * @default - none
   */
  readonly tenantKinds?: string[] | undefined;
  /**
   * Hosts that VirtualServices of tenants for the mesh may have, in addition to Services of their namespace: full DNS names without a
   * route. VirtualServices for an ingress gateway may have any host.
   * @default - none
   */
  readonly tenantHosts?: string[] | undefined;
  /**
   * Repositories of the sidecar's image, without tags. A container named `istio-proxy` may run as the proxy's user, so its image must be
   * one of these.
   * @default - the repositories of Istio's releases: docker.io/istio/proxyv2, gcr.io/istio-release/proxyv2, registry.istio.io/release/proxyv2
   */
  readonly proxyImages?: string[] | undefined;
  /**
   * Annotations that the policy would reject and that pods may have, each with exactly this value:
   * `{ 'proxy.istio.io/config': '{ "holdApplicationUntilProxyStarts": true }' }`.
   * @default - none
   */
  readonly allowedPodAnnotations?: { readonly [key: string]: string } | undefined;
  /**
   * Values of `PROXY_CONFIG` in the sidecar container, if the mesh's `defaultConfig` or an annotation of `allowedPodAnnotations` sets it:
   * `{"holdApplicationUntilProxyStarts":true}`. With another value, a container named `istio-proxy` in a pod could have another
   * bootstrap.
   * @default - `{}`, or the address of an istiod in istio-system
   */
  readonly proxyConfigs?: string[] | undefined;
  /**
   * Names of environment variables of the sidecars' containers, as `proxyMetadata` of the mesh's `defaultConfig` sets them.
   * @default - Istio's own variables, and all variables that begin with ISTIO_META_
   */
  readonly proxyEnv?: string[] | undefined;
  /**
   * Arguments of container `istio-init` (`istio-validation` with Istio's CNI plugin), if the mesh's differ from Istio's defaults: with
   * `global.proxy.excludeIPRanges`, or on OpenShift. The first argument is `istio-iptables`.
   * @default - Istio's defaults, which redirect all outbound traffic
   */
  readonly proxyInitArgs?: string[] | undefined;
  /**
   * Mounts of the sidecars' containers as `VOLUME:PATH`, which other webhooks or annotations of `allowedPodAnnotations` add:
   * `vault-token:/var/run/secrets/vault`.
   * @default - Istio's own mounts, and the tokens of workload identities on EKS and Azure
   */
  readonly proxyMounts?: string[] | undefined;
  /**
   * Controllers outside kube-system: subjects that may write objects of every kind, every status, Services of every type and labels of
   * namespaces, in addition to the deployers. The rules for pods, NetworkPolicies, routing and shells apply to them. An example is
   * `Subject.serviceAccount('metallb-system', 'controller')`. A service account of a namespace of tenants is rejected.
   * @default - the controllers of kube-system, the scheduler, nodes, istiod, and the cloud controller managers of clouds
   */
  readonly trustedControllers?: Subject[] | undefined;
  /**
   * Whether the mesh configuration exports VirtualServices and DestinationRules to their own namespace by default
   * (`defaultVirtualServiceExportTo` and `defaultDestinationRuleExportTo`, each `['.']`). If true, objects of tenants may omit
   * `exportTo`.
   * @default false
   */
  readonly exportToDefaultsToNamespace?: boolean | undefined;
}
