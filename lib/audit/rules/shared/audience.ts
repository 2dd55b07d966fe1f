/** The namespaces that see an object. Undefined for every namespace. */
export type Audience = ReadonlySet<string> | undefined;

/** Returns the namespaces of both audiences. */
export function shared(left: Audience, right: Audience): Audience {
  if (left === undefined || right === undefined) return left ?? right;
  return new Set([...left].filter((namespace) => right.has(namespace)));
}

/** Returns whether an audience is empty, except for some namespaces. */
export function isEmpty(audience: Audience, ...others: readonly string[]): boolean {
  return audience !== undefined && [...audience].every((namespace) => others.includes(namespace));
}

/** Returns an audience in words. */
export function inWords(audience: Audience): string {
  if (audience === undefined) return 'every namespace';
  const names = [...audience].sort();
  return names.length === 1 ? `namespace ${names[0]}` : `namespaces ${names.join(', ')}`;
}
