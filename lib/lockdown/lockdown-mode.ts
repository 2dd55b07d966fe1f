/**
 * How a lockdown selects the peers that stay reachable.
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'], mode: LockdownMode.NAMESPACE_LABELS });
 */
export enum LockdownMode {
  /** Pods and ports, in namespaces that are selected by the label that the API server sets. */
  POD_SELECTORS = 'POD_SELECTORS',

  /**
   * The policy of Istio's egress gateway task: UDP port 53 of every pod in namespaces labeled `kube-system=true`, and every port
   * of every pod in namespaces labeled `istio=system`. Everyone who can label a namespace can open the lockdown.
   * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#apply-kubernetes-network-policies
   */
  NAMESPACE_LABELS = 'NAMESPACE_LABELS',
}
