import { keyOfLabels, Labels } from '../model/labels';

/** Pods with the labels of one selector, or of several selectors at once. */
export interface LabelClass {
  /** The labels of each selector. */
  readonly parts: readonly Labels[];
  /** The labels of all selectors. */
  readonly labels: Labels;
}

/** The classes of the pods that selectors select. */
export interface LabelClasses {
  /** The classes of fewer selectors first. */
  readonly classes: readonly LabelClass[];
  /** Whether the pods have a class for each combination of selectors. */
  readonly isComplete: boolean;
}

/** The most classes of several selectors. */
export const MOST_COMBINED = 100;

/** Returns a class for each selector, and for the selectors that can select one pod: no label has two values. */
export function labelClasses(sets: readonly Labels[]): LabelClasses {
  const single = sets.map((labels): LabelClass => ({ parts: [labels], labels }));
  const found = new Map(single.map((each) => [keyOfLabels(each.labels), each]));
  const most = found.size + MOST_COMBINED;
  // A class is combined with the selectors behind its last one.
  let last = single.map((each, index) => ({ each, index }));
  while (last.length > 0) {
    const next: typeof last = [];
    for (const { each, index } of last) {
      for (let other = index + 1; other < sets.length; other++) {
        const more = sets[other] as Labels;
        if (contradicts(each.labels, more)) continue;
        const combined = { parts: [...each.parts, more], labels: { ...each.labels, ...more } };
        const key = keyOfLabels(combined.labels);
        if (found.has(key)) continue;
        if (found.size === most) return { classes: [...found.values()], isComplete: false };
        found.set(key, combined);
        next.push({ each: combined, index: other });
      }
    }
    last = next;
  }
  return { classes: [...found.values()], isComplete: true };
}

function contradicts(labels: Labels, others: Labels): boolean {
  for (const key in others) if (labels[key] !== undefined && labels[key] !== others[key]) return true;
  return false;
}
