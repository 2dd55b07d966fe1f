/** Comparison of a label with the values of a requirement. */
export enum LabelSelectorOperator {
  /** The label has one of the values. */
  IN = 'In',
  /** The label has none of the values, or is not set. */
  NOT_IN = 'NotIn',
  /** The label is set. */
  EXISTS = 'Exists',
  /** The label is not set. */
  DOES_NOT_EXIST = 'DoesNotExist',
}

/** A requirement on one label. */
export interface LabelSelectorRequirement {
  /** Key of the label. */
  readonly key: string;
  /** Comparison with the values. */
  readonly operator: LabelSelectorOperator;
  /**
   * Values of the label. Required for IN and NOT_IN, and not allowed for the other operators.
   * @default - none
   */
  readonly values?: string[] | undefined;
}

/**
 * A label selector. All requirements must be met; an empty selector selects everything.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/
 */
export interface LabelSelector {
  /**
   * Labels with their values.
   * @default - none
   */
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
  /**
   * Requirements on labels.
   * @default - none
   */
  readonly matchExpressions?: LabelSelectorRequirement[] | undefined;
}
