/** The label selectors of the Kubernetes API. */
import { Labels } from './labels';

/** A label selector. A selector without requirements selects every object. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly LabelRequirement[];
}

/** A requirement on one label. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Returns the requirements of a selector, `matchLabels` among them. */
export function requirementsOf({ matchLabels, matchExpressions }: LabelSelector): LabelRequirement[] {
  const exact = Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  return [...exact, ...(matchExpressions ?? [])];
}

/**
 * Returns whether a selector selects labels.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  return requirementsOf(selector).every((requirement) => meets(requirement, labels));
}

/** Returns whether labels meet a requirement. An unknown operator selects nothing: the API server accepts no such selector. */
export function meets({ key, operator, values = [] }: LabelRequirement, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Returns labels that a selector selects. `Exists` is met by an empty value. */
export function selectedLabels(selector: LabelSelector): Labels {
  const required = requirementsOf(selector).filter(({ operator }) => operator === 'In' || operator === 'Exists');
  return Object.fromEntries(required.map(({ key, values = [] }) => [key, values[0] ?? '']));
}

/**
 * Returns the labels by which pods escape a selector: one set for each requirement that a label must be absent, or have other values.
 */
export function escapingLabels(selector: LabelSelector): Labels[] {
  return requirementsOf(selector).flatMap(({ key, operator, values = [] }) => {
    if (operator === 'DoesNotExist') return [{ [key]: '' }];
    return operator === 'NotIn' && values[0] !== undefined ? [{ [key]: values[0] }] : [];
  });
}
