import { isIPv6 } from 'node:net';
import { canonicalAddress } from './canonical-address';
import { unroutableReason } from './unroutable-address';

/**
 * Returns the first address inside a DNS name that is not the address of an external host: `169.254.169.254` of
 * `169.254.169.254.nip.io`. Public DNS services, also under domains of their users, answer such a name with the address.
 *
 * The forms are those that nip.io and sslip.io document: four decimal numbers between dots or hyphens, eight hexadecimal digits at
 * the end of a label, and an IPv6 address with hyphens in place of colons.
 *
 * @param name a DNS name in lower case
 */
export function unroutableAddressIn(name: string): string | undefined {
  return [...decimal(name), ...name.split('.').flatMap(inLabel)].find(
    (address) => isConnectable(address) && unroutableReason(address) !== undefined,
  );
}

function decimal(name: string): readonly string[] {
  const parts = name.split(/[.-]/).map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  return parts.flatMap((_, index) => {
    const numbers = parts.slice(index, index + 4);
    return numbers.length === 4 && numbers.every((number) => number < 256) ? [numbers.join('.')] : [];
  });
}

function inLabel(label: string): readonly string[] {
  const [digits] = /[0-9a-f]{8}$/.exec(label) ?? [];
  const ipv6 = label.replaceAll('-', ':');
  return [
    ...(digits === undefined ? [] : [(digits.match(/../g) ?? []).map((byte) => parseInt(byte, 16)).join('.')]),
    ...(isIPv6(ipv6) ? [canonicalAddress(ipv6)] : []),
  ];
}

/**
 * Returns whether a TCP connection to an address can succeed. Version numbers (`0-9-1-2`) and hashes are full of the addresses that
 * no connection reaches: multicast and reserved ones, and 0.0.0.0/8 except 0.0.0.0 itself, which is the local host.
 */
function isConnectable(address: string): boolean {
  const first = address.includes(':') ? 1 : Number(address.split('.')[0]);
  return address === '0.0.0.0' || (first > 0 && first < 224);
}
