import { Labels } from '../../input/labels';

export type { Labels } from '../../input/labels';

/** Returns whether an object that has labels, and further labels that are unknown, can have all labels of a selector. */
export function canHaveLabels(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([label, value]) => (labels[label] ?? value) === value);
}

/** Returns whether an object has all labels of a selector of exact values. A selector that is empty or absent selects every object. */
export function hasLabels(labels: Labels, selector: Labels = {}): boolean {
  return Object.entries(selector).every(([label, value]) => labels[label] === value);
}

/** Returns a text that is equal for equal labels, in whatever order. */
export function keyOfLabels(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort());
}
