import { InputError } from './input-error';
import { nearest } from './did-you-mean';

/** The names of an interface's properties: the compiler sees to it that none is missing, and none too many. */
export type Known<T> = Readonly<Record<keyof T, true>>;

/**
 * Refuses properties that nobody reads: a misspelt `allowFrom` would open a route to the whole mesh without a word. Types keep
 * them out of a literal, but not out of an object in a variable, nor in JavaScript.
 *
 * @param what how the error names the properties: `ExternalHttpRoute`
 * @throws InputError for such a property, and for something else than an object
 */
export function refuseUnknown<T extends object>(what: string, given: T, known: Known<T>): void {
  const allowed = Object.keys(known).join(', ');
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const fix = 'write an object with properties';
    throw new InputError({ problem: `properties of ${what} are missing or no object`, got: given, allowed, fix });
  }
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(known, key) && given[key as keyof T] !== undefined);
  if (unknown === undefined) return;
  const meant = nearest(unknown, Object.keys(known));
  throw new InputError({
    problem: `${what} has no property ${unknown}`,
    got: given[unknown as keyof T],
    allowed,
    fix: `${meant === undefined ? '' : `did you mean ${meant}? `}remove ${unknown}, or write the name as it is here`,
  });
}
