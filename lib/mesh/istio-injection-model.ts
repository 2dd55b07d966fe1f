/** Settings of the containers that a mesh injects into pods. */
export interface IstioInjectionModel {
  /** Repositories of the image, sorted. */
  readonly proxyImages: readonly string[];
  /** Values of `PROXY_CONFIG`, in addition to Istio's default, sorted. */
  readonly proxyConfigs: readonly string[];
  /** Environment variables by name, in addition to Istio's defaults. */
  readonly proxyEnv: Readonly<Record<string, string>>;
  /** Arguments of the container that redirects. If empty, Istio's defaults. */
  readonly proxyInitArgs: readonly string[];
  /** Mounts as `VOLUME:PATH`, in addition to Istio's defaults, sorted. */
  readonly proxyMounts: readonly string[];
  /** Whether agents may merge the metrics of applications. */
  readonly enablePrometheusMerge: boolean;
  /** The user and the group of the proxy, whose traffic is not redirected. */
  readonly proxyUserId: number;
}
