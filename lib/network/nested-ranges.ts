import { canonicalAddress } from './canonical-address';
import { Cidr } from './cidr';

/**
 * The ranges that lie in none of the others, each once, in order.
 *
 * @throws InputError for a malformed range
 */
export function outermost(ranges: readonly string[]): readonly string[] {
  const distinct = [...new Set(ranges.map(canonicalRange))].map((text) => ({ text, range: Cidr.parse(text) }));
  const outer = distinct.filter(({ range }) => !distinct.some((other) => other.range.strictlyContains(range)));
  return outer.map(({ text }) => text).sort();
}

function canonicalRange(range: string): string {
  const [address = '', prefix] = range.split('/');
  return `${canonicalAddress(address)}/${prefix}`;
}
