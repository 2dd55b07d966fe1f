import { EgressError } from '../input/egress-error';
import { parseSet } from '../input/list';
import { assertLiteral } from '../input/token';
import { canonicalRange, Cidr, withoutNestedRanges } from './cidr';
import { assertIpBlock, ONLY_NARROW } from './ip-block';
import { unroutableRangeReason } from './unroutable-address';

/**
 * Parses the IPv4 and IPv6 ranges of external hosts. Returns them in canonical form, without ranges inside other ranges, sorted, since
 * their order has no meaning.
 *
 * @throws EgressError if the list is empty, and for every range that is malformed, repeated, wider than /8 (IPv6: /16), or contains
 * an address that is not the address of an external host
 */
export function parseExternalCidrs(values: readonly string[]): readonly string[] {
  return withoutNestedRanges(
    parseSet(values, {
      what: 'cidrs',
      parse: parseExternalCidr,
      example: '["203.0.113.0/28"]',
      allowed: 'the ranges of addresses that applications connect to',
    }),
  );
}

function parseExternalCidr(value: unknown, what: string): string {
  assertLiteral(what, value);
  assertIpBlock(value, [], false, what, ONLY_NARROW);
  const cidr = value as string;
  const reason = unroutableRangeReason(Cidr.parse(cidr));
  if (reason === undefined) return canonicalRange(cidr);
  throw EgressError.of({
    code: 'EGR0219',
    problem: `${what} ${reason.predicate}`,
    got: cidr,
    allowed: 'ranges of external hosts, on the internet or in private networks outside the cluster',
    fix: reason.fix,
  });
}
