/** Number of letters that may be wrong, missing, added, or exchanged with the next letter. */
const MAX_DISTANCE = 2;

/**
 * Returns the name that is nearest to a misspelt name, in any case. If too many letters differ, or half of the letters, returns
 * undefined.
 */
export function didYouMean(name: string, names: readonly string[]): string | undefined {
  const byDistance = names.map((each) => ({ each, distance: distance(name.toLowerCase(), each.toLowerCase()) }));
  const [first] = byDistance.sort((a, b) => a.distance - b.distance);
  if (first === undefined || first.distance > MAX_DISTANCE || first.distance >= first.each.length / 2) return undefined;
  return first.each;
}

/** Returns the number of insertions, deletions, substitutions and exchanges of neighbours between two texts. */
function distance(a: string, b: string): number {
  let [above, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let line = 0; line < a.length; line++) {
    const next = [line + 1];
    for (let column = 0; column < b.length; column++) {
      const replaced = (row[column] ?? 0) + (a[line] === b[column] ? 0 : 1);
      const isExchanged = line > 0 && column > 0 && a[line] === b[column - 1] && a[line - 1] === b[column];
      const exchanged = isExchanged ? (above[column - 1] ?? 0) + 1 : Infinity;
      next.push(Math.min(replaced, exchanged, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    [above, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
