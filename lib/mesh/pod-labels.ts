import { Labels } from '../input/labels';

/** The labels of a selector of every pod. */
export const EVERY_POD: Labels = {};

/** Returns whether a selector selects every pod of a namespace. */
export function selectsEveryPod(selector: Labels): boolean {
  return Object.keys(selector).length === 0;
}

/** Returns whether a selector selects every pod that another selector selects: its labels are among those of the other. */
export function includesPodsOf(selector: Labels, other: Labels): boolean {
  const labels = new Map(Object.entries(other));
  return Object.entries(selector).every(([key, value]) => labels.get(key) === value);
}

/** Returns whether a pod can have the labels of both selectors: no label has two values. */
export function maySelectOnePod(a: Labels, b: Labels): boolean {
  const labels = new Map(Object.entries(b));
  return Object.entries(a).every(([key, value]) => (labels.get(key) ?? value) === value);
}

/** Returns a selector as text, in the form of `kubectl get pods -l`: `app=reports,tier=web`; empty for every pod. */
export function selectorText(selector: Labels): string {
  return Object.entries(selector)
    .map((label) => label.join('='))
    .sort()
    .join(',');
}
