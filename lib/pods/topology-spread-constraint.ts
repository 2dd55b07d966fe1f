import { LabelSelector } from './label-selector';

/** The scheduling of a pod that cannot be placed within the constraint. */
export enum WhenUnsatisfiable {
  /** The pod is not scheduled. */
  DO_NOT_SCHEDULE = 'DoNotSchedule',
  /** The pod is scheduled where the skew is smallest. */
  SCHEDULE_ANYWAY = 'ScheduleAnyway',
}

/** Whether a scheduling rule of nodes is considered when domains are counted. */
export enum NodeInclusionPolicy {
  /** Nodes that the rule excludes are not counted. */
  HONOR = 'Honor',
  /** All nodes are counted. */
  IGNORE = 'Ignore',
}

/**
 * How pods spread over nodes, zones or other domains.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling
 */
export interface TopologySpreadConstraint {
  /** Label of nodes: nodes with the same value are one domain. */
  readonly topologyKey: string;
  /** Greatest difference between the numbers of pods in two domains, at least 1. */
  readonly maxSkew: number;
  /** The scheduling of a pod that cannot be placed within the constraint. */
  readonly whenUnsatisfiable: WhenUnsatisfiable;
  /**
   * Labels of the pods that are counted.
   * @default - no pods
   */
  readonly labelSelector?: LabelSelector | undefined;
  /**
   * Keys of labels whose values must be those of the pod that is scheduled.
   * @default - none
   */
  readonly matchLabelKeys?: string[] | undefined;
  /**
   * Least number of domains, at least 1. Requires WhenUnsatisfiable.DO_NOT_SCHEDULE.
   * @default 1
   */
  readonly minDomains?: number | undefined;
  /**
   * Whether nodes that nodeSelector or nodeAffinity exclude are counted.
   * @default NodeInclusionPolicy.HONOR
   */
  readonly nodeAffinityPolicy?: NodeInclusionPolicy | undefined;
  /**
   * Whether nodes with taints that the pods do not tolerate are counted.
   * @default NodeInclusionPolicy.IGNORE
   */
  readonly nodeTaintsPolicy?: NodeInclusionPolicy | undefined;
}
