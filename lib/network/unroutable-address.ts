import { Cidr, groups, rangeOfOne } from './cidr';
import { CLOUD_METADATA } from './cloud-metadata';

/** The reason why an address is not the address of an external host. */
export interface UnroutableReason {
  /** Rest of the sentence after the subject: `cannot be a loopback address`. */
  readonly predicate: string;
  /** An instruction that can be typed. */
  readonly fix: string;
}

/** The fix for an address that no other address replaces. */
export const EXAMPLE_FIX = 'write the address that applications connect to, such as "203.0.113.10"';

/** Ranges without external hosts (https://www.iana.org/assignments/iana-ipv4-special-registry/, and the same of IPv6). */
const NOT_EXTERNAL: readonly (readonly [name: string, range: Cidr, fix?: string])[] = [
  ['the unspecified address or an address of the local network', Cidr.parse('0.0.0.0/8')],
  ['a loopback address', Cidr.parse('127.0.0.0/8')],
  ['a link-local address, at which clouds serve instance metadata', Cidr.parse('169.254.0.0/16')],
  ['a multicast address', Cidr.parse('224.0.0.0/4')],
  [
    'a reserved address',
    Cidr.parse('240.0.0.0/4'),
    'write virtualAddress: true in place of addresses, if sidecars answer DNS queries for the host',
  ],
  ['the unspecified address or the loopback address', Cidr.parse('::/127')],
  ['a link-local address', Cidr.parse('fe80::/10')],
  ['a multicast address', Cidr.parse('ff00::/8')],
];

/**
 * Ranges of IPv6 addresses that contain an IPv4 address, which could be one of the addresses above. `last`: the IPv4
 * address is in the last 32 bits.
 */
const OF_IPV4: readonly { readonly name: string; readonly range: Cidr; readonly last?: true }[] = [
  { name: 'an IPv4-compatible IPv6 address', range: Cidr.parse('::/96'), last: true },
  { name: 'an IPv4-translated IPv6 address', range: Cidr.parse('::ffff:0:0:0/96'), last: true },
  { name: 'a NAT64 address', range: Cidr.parse('64:ff9b::/96'), last: true },
  { name: 'a NAT64 address', range: Cidr.parse('64:ff9b:1::/48') },
  { name: 'a 6to4 address', range: Cidr.parse('2002::/16') },
  { name: 'a Teredo address', range: Cidr.parse('2001::/32') },
];

/**
 * Returns the reason why an address is not the address of an external host, or undefined.
 *
 * @param address an address in canonical form
 */
export function unroutableReason(address: string): UnroutableReason | undefined {
  // `Cidr` rejects IPv4-mapped addresses.
  if (/^::ffff:[0-9a-f]+:[0-9a-f]+$/.test(address)) return ofIpv4('an IPv4-mapped IPv6 address', address);
  const single = Cidr.parse(rangeOfOne(address));
  const special = NOT_EXTERNAL.find(([, range]) => range.strictlyContains(single));
  if (special) return { predicate: `cannot be ${special[0]}`, fix: special[2] ?? EXAMPLE_FIX };
  const form = OF_IPV4.find(({ range }) => range.strictlyContains(single));
  if (form) return ofIpv4(form.name, form.last && address);
  const metadata = CLOUD_METADATA.find((entry) => entry.address === address);
  return metadata && { predicate: `cannot be ${metadata.service}`, fix: EXAMPLE_FIX };
}

/**
 * Returns the reason why a range is not a range of external hosts, or undefined: the range contains such an address, or is part of
 * such a range.
 */
export function unroutableRangeReason(range: Cidr): UnroutableReason | undefined {
  const special = NOT_EXTERNAL.find(([, each]) => each.overlaps(range));
  if (special) return { predicate: `cannot contain ${special[0]}`, fix: EXAMPLE_RANGE_FIX };
  const form = OF_IPV4.find((each) => each.range.overlaps(range));
  if (form) return { predicate: `cannot contain ${form.name}`, fix: 'write the IPv4 range of the hosts' };
  const metadata = CLOUD_METADATA.find(({ address }) => Cidr.parse(rangeOfOne(address)).overlaps(range));
  if (metadata === undefined) return undefined;
  const { service, address } = metadata;
  return { predicate: `cannot contain ${service}`, fix: `write smaller ranges, without ${address}` };
}

const EXAMPLE_RANGE_FIX = 'write the range of the hosts, such as "203.0.113.0/28"';

/** @param address the address, if the IPv4 address is in its last 32 bits */
function ofIpv4(name: string, address: string | undefined): UnroutableReason {
  const ipv4 = address && lastFourBytes(address);
  const fix = ipv4 ? (unroutableReason(ipv4)?.fix ?? `write "${ipv4}"`) : 'write the IPv4 address of the host';
  return { predicate: `cannot be ${name}`, fix };
}

function lastFourBytes(address: string): string {
  const [high = 0, low = 0] = groups(address, 'ipv6').slice(-2);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}
