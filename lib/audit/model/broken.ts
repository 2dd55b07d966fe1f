/**
 * How a reader says "this request fails here" from any depth: it throws, and `way()` turns it into a way of kind `broken`.
 * What the trace does not model is broken too. It is an oracle: a guess would be worse than a refusal.
 */

/** Thrown where a request would fail. */
export class Broken extends Error {}

/** The request fails here, for this reason. */
export function broken(reason: string): never {
  throw new Broken(reason);
}

/** The manifests use something that decides about the request and that the trace does not understand. */
export function notModelled(what: string): never {
  broken(`not modelled: ${what}`);
}

/** Refuses an object that has a field besides the known ones; empty fields do not count. */
export function refuseUnmodelled(object: object, known: ReadonlySet<string>, where: string): void {
  for (const [field, value] of Object.entries(object)) {
    if (!known.has(field) && !isEmpty(value)) notModelled(`${field} in ${where}`);
  }
}

/** A list for a reason: the first few, and how many more. */
export function few(items: readonly string[], separator = ', '): string {
  const shown = items.slice(0, 3).join(separator);
  return items.length > 3 ? `${shown} and ${items.length - 3} more` : shown;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
