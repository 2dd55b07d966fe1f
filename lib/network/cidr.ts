import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { EgressError } from '../input/egress-error';
import { canonicalAddress } from './canonical-address';

/**
 * An IPv4 or IPv6 range without host bits: `10.1.0.0/16`. The API server accepts `10.1.2.3/16` in a NetworkPolicy. Network plugins
 * interpret such a range differently, so that this class rejects it.
 */
export class Cidr {
  private constructor(
    private readonly address: string,
    /** Length of the prefix in bits. */
    public readonly prefix: number,
    /** `ipv4` or `ipv6`. */
    public readonly family: 'ipv4' | 'ipv6',
  ) {}

  /**
   * Parses a range in CIDR notation.
   *
   * @param what subject of the error: `cidr`, `internalCidrs[2]`
   * @throws EgressError for a single address, a malformed prefix length, host bits, and an IPv4-mapped IPv6 range
   */
  public static parse(value: unknown, what = 'cidr'): Cidr {
    const match = typeof value === 'string' ? /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(value) : null;
    const address = match?.[1] ?? '';
    const family = familyOf(address);
    const prefix = Number(match?.[2]);
    if (family === undefined || prefix > (family === 'ipv4' ? 32 : 128) || String(prefix) !== match?.[2]) {
      throw cidrError(`${what} must be an IP range in CIDR notation`, value, notationFix(value));
    }
    const network = networkAddress(groups(address, family), prefix, family);
    if (network !== groups(address, family).join('.')) {
      const fix = `write "${written(network, family)}/${prefix}"`;
      throw cidrError(`${what} cannot have bits set after its prefix`, value, fix);
    }
    return new Cidr(address, prefix, family);
  }

  /** Returns whether every address of `other` is in this range, and `other` is smaller. */
  public strictlyContains(other: Cidr): boolean {
    return other.prefix > this.prefix && this.overlaps(other);
  }

  /** Returns whether an address is in both ranges: one of the ranges then contains the other. */
  public overlaps(other: Cidr): boolean {
    if (other.family !== this.family) return false;
    const [outer, inner] = this.prefix <= other.prefix ? [this, other] : [other, this];
    const range = new BlockList();
    range.addSubnet(outer.address, outer.prefix, outer.family);
    return range.check(inner.address, inner.family);
  }

  /** Returns a text for this range and for each range around it, the smallest first. Two ranges overlap if one has the first text of the other. */
  public enclosing(): readonly string[] {
    const numbers = groups(this.address, this.family);
    const lengths = Array.from({ length: this.prefix + 1 }, (_, index) => this.prefix - index);
    return lengths.map((prefix) => `${networkAddress(numbers, prefix, this.family)}/${prefix}`);
  }

  /** Returns the range as it was parsed. */
  public toString(): string {
    return `${this.address}/${this.prefix}`;
  }
}

/** Returns the family of an address. Returns undefined for other text and for an IPv4-mapped IPv6 address. */
function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (isIPv4(address)) return 'ipv4';
  if (!isIPv6(address) || address.includes('.')) return undefined;
  const [sixth, ...others] = groups(address, 'ipv6').slice(0, 6).reverse();
  return sixth === 0xffff && others.every((group) => group === 0) ? undefined : 'ipv6';
}

function notationFix(value: unknown): string {
  const isAddress = typeof value === 'string' && !value.includes('%') && familyOf(value) !== undefined;
  if (isAddress) return `write "${rangeOfOne(value)}"`;
  return 'write an address and a prefix length, such as "10.1.0.0/16"';
}

function cidrError(problem: string, got: unknown, fix: string): EgressError {
  return EgressError.of({
    code: 'EGR0205',
    problem,
    got,
    allowed: 'an IP range such as "10.1.0.0/16" or "2001:db8::/32"',
    fix,
  });
}

/** Returns the range of one address: `192.0.2.1/32`. */
export function rangeOfOne(address: string): string {
  return `${address}/${isIPv4(address) ? 32 : 128}`;
}

/**
 * Returns the ranges that are not inside another one, each once, sorted.
 *
 * @throws EgressError for a malformed range
 */
export function withoutNestedRanges(ranges: readonly string[]): readonly string[] {
  const distinct = [...new Set(ranges.map(canonicalRange))].map((text) => ({ text, range: Cidr.parse(text) }));
  const outer = distinct.filter(({ range }) => !distinct.some((other) => other.range.strictlyContains(range)));
  return outer.map(({ text }) => text).sort();
}

/** Returns the canonical text of a valid range: `2001:db8::/32`. */
export function canonicalRange(range: string): string {
  const [address = '', prefix] = range.split('/');
  return `${canonicalAddress(address)}/${prefix}`;
}

/** Returns the numbers of an address, with zeros for an IPv6 `::`. */
export function groups(address: string, family: 'ipv4' | 'ipv6'): readonly number[] {
  if (family === 'ipv4') return address.split('.').map(Number);
  const [head = '', tail] = address.split('::');
  const parse = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const front = parse(head);
  if (tail === undefined) return front;
  const back = parse(tail);
  return [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
}

/** Returns the numbers with the bits after the prefix cleared, joined by dots. */
function networkAddress(numbers: readonly number[], prefix: number, family: 'ipv4' | 'ipv6'): string {
  const bits = family === 'ipv4' ? 8 : 16;
  return numbers
    .map((number, index) => {
      const kept = Math.min(Math.max(prefix - index * bits, 0), bits);
      return number & ((2 ** bits - 1) << (bits - kept)) & (2 ** bits - 1);
    })
    .join('.');
}

function written(network: string, family: 'ipv4' | 'ipv6'): string {
  if (family === 'ipv4') return network;
  const full = network
    .split('.')
    .map((group) => Number(group).toString(16))
    .join(':');
  return full.replace(/(^|:)0(:0)+(:|$)/, '::');
}
