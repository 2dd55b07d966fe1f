/** Differences of the containers that a mesh injects from Istio's defaults. */
export interface IstioInjectionOptions {
  /**
   * Repositories of the containers' image, without tags: `global.hub`, `/` and `global.proxy.image` of the mesh.
   * @default - the repositories of Istio's releases: docker.io/istio/proxyv2, gcr.io/istio-release/proxyv2,
   * registry.istio.io/release/proxyv2
   */
  readonly proxyImages?: string[] | undefined;
  /**
   * Values of `PROXY_CONFIG` in container `istio-proxy`, if the mesh's `defaultConfig` or an annotation of `allowedPodAnnotations` sets
   * the configuration: `{"holdApplicationUntilProxyStarts":true}`.
   * @default - `{}`, or the address of an istiod in the root namespace
   */
  readonly proxyConfigs?: string[] | undefined;
  /**
   * Environment variables of the containers, with their values: `proxyMetadata` of the mesh's `defaultConfig`, or another value of one of
   * Istio's own variables. An example is `{ CA_ADDR: 'cert-manager-istio-csr.cert-manager.svc:443' }`.
   * @default - Istio's own variables, with the values of a default mesh
   */
  readonly proxyEnv?: { readonly [name: string]: string } | undefined;
  /**
   * Arguments of container `istio-init` (`istio-validation` with Istio's CNI plugin), if the mesh's differ from Istio's defaults: with
   * `global.proxy.excludeIPRanges`. The first argument is `istio-iptables`.
   * @default - Istio's defaults, which redirect all outbound traffic
   */
  readonly proxyInitArgs?: string[] | undefined;
  /**
   * Mounts of the containers as `VOLUME:PATH`, which other webhooks or annotations of `allowedPodAnnotations` add:
   * `vault-token:/var/run/secrets/vault`.
   * @default - Istio's own mounts, and the tokens of workload identities on EKS and Azure
   */
  readonly proxyMounts?: string[] | undefined;
  /**
   * Whether agents merge the metrics of applications with those of the proxy: `enablePrometheusMerge` of the mesh. The agent calls the
   * application as the user of the proxy and follows redirects, so that **the application can send requests of the agent to any
   * address** that no network policy closes.
   * @default false, pods whose agent merges metrics are rejected: write `prometheus.istio.io/merge-metrics: "false"`
   * @see https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging
   */
  readonly enablePrometheusMerge?: boolean | undefined;
  /**
   * The user and the group of container `istio-proxy`, whose traffic is not redirected. On OpenShift, istiod derives the id from the
   * range of the namespace.
   * @default 1337
   */
  readonly proxyUserId?: number | undefined;
}
