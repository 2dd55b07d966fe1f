import { readEach } from '../input/collect';
import { assertNonEmptyList } from '../input/list';
import { assertIpBlock, ONLY_NARROW } from '../network/ip-block';
import { sortedRanges } from './network-policy-peer';

/**
 * Reads ranges of addresses. Returns them sorted, as the order has no meaning.
 *
 * @param example a range that is accepted
 * @param allowed the ranges that are accepted
 * @throws EgressError if there is no range, and for every malformed range
 */
export function parseCidrs(cidrs: readonly string[], example: string, allowed: string): readonly string[] {
  assertNonEmptyList('cidrs', cidrs, `['${example}']`, allowed);
  readEach(cidrs, (cidr, index) => assertIpBlock(cidr, [], false, `cidrs[${index}]`, ONLY_NARROW));
  return sortedRanges(cidrs);
}
