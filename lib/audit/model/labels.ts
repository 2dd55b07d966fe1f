import { Labels } from '../../input/labels';

export type { Labels } from '../../input/labels';

/** Returns whether an object has all labels of a selector of exact values. An empty selector selects every object. */
export function hasLabels(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([label, value]) => labels[label] === value);
}
