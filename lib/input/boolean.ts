import { InputError } from './input-error';

/**
 * Reads a choice of yes or no: `"false"`, as environment variables have it, would be taken for yes.
 *
 * @throws InputError for something else than a boolean
 */
export function checkFlag(what: string, value: boolean | undefined): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new InputError({
    problem: `${what} is no boolean`,
    got: value,
    allowed: 'true or false',
    fix: `write ${what}: true, or ${what}: false`,
  });
}
