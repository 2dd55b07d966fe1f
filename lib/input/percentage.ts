import { InputError } from './input-error';
import { isToken } from './token';

/**
 * Reads a percentage that may exceed 100, as the use of a CPU request may.
 *
 * @throws InputError
 */
export function parsePercentage(what: string, value: number): number {
  if (isToken(value) || (Number.isInteger(value) && value >= 1)) return value;
  throw new InputError({
    problem: `${what} is not a percentage`,
    got: value,
    allowed: 'a whole number from 1 on',
    fix: `write ${what}: 80`,
  });
}
