import { Labels } from '../model/labels';
import { allOf, assumed, certain, Claim } from './claim';

export type { Labels } from '../model/labels';

/** A label selector of the Kubernetes API. */
export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly Requirement[];
}

/** A requirement on one label. */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Returns the requirements of a selector, `matchLabels` among them. */
export function requirementsOf({ matchLabels, matchExpressions }: Selector): Requirement[] {
  const exact = Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  return [...exact, ...(matchExpressions ?? [])];
}

/** Returns labels that a selector selects. `Exists` is met by an empty value. */
export function selectedLabels(selector: Selector): Labels {
  const required = requirementsOf(selector).filter(({ operator }) => operator === 'In' || operator === 'Exists');
  return Object.fromEntries(required.map(({ key, values = [] }) => [key, values[0] ?? '']));
}

/**
 * Returns the labels by which pods escape a selector: one set for each requirement that a label must be absent, or have other values.
 */
export function escapingLabels(selector: Selector): Labels[] {
  return requirementsOf(selector).flatMap(({ key, operator, values = [] }) => {
    if (operator === 'DoesNotExist') return [{ [key]: '' }];
    return operator === 'NotIn' && values[0] !== undefined ? [{ [key]: values[0] }] : [];
  });
}

/**
 * Returns whether a selector selects labels. An empty selector selects everything.
 *
 * @param assumption returns what a decision about a label relies on, for labels that the manifests do not have
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function selects(selector: Selector, labels: Labels, assumption: (key: string) => string | undefined): Claim {
  return allOf(
    requirementsOf(selector).map((requirement) => {
      const holds = meets(requirement, labels);
      const relies = assumption(requirement.key);
      return relies === undefined ? certain(holds) : assumed(holds, relies);
    }),
  );
}

/** An unknown operator selects nothing: the API server accepts no such selector. */
function meets({ key, operator, values = [] }: Requirement, labels: Labels): boolean {
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
