import { createHash } from 'node:crypto';

/** The first and the last range of virtual addresses: 241.0.0.0/8 and 254.0.0.0/8. */
const FIRST = 241;
const LAST = 254;

/**
 * Returns the virtual address of a host: an IPv4 address that no server has, with which sidecars answer DNS queries for the host.
 * The address follows from the name alone, so that an address never changes, and two apps write the same address for a host.
 *
 * The addresses are of the reserved range 240.0.0.0/4 (https://www.iana.org/assignments/iana-ipv4-special-registry/), which no
 * network routes: if a sidecar does not import the host, the connection fails. 240.0.0.0/8 is excluded, since istiod assigns addresses of
 * 240.240.0.0/16 (`PILOT_IP_AUTOALLOCATE_IPV4_PREFIX` in istio.io/istio `pilot/pkg/features/pilot.go`), and 255.0.0.0/8, which
 * contains the broadcast address. Of 1,000 hosts, two have the same address with a probability of 0.2 %.
 */
export function virtualAddress(host: string): string {
  const [first = 0, ...others] = createHash('sha256').update(host).digest();
  return [FIRST + (first % (LAST - FIRST + 1)), ...others.slice(0, 3)].join('.');
}
