/** Returns every text once, in the order of the first. */
export function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Returns the first value of each key, in the order of the values. */
export function uniqueBy<T>(values: readonly T[], keyOf: (value: T) => unknown): T[] {
  const byKey = new Map<unknown, T>();
  for (const value of values) {
    const key = keyOf(value);
    if (!byKey.has(key)) byKey.set(key, value);
  }
  return [...byKey.values()];
}
