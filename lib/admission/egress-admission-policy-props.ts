import { IEgressGateway } from '../gateway/iegress-gateway';
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
   * Subjects that may write addresses of load balancers, endpoints and labels of namespaces, in addition to the deployers. All other
   * rules apply to them. An example is a controller that runs outside kube-system: `Subject.serviceAccount('metallb-system', 'controller')`.
   * @default - the controllers of the cluster, and the cloud controller managers of clouds
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
