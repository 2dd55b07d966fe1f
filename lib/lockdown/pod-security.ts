/**
 * What Kubernetes enforces of the pods in a namespace: Pod Security admission, by the label
 * `pod-security.kubernetes.io/enforce`. NetworkPolicies do not hold pods on the node's network, so such pods must not be made.
 *
 * Both levels need Istio's CNI plugin: without it every sidecar comes with an init container that may change the network
 * (NET_ADMIN), which they refuse.
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
export class PodSecurity {
  /** No pods on the node's network or with its processes, none that are privileged or may change the network. */
  public static readonly BASELINE = new PodSecurity('baseline');

  /**
   * That, and no root: a process can then not become the proxy's user, whose traffic is not redirected. An image that is of that user
   * from the start (`USER 1337`) is admitted all the same; the network holds it.
   */
  public static readonly RESTRICTED = new PodSecurity('restricted');

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** Kubernetes' name of the level. */
    public readonly level: string,
  ) {}

  /** Kubernetes' name of the level. */
  public toString(): string {
    return this.level;
  }
}
