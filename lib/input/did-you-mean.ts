/** How many letters may be wrong, missing or too many. */
const MISTAKES = 2;

/**
 * Of some names the one that was most likely meant by another: nearly the same letters, whatever their case. None where even the
 * nearest has other letters for the most part.
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const byDistance = names.map((each) => ({ each, distance: distance(name.toLowerCase(), each.toLowerCase()) }));
  const [first] = byDistance.sort((a, b) => a.distance - b.distance);
  if (first === undefined || first.distance > Math.min(MISTAKES, first.each.length / 2)) return undefined;
  return first.each;
}

/** How many letters must be put in, taken out or replaced to make one text of another (Levenshtein). */
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
