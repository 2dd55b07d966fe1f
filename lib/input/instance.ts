import { InputError } from './input-error';

/**
 * Refuses a value that is not of the class it must be of: types say so, but not to JavaScript and not behind `any`, and a
 * string in place of a choice would be written as half of one.
 *
 * @param sound whether the value is what it must be
 * @throws InputError
 */
export function required(what: string, sound: boolean, got: unknown, allowed: string): void {
  if (sound) return;
  throw new InputError({
    problem: `${what} is missing or of another kind`,
    got: typeof got === 'object' && got !== null && !Array.isArray(got) ? (got.constructor?.name ?? 'object') : got,
    allowed,
    fix: `write ${what}: ${allowed}`,
  });
}
