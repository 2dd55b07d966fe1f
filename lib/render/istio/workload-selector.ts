import { Labels } from '../../input/labels';
import { selectsEveryPod } from '../../mesh/pod-labels';

/** Returns the selector of an object that configures pods with labels; nothing for every pod. */
export function workloadSelector(labels: Labels): { readonly workloadSelector?: { readonly labels: Labels } } {
  return selectsEveryPod(labels) ? {} : { workloadSelector: { labels: { ...labels } } };
}
