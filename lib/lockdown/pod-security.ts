/**
 * Pod Security level that Kubernetes enforces in a namespace, as the label `pod-security.kubernetes.io/enforce`. NetworkPolicies
 * do not apply to pods on the host network, so such pods must not be admitted.
 *
 * Both levels need Istio's CNI plugin. Without the plugin, every sidecar has an init container with NET_ADMIN, which both levels
 * reject.
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', {
 *   gateway,
 *   namespaces: ['payments'],
 *   createNamespaces: true,
 *   podSecurity: PodSecurity.BASELINE,
 * });
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurity {
  /** Rejects pods that use the host's network or processes, privileged pods, and pods that can change the network. */
  BASELINE = 'baseline',

  /**
   * `BASELINE`, and rejects pods that run as root. A process then cannot become the proxy's user, whose traffic is not redirected.
   * An image whose own user is 1337 is admitted nevertheless; the lockdown still applies to the pod.
   */
  RESTRICTED = 'restricted',
}
