/** Number of letters that may be wrong, missing or added. */
const MAX_DISTANCE = 2;

/**
 * Returns the name that is nearest to a misspelt name, in any case. If too many letters differ, returns undefined.
 */
export function didYouMean(name: string, names: readonly string[]): string | undefined {
  const byDistance = names.map((each) => ({ each, distance: distance(name.toLowerCase(), each.toLowerCase()) }));
  const [first] = byDistance.sort((a, b) => a.distance - b.distance);
  if (first === undefined || first.distance > Math.min(MAX_DISTANCE, first.each.length / 2)) return undefined;
  return first.each;
}

/** Returns the number of insertions, deletions and substitutions between two texts (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...a].entries()) {
    const next = [line + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
