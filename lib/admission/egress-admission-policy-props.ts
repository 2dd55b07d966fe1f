import { IEgressGateway } from '../gateway/iegress-gateway';
import { Deployer } from './deployer';

/** Properties of an `EgressAdmissionPolicy`. */
export interface EgressAdmissionPolicyProps {
  /** The gateway whose clients are held to it; one that this app describes with `new EgressGateway(...)`. */
  readonly gateway: IEgressGateway;
  /**
   * Who applies the platform's manifests; everybody else is a tenant. What this app itself writes into the namespaces
   * (NetworkPolicies, Sidecars, routes of teams) can be applied and deleted by them alone.
   */
  readonly deployers: readonly Deployer[];
  /**
   * The namespaces of tenants, beside those that an `EgressLockdownPolicy` of the app leads to the gateway. Never one of the
   * cluster's, of Istio's installation or of the gateway's own.
   * @default - none beside those
   */
  readonly namespaces?: readonly string[];
  /**
   * Hosts that tenants' VirtualServices of the mesh may name, beside their own Services; full DNS names that no route has.
   * VirtualServices for an ingress gateway may name any.
   * @default - none
   */
  readonly hosts?: readonly string[];
  /**
   * Repositories of the sidecar's image, without tags. A container called `istio-proxy` may be the proxy's user, so it must be
   * one of these.
   * @default - those of Istio's releases: docker.io/istio/proxyv2, gcr.io/istio-release/proxyv2, registry.istio.io/release/proxyv2
   */
  readonly proxyImages?: readonly string[];
  /**
   * Annotations of the kinds that are refused which pods may have all the same, each with exactly this value:
   * `{ 'proxy.istio.io/config': '{ "holdApplicationUntilProxyStarts": true }' }`.
   * @default - none
   */
  readonly podAnnotations?: { readonly [key: string]: string };
  /**
   * What `PROXY_CONFIG` says in the sidecars' container, where the mesh's `defaultConfig` or an annotation of `podAnnotations` makes it
   * say anything: `{"holdApplicationUntilProxyStarts":true}`. A pod may bring a container called `istio-proxy` that says otherwise, and
   * with it another bootstrap.
   * @default - `{}`, or the address of an istiod in istio-system
   */
  readonly proxyConfigs?: readonly string[];
  /**
   * Names of environment variables of the sidecars' containers, as `proxyMetadata` of the mesh's `defaultConfig` sets them.
   * @default - those that Istio has by itself, and all that begin with ISTIO_META_
   */
  readonly proxyEnv?: readonly string[];
  /**
   * The arguments of container `istio-init` (of `istio-validation` with Istio's CNI plugin), where the mesh's are others: with
   * `global.proxy.excludeIPRanges`, or on OpenShift. The first is `istio-iptables`.
   * @default - those of Istio's defaults: whatever goes out is redirected
   */
  readonly redirection?: readonly string[];
  /**
   * Mounts of the sidecars' containers as `VOLUME:PATH`, which webhooks of others or annotations of `podAnnotations` add:
   * `vault-token:/var/run/secrets/vault`.
   * @default - those that Istio has by itself, and the tokens of workload identities on EKS and Azure
   */
  readonly proxyMounts?: readonly string[];
  /**
   * Who keeps what tenants may not write beside the deployers, and nothing else: addresses of load balancers and endpoints, labels of
   * namespaces. A controller that runs outside kube-system: `Deployer.serviceAccount('metallb-system', 'controller')`.
   * @default - the controllers of the cluster, and the cloud controller managers of clouds
   */
  readonly controllers?: readonly Deployer[];
  /**
   * Whether the mesh's configuration exports VirtualServices and DestinationRules to their own namespace unless they say otherwise
   * (`defaultVirtualServiceExportTo` and `defaultDestinationRuleExportTo`, each `['.']`). Tenants need not say `exportTo` then.
   * @default false
   */
  readonly privateByDefault?: boolean;
}
