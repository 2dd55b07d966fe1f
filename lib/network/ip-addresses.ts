import { isIP } from 'node:net';
import { canonicalAddress } from './canonical-address';
import { InputError } from '../input/input-error';
import { refusedAddress } from './unroutable-address';
import { refuseToken } from '../input/token';

/**
 * Reads the addresses of a host: at least one, IPv4 or IPv6, each once and in the one spelling that it has; sorted, since their
 * order means nothing. A range is refused as the API server would (a CEL rule of the ServiceEntry's CRD: no CIDR addresses where names
 * are resolved by DNS).
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
  if (text.includes('%'))
    return refuse('address has a zone', 'write the address without %, if the host has it everywhere');
  const address = canonicalAddress(text);
  const refused = refusedAddress(address);
  return refused ? refuse(refused.problem, refused.fix) : address;
}
