/** Comparison of a label or a field of a node with the values of a requirement. */
export enum NodeSelectorOperator {
  /** The label has one of the values. */
  IN = 'In',
  /** The label has none of the values, or is not set. */
  NOT_IN = 'NotIn',
  /** The label is set. */
  EXISTS = 'Exists',
  /** The label is not set. */
  DOES_NOT_EXIST = 'DoesNotExist',
  /** The label is a whole number greater than the value. */
  GT = 'Gt',
  /** The label is a whole number less than the value. */
  LT = 'Lt',
}

/** A requirement on a label or a field of nodes. */
export interface NodeSelectorRequirement {
  /** Key of the label, or name of the field. */
  readonly key: string;
  /** Comparison with the values. */
  readonly operator: NodeSelectorOperator;
  /**
   * Values to compare with. Required for IN and NOT_IN; one whole number for GT and LT; not allowed for the other operators.
   * @default - none
   */
  readonly values?: string[] | undefined;
}

/** Requirements on a node, all of which must be met. A term without requirements matches no node. */
export interface NodeSelectorTerm {
  /**
   * Requirements on the node's labels.
   * @default - none
   */
  readonly matchExpressions?: NodeSelectorRequirement[] | undefined;
  /**
   * Requirements on the node's fields. Kubernetes supports `metadata.name`.
   * @default - none
   */
  readonly matchFields?: NodeSelectorRequirement[] | undefined;
}

/**
 * A selection of nodes.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeAffinity
 */
export interface NodeSelector {
  /** Terms, of which a node must match at least one. */
  readonly nodeSelectorTerms: NodeSelectorTerm[];
}

/** Preferred nodes. */
export interface PreferredSchedulingTerm {
  /** Weight of the preference, from 1 to 100. */
  readonly weight: number;
  /** Requirements on the node. */
  readonly preference: NodeSelectorTerm;
}
