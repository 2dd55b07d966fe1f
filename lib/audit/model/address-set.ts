/**
 * Sets of addresses: the addresses of ranges in the notation of CIDR.
 */
import { compare } from '../../input/compare';
import { canonicalAddress } from '../../network/canonical-address';
import { groups } from '../../network/cidr';
import { OUTSIDE_INTERNET } from '../../network/internet';
import { addressRange, BITS, Family } from '../../network/address-range';

/** The addresses from the first to the last, as numbers. */
interface Interval {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

const GROUP: Readonly<Record<Family, bigint>> = { ipv4: 8n, ipv6: 16n };

/** Returns the fewest ranges that have the addresses of ranges between them. A malformed range has no address. */
export function joinedRanges(ranges: readonly string[]): readonly string[] {
  return join(intervalsOf(ranges)).flatMap(rangesIn);
}

/** Returns the fewest ranges that have the addresses of a range without those of other ranges. */
export function rangeWithout(range: string, others: readonly string[]): readonly string[] {
  return intervalsOf([range])
    .flatMap((each) => subtract(each, join(intervalsOf(others))))
    .flatMap(rangesIn);
}

/** Returns the fewest ranges that have the addresses of the internet in a range, without exceptions of the range. */
export function internetIn(range: string, except: readonly string[] = []): readonly string[] {
  return rangeWithout(range, [...except, ...OUTSIDE_INTERNET]);
}

/** Returns the fewest ranges that have the addresses of the internet of IPv4 outside ranges. */
export function internetOutside(ranges: readonly string[]): readonly string[] {
  return rangeWithout('0.0.0.0/0', [...ranges, ...OUTSIDE_INTERNET]);
}

/** Returns ranges with the same addresses, no two of which have a common address. Each given range is the union of some of the ranges. */
export function distinctRanges(ranges: readonly string[]): readonly string[] {
  const sorted = intervalsOf(ranges).sort(byPlace);
  return sorted.flatMap((interval, index) => {
    const inside: Interval[] = [];
    for (let next = index + 1; next < sorted.length; next++) {
      const other = sorted[next] as Interval;
      if (other.family !== interval.family || other.first > interval.last) break;
      inside.push(other);
    }
    return subtract(interval, join(inside)).flatMap(rangesIn);
  });
}

/** Returns the parts into which ranges divide all addresses, each as its fewest ranges. Each given range is the union of some of the parts. */
export function partsBetween(ranges: readonly string[]): readonly (readonly string[])[] {
  const intervals = intervalsOf(ranges);
  return FAMILIES.flatMap((family) => {
    const end = 1n << BigInt(BITS[family]);
    const edges = intervals.flatMap((each) => (each.family === family ? [each.first, each.last + 1n] : []));
    const starts = [...new Set([0n, ...edges])].filter((edge) => edge < end).sort((a, b) => (a < b ? -1 : 1));
    return starts.map((first, index) => rangesIn({ family, first, last: (starts[index + 1] ?? end) - 1n }));
  });
}

const FAMILIES: readonly Family[] = ['ipv4', 'ipv6'];

/** Compares intervals, for a list in which a range is before the ranges inside. */
function byPlace(a: Interval, b: Interval): number {
  return compare(a.family, b.family) || compare(a.first, b.first) || compare(b.last, a.last);
}

function intervalsOf(ranges: readonly string[]): Interval[] {
  return ranges.flatMap((range) => {
    const found = addressRange(range);
    if (found === undefined) return [];
    const { family, address, prefix } = found;
    const size = 1n << BigInt(BITS[family] - prefix);
    // Host bits of a range do not count, as in the Kubernetes API.
    const first = (numberOf(address, family) / size) * size;
    return [{ family, first, last: first + size - 1n }];
  });
}

function numberOf(address: string, family: Family): bigint {
  return groups(address, family).reduce((sum, group) => (sum << GROUP[family]) + BigInt(group), 0n);
}

function addressOf(value: bigint, family: Family): string {
  const [bits, count] = [GROUP[family], BITS[family] / Number(GROUP[family])];
  const parts = Array.from(
    { length: count },
    (_, index) => (value >> (bits * BigInt(count - 1 - index))) % (1n << bits),
  );
  return family === 'ipv4' ? parts.join('.') : canonicalAddress(parts.map((part) => part.toString(16)).join(':'));
}

/** Intervals with the same addresses that neither overlap nor touch, sorted. */
function join(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort(byPlace);
  const found: Interval[] = [];
  for (const { family, first, last } of sorted) {
    const before = found[found.length - 1];
    if (before?.family === family && first <= before.last + 1n) {
      found[found.length - 1] = { family, first: before.first, last: last > before.last ? last : before.last };
    } else found.push({ family, first, last });
  }
  return found;
}

/** The parts of an interval outside others, which are sorted. */
function subtract({ family, first, last }: Interval, others: readonly Interval[]): Interval[] {
  const parts: Interval[] = [];
  let start = first;
  for (const other of others) {
    if (other.family !== family || other.last < start || other.first > last) continue;
    if (other.first > start) parts.push({ family, first: start, last: other.first - 1n });
    start = other.last + 1n;
  }
  if (start <= last) parts.push({ family, first: start, last });
  return parts;
}

/** The fewest ranges that have the addresses of an interval. */
function rangesIn({ family, first, last }: Interval): string[] {
  const found: string[] = [];
  for (let start = first; start <= last;) {
    let free = 0;
    while (free < BITS[family] && start % (2n << BigInt(free)) === 0n && start + (2n << BigInt(free)) - 1n <= last)
      free++;
    found.push(`${addressOf(start, family)}/${BITS[family] - free}`);
    start += 1n << BigInt(free);
  }
  return found;
}
