import { Cidr, rangeOfOne } from './cidr';
import { CLOUD_METADATA } from './cloud-metadata';

/** Why an address is none of a host outside, and what to do about it. */
export interface RefusedAddress {
  readonly problem: string;
  readonly fix: string;
}

/** Addresses of nothing outside: of the pod itself, of the link (where clouds keep their metadata), of many at once, of nobody. */
const NOT_OUTSIDE: readonly Cidr[] = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '::/127',
  'fe80::/10',
  'ff00::/8',
].map((range) => Cidr.parse(range));

/** Forms in which an IPv6 address says an IPv4 one, which may be any of those that are closed. */
const OF_IPV4: readonly (readonly [form: string, range: Cidr])[] = [
  ['ipv4-compatible', Cidr.parse('::/96')],
  ['ipv4-translated', Cidr.parse('::ffff:0:0:0/96')],
  ['nat64', Cidr.parse('64:ff9b::/96')],
  ['nat64', Cidr.parse('64:ff9b:1::/48')],
  ['6to4', Cidr.parse('2002::/16')],
  ['teredo', Cidr.parse('2001::/32')],
];

/** What is said of an address in the one spelling that it has; nothing of one that a host outside may have. */
export function refusedAddress(address: string): RefusedAddress | undefined {
  // `Cidr` knows no such address.
  if (/^::ffff:[0-9a-f]+:[0-9a-f]+$/.test(address)) return hidingIpv4('ipv4-mapped');
  const single = Cidr.parse(rangeOfOne(address));
  if (NOT_OUTSIDE.some((range) => range.strictlyContains(single))) return elsewhere('of nothing outside');
  const form = OF_IPV4.find(([, range]) => range.strictlyContains(single));
  if (form) return hidingIpv4(form[0]);
  const metadata = CLOUD_METADATA.find((known) => known.address === address);
  return (
    metadata && elsewhere(`where ${metadata.cloud} tells its machines what is only for them, credentials among it`)
  );
}

function hidingIpv4(form: string): RefusedAddress {
  return { problem: `address has an ipv4 address in it (${form})`, fix: 'write the ipv4 address' };
}

function elsewhere(what: string): RefusedAddress {
  return { problem: `address is ${what}`, fix: 'write the address that the host has for applications' };
}
