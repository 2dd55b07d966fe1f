import { InputError } from '../input/input-error';
import { isToken } from '../input/token';
import { Cidr } from './cidr';

/**
 * Refuses addresses that the API server or a network plugin would refuse, and a range that undoes the lockdown. Tokens pass:
 * they come back resolved.
 *
 * @param mayBeAll whether a range as wide as `0.0.0.0/0` is meant, because ports narrow it
 *
 * @throws InputError
 */
export function checkIpBlock(cidr: unknown, except: readonly unknown[], mayBeAll: boolean): void {
  if (isToken(cidr) || isToken(except)) return;
  const range = Cidr.parse(cidr);
  if (range.prefix < (mayBeAll ? 0 : range.family === 'ipv4' ? 8 : 16)) {
    throw new InputError({
      problem: 'cidr covers much of the internet',
      got: cidr,
      allowed: 'a range of /8 or smaller (ipv6: /16): a wider one leaves the lockdown little to close',
      fix: 'name the ports and the range that is needed, or leave the namespace out of the lockdown',
    });
  }
  for (const inner of except.filter((value) => !isToken(value))) {
    if (range.strictlyContains(Cidr.parse(inner))) continue;
    throw new InputError({
      problem: 'except is not inside its cidr',
      got: { cidr, except: inner },
      allowed: 'ranges that lie in the cidr and are smaller',
      fix: 'remove it from except, or widen the cidr',
    });
  }
}
