import { BlockList, isIP, isIPv4 } from 'node:net';
import { InputError } from './input-error';
import { refuseToken } from './token';

/** Addresses of nothing outside: of the pod itself, of the link (where clouds keep their metadata), of many at once, of nobody. */
const NOT_OUTSIDE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  NOT_OUTSIDE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  NOT_OUTSIDE.addSubnet(network, prefix, 'ipv6');
}

/**
 * Reads the addresses of a host: at least one, IPv4 or IPv6, each once; sorted, since their order means nothing. A range is
 * refused as the API server would (a CEL rule of the ServiceEntry's CRD: no CIDR addresses where names are resolved by DNS).
 *
 * @throws InputError
 */
export function parseAddresses(values: readonly string[]): readonly string[] {
  refuseToken('addresses', values);
  if (!Array.isArray(values) || values.length === 0) {
    throw new InputError({
      problem: Array.isArray(values) ? 'addresses is empty' : 'addresses is not a list',
      got: values,
      allowed:
        'the addresses that applications dial: without any, all connections to the port would be taken for this host',
      fix: 'write addresses: ["203.0.113.10"], as the name resolves for applications',
    });
  }
  const addresses = (values as readonly string[]).map(parseAddress);
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice === undefined) return [...addresses].sort();
  throw new InputError({
    problem: `address ${twice} stands in addresses twice`,
    got: values,
    allowed: 'each address once',
    fix: 'remove one of the two',
  });
}

function parseAddress(value: string): string {
  refuseToken('address', value);
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  const refuse = (problem: string, fix: string): never => {
    throw new InputError({
      problem,
      got: value,
      allowed: 'an ip address outside the cluster, such as "203.0.113.10"',
      fix,
    });
  };
  if (isIP(text) === 0) {
    return refuse(
      'address is not an ip address',
      text.includes('/') ? 'write the single addresses: istio takes no range here' : 'write what the name resolves to',
    );
  }
  // An IPv4 address in the clothes of an IPv6 one.
  if (text.startsWith('::ffff:')) return refuse('address is an ipv4-mapped one', 'write the ipv4 address');
  if (NOT_OUTSIDE.check(text, isIPv4(text) ? 'ipv4' : 'ipv6')) {
    return refuse('address is of nothing outside', 'write the address that the host has for applications');
  }
  return text;
}
