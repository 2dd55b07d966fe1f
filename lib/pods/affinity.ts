import { LabelSelector } from './label-selector';
import { NodeSelector, PreferredSchedulingTerm } from './node-selector';

/** Pods with which other pods share a place, or do not share it, and the extent of a place. */
export interface PodAffinityTerm {
  /** Label of nodes: nodes with the same value are one place. */
  readonly topologyKey: string;
  /**
   * Labels of the pods.
   * @default - no pods
   */
  readonly labelSelector?: LabelSelector | undefined;
  /**
   * Keys of labels whose values must be those of the pod that is scheduled.
   * @default - none
   */
  readonly matchLabelKeys?: string[] | undefined;
  /**
   * Keys of labels whose values must not be those of the pod that is scheduled.
   * @default - none
   */
  readonly mismatchLabelKeys?: string[] | undefined;
  /**
   * Namespaces of the pods.
   * @default - the gateway's namespace, if namespaceSelector is not set either
   */
  readonly namespaces?: string[] | undefined;
  /**
   * Labels of the pods' namespaces.
   * @default - the namespaces in `namespaces`
   */
  readonly namespaceSelector?: LabelSelector | undefined;
}

/** A preference among places. */
export interface WeightedPodAffinityTerm {
  /** Weight of the preference, from 1 to 100. */
  readonly weight: number;
  /** The pods and the extent of a place. */
  readonly podAffinityTerm: PodAffinityTerm;
}

/** Nodes that pods are placed on. */
export interface NodeAffinity {
  /**
   * Nodes that pods must be placed on.
   * @default - any node
   */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector | undefined;
  /**
   * Nodes that are preferred.
   * @default - no preference
   */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[] | undefined;
}

/** Pods with which the gateway's pods share a place (`podAffinity`), or do not share it (`podAntiAffinity`). */
export interface PodAffinity {
  /**
   * Pods for which the place is required.
   * @default - none
   */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[] | undefined;
  /**
   * Pods for which the place is preferred.
   * @default - none
   */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[] | undefined;
}

/**
 * Constraints on the nodes of pods, by labels of nodes and by other pods on them.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling
 */
export interface Affinity {
  /**
   * Constraints by labels of nodes.
   * @default - none
   */
  readonly nodeAffinity?: NodeAffinity | undefined;
  /**
   * Pods that must, or preferably do, share a place with the gateway's pods.
   * @default - none
   */
  readonly podAffinity?: PodAffinity | undefined;
  /**
   * Pods that must not, or preferably do not, share a place with the gateway's pods.
   * @default - none
   */
  readonly podAntiAffinity?: PodAffinity | undefined;
}
