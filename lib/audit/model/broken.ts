/**
 * A part of the reader ends the way of a request from any depth: the part throws, and `wayOf` returns a way of kind
 * `broken`. A way through something that the reader does not model is broken too: a guess would be worse than a refusal.
 */
import { Evidence, within } from '../manifest/evidence';

/** Thrown where a request would fail. */
export class Broken extends Error {
  constructor(
    reason: string,
    readonly decidedBy: readonly Evidence[],
  ) {
    super(reason);
  }
}

/** Ends the way: the request fails here, for this reason. */
export function broken(reason: string, ...decidedBy: readonly Evidence[]): never {
  throw new Broken(reason, decidedBy);
}

/** Ends the way: the manifests use something that decides about the request and that the reader does not understand. */
export function notModelled(what: string, ...decidedBy: readonly Evidence[]): never {
  broken(`not modelled: ${what}`, ...decidedBy);
}

/** Refuses a value of an object that has a field outside the list. Empty fields do not count. */
export function refuseUnmodelled(value: object, known: ReadonlySet<string>, where: string, owner: Evidence): void {
  for (const [field, inner] of Object.entries(value)) {
    if (known.has(field) || isEmpty(inner)) continue;
    notModelled(`${field} in ${where}`, within(owner, field));
  }
}

/** Returns a list as text: the first items, and the number of the others. */
export function few(items: readonly string[], separator = ', ', count = 3): string {
  const shown = items.slice(0, count).join(separator);
  return items.length > count ? `${shown} and ${items.length - count} more` : shown;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
