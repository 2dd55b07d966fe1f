/** Comparison of the key and value of a toleration with those of a taint. */
export enum TolerationOperator {
  /** The taint has the key, with any value. */
  EXISTS = 'Exists',
  /** The taint has the key and the value. */
  EQUAL = 'Equal',
}

/** The effects of taints on pods that do not tolerate them. */
export enum TolerationEffect {
  /** Pods are not scheduled on the node. */
  NO_SCHEDULE = 'NoSchedule',
  /** Pods are scheduled on the node only if no other node is available. */
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  /** Pods are not scheduled on the node, and running pods are evicted. */
  NO_EXECUTE = 'NoExecute',
}

/**
 * Taints of nodes that pods tolerate.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling
 */
export interface Toleration {
  /**
   * Key of the taint.
   * @default - all keys; requires TolerationOperator.EXISTS
   */
  readonly key?: string | undefined;
  /**
   * Comparison of the key and the value.
   * @default TolerationOperator.EQUAL
   */
  readonly operator?: TolerationOperator | undefined;
  /**
   * Value of the taint. Must be empty with TolerationOperator.EXISTS.
   * @default - the empty value
   */
  readonly value?: string | undefined;
  /**
   * Effect of the taint.
   * @default - all effects
   */
  readonly effect?: TolerationEffect | undefined;
  /**
   * Seconds after which a pod is evicted from a node with the taint. Requires TolerationEffect.NO_EXECUTE.
   * @default - pods are not evicted
   */
  readonly tolerationSeconds?: number | undefined;
}
