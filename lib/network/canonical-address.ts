import { isIPv6 } from 'node:net';

/**
 * Returns the canonical text of an address (https://www.rfc-editor.org/rfc/rfc5952). An IPv6 address has many text forms.
 *
 * @param address a valid IPv4 or IPv6 address without a zone
 */
export function canonicalAddress(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
