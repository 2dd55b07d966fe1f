import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { canonicalAddress } from '../../network/canonical-address';

/** A family of addresses. */
export type Family = 'ipv4' | 'ipv6';

/** The bits of an address. */
export const BITS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

/** An address, or a range of addresses in the notation of CIDR. */
export interface AddressRange {
  readonly family: Family;
  /** Length of the prefix in bits. */
  readonly prefix: number;
  /** Returns whether an address, or the first address of a range, is in this range. Host bits of this range do not count, as in the Kubernetes API. */
  contains(address: string): boolean;
}

/** Returns the family of an address without a zone; undefined for other text. */
export function familyOf(address: string): Family | undefined {
  if (isIPv4(address)) return 'ipv4';
  return isIPv6(address) && !address.includes('%') ? 'ipv6' : undefined;
}

/**
 * Returns the range that a text names: `203.0.113.64/30`, `203.0.113.66`. For malformed text, which the API server and istiod refuse, returns
 * undefined.
 */
export function addressRange(text: string): AddressRange | undefined {
  const known = ranges.get(text) ?? readRange(text);
  if (known !== undefined) ranges.set(text, known);
  return known;
}

/** Many connections ask for the ranges of one policy. */
const ranges = new Map<string, AddressRange>();

function readRange(text: string): AddressRange | undefined {
  const [address = '', length, ...more] = text.split('/');
  const family = familyOf(address);
  if (family === undefined || more.length > 0 || !/^\d{1,3}$/.test(length ?? '0')) return undefined;
  const prefix = Number(length ?? BITS[family]);
  if (prefix > BITS[family]) return undefined;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  // BlockList finds every IPv4 address in ::/0.
  return {
    family,
    prefix,
    contains: (other) => familyOf(startOf(other)) === family && list.check(startOf(other), family),
  };
}

function startOf(range: string): string {
  return range.split('/')[0] ?? '';
}

/** The longest prefix of a range that can have the address of every host. */
export const WIDE_PREFIX = { ipv4: 8, ipv6: 16 } as const;

/** Returns whether a range is so wide that each host can have an address there. The manifests do not state whether the addresses of a host are in a smaller range. */
export function isWide(range: string): boolean {
  const found = addressRange(range);
  return found !== undefined && found.prefix <= WIDE_PREFIX[found.family];
}

/** Returns an address or a range with the address in its canonical form, and other text as it is. */
export function canonicalText(text: string): string {
  const [address = '', ...prefix] = text.split('/');
  return familyOf(address) === 'ipv6' ? [canonicalAddress(address), ...prefix].join('/') : text;
}

/** Returns whether a text is an address or a range of addresses, and no name. */
export function isAddress(text: string): boolean {
  return isIP(startOf(text)) !== 0;
}
