import { BlockList, isIP } from 'node:net';
import { canonicalAddress } from './canonical-address';
import { rangeOfOne, withoutNestedRanges } from './cidr';
import { CLOUD_METADATA } from './cloud-metadata';

/**
 * IPv4 ranges that are not part of the internet: this host, private networks, carrier-grade NAT (also pods of some clouds), loopback,
 * link-local (also cloud metadata), protocol assignments, benchmarking, multicast, reserved
 * (https://www.iana.org/assignments/iana-ipv4-special-registry/). The ranges for documentation are unassigned too, and stay open.
 */
const NOT_INTERNET_IPV4: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/**
 * IPv6 ranges that are not part of the internet, and prefixes of addresses that embed other addresses: `::/64` has the loopback
 * address, and the IPv4-compatible, IPv4-mapped (`::ffff:0:0/96`) and IPv4-translated addresses
 * (https://www.iana.org/assignments/iana-ipv6-special-registry/).
 */
const NOT_INTERNET_IPV6: readonly string[] = [
  '::/64',
  '2001::/32',
  '2002::/16',
  '64:ff9b:1::/48',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/** A range, without smaller ranges inside the range. */
export interface RangeWithExceptions {
  readonly cidr: string;
  readonly except: readonly string[];
}

/**
 * Returns the addresses of the internet, IPv4 and IPv6. Excluded IPv4 ranges are also excluded behind the NAT64 prefix of IPv6.
 *
 * @param inside further ranges to exclude: of the cluster, or internal with public addresses
 */
export function internetBlocks(inside: readonly string[] = []): readonly RangeWithExceptions[] {
  const further = [...CLOUD_METADATA.map(({ address }) => rangeOfOne(address)), ...inside];
  const ipv4 = withoutNestedRanges([...NOT_INTERNET_IPV4, ...further.filter((range) => !isIpv6(range))]);
  const ipv6 = withoutNestedRanges([...NOT_INTERNET_IPV6, ...ipv4.map(behindNat64), ...further.filter(isIpv6)]);
  return [
    { cidr: '0.0.0.0/0', except: ipv4 },
    { cidr: '::/0', except: ipv6 },
  ];
}

/** Returns whether an address is part of the internet. */
export function isInternet(address: string): boolean {
  const family = isIpv6(address) ? 'ipv6' : 'ipv4';
  return isIP(address) !== 0 && !NOT_INTERNET[family].check(address, family);
}

function isIpv6(text: string): boolean {
  return text.includes(':');
}

/** Returns the NAT64 range of an IPv4 range: `64:ff9b::a00:0/104` for `10.0.0.0/8` (https://www.rfc-editor.org/rfc/rfc6052). */
function behindNat64(cidr: string): string {
  const [address, prefix] = cidr.split('/');
  return `${canonicalAddress(`64:ff9b::${address}`)}/${96 + Number(prefix)}`;
}

/** The ranges that are no part of the internet. */
export const OUTSIDE_INTERNET: readonly string[] = internetBlocks().flatMap(({ except }) => except);

/** A list for each family: in one list, `::/64` would have every IPv4 address. */
const NOT_INTERNET = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const range of OUTSIDE_INTERNET) {
  const [address = '', prefix] = range.split('/');
  const family = isIpv6(address) ? 'ipv6' : 'ipv4';
  NOT_INTERNET[family].addSubnet(address, Number(prefix), family);
}
