/**
 * How a lockdown tells its peers.
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'], mode: LockdownMode.BY_LABELS });
 */
export class LockdownMode {
  /** The tightest that works: pods and ports, in namespaces told by the label that the API server sets. The default. */
  public static readonly TIGHT = new LockdownMode('TIGHT');

  /**
   * The policy of Istio's egress gateway task: UDP 53 to every pod of namespaces labelled `kube-system=true`, and every port
   * of every pod of namespaces labelled `istio=system`. Whoever may label a namespace opens the lockdown.
   * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#apply-kubernetes-network-policies
   */
  public static readonly BY_LABELS = new LockdownMode('BY_LABELS');

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** The mode's name. */
    public readonly name: string,
  ) {}

  /** The mode's name. */
  public toString(): string {
    return this.name;
  }
}
