/** Parts of sentences: numbers with their nouns, and lists. */

/** Returns a number with its noun: `1 host`, `10,000 hosts`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Returns the steps of one change as a sentence; none without steps. */
export function inOne(steps: readonly string[]): string[] {
  return steps.length === 0 ? [] : [[...new Set(steps)].join(', and ')];
}

/** Returns a list as text: the first items, and the number of the others. */
export function few(items: readonly string[], separator = ', ', count = 3): string {
  const shown = items.slice(0, count).join(separator);
  const more = items.length - count;
  return more > 0 ? `${shown} and ${more.toLocaleString('en-US')} more` : shown;
}
