import { InputError } from './input-error';
import { refuseToken } from './token';

/**
 * Reads a TCP port: a whole number from 1 to 65535. The API server refuses others in a ServiceEntry, but `match.port: 0` in a
 * VirtualService means "any port" to istiod, so nothing else may catch it.
 *
 * @param what how the error names the port: `port`, `target port`
 * @throws InputError
 */
export function parsePort(what: string, value: number): number {
  refuseToken(what, value);
  if (!Number.isInteger(value) || value < 1 || value > 65535) {
    throw new InputError({
      problem: `${what} is not a tcp port`,
      got: typeof value === 'number' ? String(value) : value,
      allowed: 'a whole number from 1 to 65535',
      fix: 'write the port that is listened on, as a number',
    });
  }
  return value;
}
