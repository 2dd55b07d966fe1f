/** Returns every text once, in the order of the first. */
export function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
