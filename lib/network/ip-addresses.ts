import { isIP } from 'node:net';
import { EgressError } from '../input/egress-error';
import { parseSet } from '../input/list';
import { assertLiteral } from '../input/token';
import { canonicalAddress } from './canonical-address';
import { EXAMPLE_FIX, unroutableReason, UnroutableReason } from './unroutable-address';

/**
 * Parses the IPv4 and IPv6 addresses of a host. Returns them in canonical form, sorted, since their order has no meaning. Ranges
 * are rejected, as by the API server (a CEL rule of the ServiceEntry's CRD: no CIDR addresses if names are resolved by DNS).
 *
 * @throws EgressError if the list is empty, and for every malformed, unroutable or repeated address
 */
export function parseAddresses(values: readonly string[] | undefined): readonly string[] {
  return parseSet(values as readonly string[], {
    what: 'addresses',
    parse: parseAddress,
    example: '["203.0.113.10"]',
    allowed:
      'the addresses that applications connect to, or virtualAddress: true of an ExternalTcpRoute: without both, the route would match every connection to its port',
  });
}

/**
 * Parses the IPv4 or IPv6 address of another machine. Returns the address in canonical form.
 *
 * @param what subject of the error: `addresses[2]`
 * @throws EgressError if the address is malformed or unroutable
 */
export function parseAddress(value: unknown, what: string): string {
  assertLiteral(what, value);
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  const [bare = '', zone] = text.split('%');
  const address = canonicalAddress(bare);
  const reason = isIP(text) === 0 ? notAnAddress(text) : (unroutableReason(address) ?? ofZone(address, zone));
  if (reason === undefined) return address;
  throw EgressError.of({
    code: 'EGR0204',
    problem: `${what} ${reason.predicate}`,
    got: value,
    allowed: 'an IP address outside the cluster, such as "203.0.113.10"',
    fix: reason.fix,
  });
}

function ofZone(address: string, zone: string | undefined): UnroutableReason | undefined {
  return zone === undefined ? undefined : { predicate: 'cannot have a zone', fix: `write "${address}"` };
}

function notAnAddress(text: string): UnroutableReason {
  const predicate = 'must be an IP address';
  const [, address = '', port] = /^\[?([0-9a-f.:]+?)\]?:(\d+)$/.exec(text) ?? [];
  if (isIP(address) !== 0) return { predicate, fix: `write "${address}", and port: ${port}` };
  if (text.includes('/'))
    return { predicate, fix: 'write the addresses of the range one by one, or use an ExternalCidrRoute' };
  if (!/^[a-z0-9.-]*[a-z][a-z0-9.-]*$/.test(text)) return { predicate, fix: EXAMPLE_FIX };
  return { predicate, fix: `write the addresses that "dig +short ${text}" prints` };
}
