/** Returns records sorted by the path of their constructs. */
export function sortedByOwner<T extends { readonly owner: string }>(records: readonly T[]): readonly T[] {
  return [...records].sort((a, b) => (a.owner < b.owner ? -1 : a.owner > b.owner ? 1 : 0));
}
