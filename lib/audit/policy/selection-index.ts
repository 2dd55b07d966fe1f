import { addTo } from '../../input/group-by';
import { Labels } from '../model/labels';
import { LabelSelector, requirementsOf } from '../model/label-selector';

/**
 * Values with a selector, by a label that the selector requires. A namespace can have thousands of policies, each for the pods of one
 * workload.
 */
export class SelectionIndex<T> {
  private readonly byLabel = new Map<string, number[]>();
  /** The indexes of the values whose selectors require no label. */
  private readonly others: number[] = [];

  public constructor(
    private readonly values: readonly T[],
    selectorOf: (value: T) => LabelSelector,
  ) {
    for (const [index, value] of values.entries()) {
      const required = requirementsOf(selectorOf(value)).find(({ operator }) => operator === 'In');
      if (required === undefined) this.others.push(index);
      for (const each of new Set(required?.values)) addTo(this.byLabel, keyOf(required?.key ?? '', each), index);
    }
  }

  /** Returns the values whose selectors can select labels, in the order of the values. */
  public candidatesFor(labels: Labels): readonly T[] {
    const named = Object.entries(labels).flatMap(([key, value]) => this.byLabel.get(keyOf(key, value)) ?? []);
    const found = named.length === 0 ? this.others : [...this.others, ...named].sort((a, b) => a - b);
    return found.flatMap((index) => this.values[index] ?? []);
  }
}

function keyOf(label: string, value: string): string {
  return `${label}=${value}`;
}
