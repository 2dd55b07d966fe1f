import { Host } from './host';

/**
 * Top-level domains that are not delegated in the public DNS: the special-use domains of RFC 6761, 6762, 7686, 9476 and the domain
 * that ICANN reserved for private use (https://www.iana.org/assignments/special-use-domain-names/). Names below them refer to the own
 * machine, link or network: `.local` is link-local, clouds serve `metadata.google.internal` and `instance-data.ec2.internal`, and
 * `.arpa` contains `home.arpa`. The registry's `.example` is absent: examples use it, and it resolves to nothing.
 */
const RESERVED: readonly string[] = ['alt', 'arpa', 'internal', 'invalid', 'local', 'localhost', 'onion', 'test'];

/** Returns the reserved top-level domain of a host; undefined for a host below a domain of the public DNS. */
export function reservedDomainOf(host: Host): string | undefined {
  return RESERVED.find((domain) => host.isIn(domain));
}
