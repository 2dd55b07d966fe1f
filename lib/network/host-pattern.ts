/** Returns whether the name is a wildcard. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Returns whether `outer` matches every name that `inner` matches (host.Name.SubsetOf). */
export function isWithin(inner: string, outer: string): boolean {
  if (!isWildcard(outer)) return inner === outer;
  return isWildcard(inner)
    ? inner.length >= outer.length && inner.endsWith(outer.slice(1))
    : inner.endsWith(outer.slice(1));
}
