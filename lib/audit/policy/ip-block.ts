import { addressRange, contains, familyOf, isWide } from '../../network/address-range';
import { allOf, assumed, certain, Claim, not } from './claim';
import { Endpoint } from './endpoint';
import { internetAssumption } from './internet-examples';

/** A range of addresses without parts of the range, as in a NetworkPolicy. */
export interface IpBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/**
 * Returns whether a block contains an end of a connection. An example of an address of the internet is in wide ranges alone.
 *
 * @param allows whether a rule with the block allows the connection: a pod without an address then counts as inside if the block can
 * contain the pod
 */
export function isInBlock({ cidr, except = [] }: IpBlock, end: Endpoint, allows: boolean): Claim {
  return allOf([isInRange(cidr, end, allows), ...except.map((range) => not(isInRange(range, end, !allows)))]);
}

function isInRange(range: string, end: Endpoint, unknownIsInside: boolean): Claim {
  const { address } = end;
  if (end.kind === 'pod')
    return address === undefined ? hasPods(range, end.namespace, unknownIsInside) : certain(contains(range, address));
  if (address === undefined) return assumed(false, internetAssumption('ipv4'));
  if (!end.isExample) return certain(contains(range, address));
  return assumed(isWide(range) && contains(range, address), internetAssumption(familyOf(address) ?? 'ipv4'));
}

/**
 * Network plugins differ in whether ranges apply to pods. Pods have no public addresses of IPv4. A range that contains every private range
 * has the addresses of all pods. The manifests do not state whether a smaller range has.
 */
function hasPods(range: string, namespace: string, unknownIsInside: boolean): Claim {
  const found = addressRange(range);
  const isPublic = found?.family === 'ipv4' && !PRIVATE.some((each) => overlap(each, range));
  if (found === undefined || isPublic) return certain(false);
  const isWhole = (each: string): boolean => containsRange(range, each);
  if (
    unknownIsInside
      ? PRIVATE.some(isWhole)
      : PRIVATE.filter((each) => addressRange(each)?.family === found.family).every(isWhole)
  )
    return assumed(true, `the network plugin applies ${range} to pods too`);
  const verb = unknownIsInside ? 'contains' : 'does not contain';
  return assumed(unknownIsInside, `${range} ${verb} the addresses of the pods of namespace ${namespace}`);
}

/** The private ranges of which clusters give addresses to pods. */
const PRIVATE = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '240.0.0.0/4',
  'fc00::/7',
];

function containsRange(outer: string, inner: string): boolean {
  return prefixOf(outer) <= prefixOf(inner) && contains(outer, inner);
}

function overlap(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a);
}

function prefixOf(range: string): number {
  return addressRange(range)?.prefix ?? Infinity;
}
