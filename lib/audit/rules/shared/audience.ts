/** The namespaces that see an object: those listed, or every one. */
export interface Audience {
  /** Absent for every namespace. */
  readonly only?: ReadonlySet<string>;
}

/** Returns the namespaces that see an object by its `exportTo`. */
export function audienceOf(exportTo: readonly string[] | undefined, namespace: string): Audience {
  if (!exportTo?.length || exportTo.includes('*')) return {};
  return { only: new Set(exportTo.map((name) => (name === '.' ? namespace : name))) };
}

/** Returns the namespaces of both audiences. */
export function shared({ only: left }: Audience, { only: right }: Audience): Audience {
  if (left === undefined || right === undefined) return { only: left ?? right };
  return { only: new Set([...left].filter((namespace) => right.has(namespace))) };
}

/** Whether an audience is empty, except for some namespaces. `~` is no namespace. */
export function isEmpty({ only }: Audience, ...others: readonly string[]): boolean {
  return only !== undefined && [...only].every((namespace) => namespace === '~' || others.includes(namespace));
}

/** Returns an audience in words. */
export function inWords({ only }: Audience): string {
  if (only === undefined) return 'every namespace';
  const names = [...only].sort();
  return names.length === 1 ? `namespace ${names[0]}` : `namespaces ${names.join(', ')}`;
}
