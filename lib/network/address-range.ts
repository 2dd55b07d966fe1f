import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { canonicalAddress } from './canonical-address';

/** A family of addresses. */
export type Family = 'ipv4' | 'ipv6';

/** The bits of an address. */
export const BITS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

/** An address, or a range of addresses in the notation of CIDR. */
export interface AddressRange {
  readonly family: Family;
  /** The address before the prefix in its canonical form. */
  readonly address: string;
  /** Length of the prefix in bits. */
  readonly prefix: number;
  /**
   * Returns whether an address, or the first address of a range, is in this range. Host bits of this range do not count, as in the
   * Kubernetes API.
   */
  contains(address: string): boolean;
}

/** Returns the family of an address without a zone; undefined for other text. */
export function familyOf(address: string): Family | undefined {
  if (isIPv4(address)) return 'ipv4';
  return isIPv6(address) && !address.includes('%') ? 'ipv6' : undefined;
}

/**
 * Returns the range that a text names: `203.0.113.64/30`, `203.0.113.66`. For malformed text, which the API server and istiod refuse,
 * returns undefined. An IPv4-mapped IPv6 range is a range of IPv4, as in `net.IPNet` of Go.
 */
export function addressRange(text: string): AddressRange | undefined {
  const known = ranges.get(text) ?? readRange(text);
  if (known !== undefined) ranges.set(text, known);
  return known;
}

/** Many connections ask for the ranges of one policy. */
const ranges = new Map<string, AddressRange>();

function readRange(text: string): AddressRange | undefined {
  const [start = '', length, ...more] = withoutZeros(text).split('/');
  const written = familyOf(start);
  if (written === undefined || more.length > 0 || !/^\d{1,3}$/.test(length ?? '0')) return undefined;
  const bits = Number(length ?? BITS[written]);
  if (bits > BITS[written]) return undefined;
  const { family, address, prefix } = unmapped({ family: written, address: canonicalAddress(start), prefix: bits });
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  // BlockList finds every IPv4 address in ::/0.
  const contains = (other: string): boolean => {
    const found = addressRange(other);
    return found?.family === family && list.check(found.address, family);
  };
  return { family, address, prefix, contains };
}

/**
 * Returns an address of IPv4, or a range, without zeros in front of its numbers, and other text as it is. API servers before Kubernetes 1.36
 * accept such zeros, and read the numbers as decimal (IsValidCIDRForLegacyField in k8s.io/apimachinery).
 */
export function withoutZeros(text: string): string {
  return /^[\d.]+(\/|$)/.test(text) ? text.replace(/(^|\.)0+(?=\d)/g, '$1') : text;
}

type Written = Pick<AddressRange, 'family' | 'address' | 'prefix'>;

/** Linux sends packets of IPv4 to an IPv4-mapped address. */
function unmapped(range: Written): Written {
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(range.address) ?? [];
  if (high === undefined || low === undefined || range.prefix < 96) return range;
  const bytes = [high, low].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
  return { family: 'ipv4', address: bytes.join('.'), prefix: range.prefix - 96 };
}

/** Returns whether a range contains an address, or the first address of a range. A malformed range contains nothing: the API server accepts none. */
export function contains(range: string, address: string): boolean {
  return addressRange(range)?.contains(address) === true;
}

/** The longest prefix of a range that can have the address of every host. */
export const WIDE_PREFIX = { ipv4: 8, ipv6: 16 } as const;

/**
 * Returns whether a range is so wide that each host can have an address there. The manifests do not state whether the addresses of a host
 * are in a smaller range.
 */
export function isWide(range: string): boolean {
  const found = addressRange(range);
  return found !== undefined && found.prefix <= WIDE_PREFIX[found.family];
}

/** Returns an address or a range with the address in its canonical form, and other text as it is. */
export function canonicalText(text: string): string {
  const found = addressRange(text);
  if (found === undefined) return text;
  return text.includes('/') ? `${found.address}/${found.prefix}` : found.address;
}

/** Returns whether a text is an address or a range of addresses, and no name. */
export function isAddress(text: string): boolean {
  return addressRange(text) !== undefined;
}
