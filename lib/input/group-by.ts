/** Adds a value to the list of a key. */
export function addTo<Key, T>(map: Map<Key, T[]>, key: Key, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Returns the records by key, in the order of the records. */
export function groupBy<T>(records: readonly T[], keyOf: (record: T) => string): ReadonlyMap<string, readonly T[]> {
  const byKey = new Map<string, T[]>();
  for (const record of records) addTo(byKey, keyOf(record), record);
  return byKey;
}
