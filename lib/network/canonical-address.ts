import { isIPv6 } from 'node:net';

/**
 * The one spelling of an address (https://www.rfc-editor.org/rfc/rfc5952): an IPv6 address may be written in many ways, and as text
 * each is another.
 *
 * @param address a sound one, IPv4 or IPv6, without a zone
 */
export function canonicalAddress(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
