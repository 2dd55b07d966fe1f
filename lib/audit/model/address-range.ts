import { BlockList, isIP, isIPv6 } from 'node:net';
import { canonicalAddress } from '../../network/canonical-address';

/** An address, or a range of addresses, as a ServiceEntry has it. */
export interface AddressRange {
  /** Length of the prefix in bits. */
  readonly prefix: number;
  /** Returns whether an address, or the first address of a range, is in this range. */
  contains(address: string): boolean;
}

/** Returns the range that a text names: `203.0.113.64/30`, `203.0.113.66`. Returns undefined for other text. */
export function addressRange(text: string): AddressRange | undefined {
  const [address = '', length] = text.split('/');
  const version = isIP(address);
  if (version === 0) return undefined;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const prefix = length === undefined ? (version === 4 ? 32 : 128) : Number(length);
  if (!Number.isInteger(prefix) || prefix > (version === 4 ? 32 : 128)) return undefined;
  const range = new BlockList();
  range.addSubnet(address, prefix, family);
  return {
    prefix,
    contains: (other) => {
      const [start = ''] = other.split('/');
      return isIP(start) === version && range.check(start, family);
    },
  };
}

/** The longest prefix of a range that can have the address of every host. */
export const WIDE_PREFIX = { ipv4: 8, ipv6: 16 } as const;

/** Returns whether a range is so wide that each host can have an address there. The manifests do not state whether the addresses of a host are in a smaller range. */
export function isWide(range: string): boolean {
  const [address = '', prefix] = range.split('/');
  const version = isIP(address);
  return version !== 0 && prefix !== undefined && Number(prefix) <= WIDE_PREFIX[version === 4 ? 'ipv4' : 'ipv6'];
}

/** Returns an address or a range with the address in its canonical form, and other text as it is. */
export function canonicalText(text: string): string {
  const [address = '', ...prefix] = text.split('/');
  return isIPv6(address) && !address.includes('%') ? [canonicalAddress(address), ...prefix].join('/') : text;
}

/** Returns whether a text is an address or a range of addresses, and no name. */
export function isAddress(text: string): boolean {
  return isIP(text.split('/')[0] ?? '') !== 0;
}
