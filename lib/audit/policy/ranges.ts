import { addressRange, Family, familyOf, isWide, WIDE_PREFIX } from '../../network/address-range';
import { allOf, assumed, certain, Claim, not } from './claim';
import { Endpoint, Protocol } from './endpoint';

/** A range of addresses without parts of the range, as in a NetworkPolicy. */
export interface IpBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/** The ports that a rule for egress opens. */
export interface OpenedPort {
  readonly protocol: Protocol;
  /** The first or the last port; undefined for every port. */
  readonly port: number | undefined;
}

/** The blocks of addresses and the ports of a rule that allows connections. */
export interface OpeningRule {
  readonly blocks: readonly IpBlock[];
  readonly ports: readonly OpenedPort[];
}

/** Returns both ends of ports that a rule opens. */
export function endsOfPorts(protocol: Protocol, first?: number, last = first): OpenedPort[] {
  return [...new Set([first, last])].map((port) => ({ protocol, port }));
}

/** The internet of a family of addresses. The first `bits` of an address are its part of the internet. */
interface Internet {
  readonly bits: number;
  readonly partOf: (address: string) => number;
  readonly addressIn: (part: number) => string;
  readonly isInternet: (part: number) => boolean;
  /** A part that is in no range of most policies except the widest ranges. */
  readonly usual: number;
  readonly assumption: string;
}

/** `2001::/16` and `2002::/16` also have networks for examples and for transition from IPv4. */
const FAMILIES: Readonly<Record<Family, Internet>> = {
  ipv4: {
    bits: WIDE_PREFIX.ipv4,
    partOf: (address) => Number(address.split('.')[0]),
    addressIn: (part) => `${part}.184.216.34`,
    isInternet: (part) => part > 0 && part < 224 && part !== 10 && part !== 127,
    usual: 93,
    assumption: assumptionOf('IPv4', WIDE_PREFIX.ipv4),
  },
  ipv6: {
    bits: WIDE_PREFIX.ipv6,
    partOf: (address) => Number.parseInt(address.split(':')[0] || '0', 16),
    addressIn: (part) => `${part.toString(16)}:2800:220:1:248:1893:25c8:1946`,
    isInternet: (part) => part >= 0x2003 && part < 0x4000,
    usual: 0x2606,
    assumption: assumptionOf('IPv6', WIDE_PREFIX.ipv6),
  },
};

function assumptionOf(name: string, bits: number): string {
  return `hosts outside the cluster resolve to ${name} addresses of the internet, in no range of a policy that is smaller than /${bits}`;
}

/** An address in each /8 of unicast addresses of IPv4. */
export const UNICAST_SAMPLES: readonly string[] = Array.from({ length: 223 }, (_, index) => index + 1)
  .filter((part) => part !== 127)
  .map(FAMILIES.ipv4.addressIn);

/**
 * Returns addresses of the internet, one for each part that ranges distinguish. The addresses represent those of a host that the manifests do not
 * resolve: the caller chooses the host.
 *
 * @param ranges the ranges of policies
 */
export function internetAddresses(ranges: readonly string[]): string[] {
  return (['ipv4', 'ipv6'] as const).flatMap((name) => {
    const { bits, partOf, addressIn, isInternet, usual } = FAMILIES[name];
    const edges = ranges
      .filter(isWide)
      .flatMap((range) => addressRange(range) ?? [])
      .filter(({ family }) => family === name)
      .flatMap(({ address, prefix }) => {
        const size = 2 ** (bits - prefix);
        const start = Math.floor(partOf(address) / size) * size;
        return [start, start + size];
      });
    const last = 2 ** bits;
    const starts = [...new Set([0, ...edges])].filter((edge) => edge < last).sort((a, b) => a - b);
    const parts = starts.flatMap((start, index) => {
      const end = starts[index + 1] ?? last;
      if (usual >= start && usual < end) return [usual];
      for (let part = start; part < end; part++) if (isInternet(part)) return [part];
      return [];
    });
    return parts.sort((a, b) => Number(b === usual) - Number(a === usual)).map(addressIn);
  });
}

/**
 * Returns whether a block contains an end of a connection. An example of an address of the internet is in wide ranges alone.
 *
 * @param allows whether a rule with the block allows the connection: a pod without an address then counts as inside if the block can contain the pod
 */
export function isInBlock({ cidr, except = [] }: IpBlock, end: Endpoint, allows: boolean): Claim {
  return allOf([isInRange(cidr, end, allows), ...except.map((range) => not(isInRange(range, end, !allows)))]);
}

function isInRange(range: string, end: Endpoint, unknownIsInside: boolean): Claim {
  const { address } = end;
  if (end.kind === 'pod')
    return address === undefined ? hasPods(range, end.namespace, unknownIsInside) : certain(contains(range, address));
  if (address === undefined) return assumed(false, FAMILIES.ipv4.assumption);
  if (!end.isExample) return certain(contains(range, address));
  const { assumption } = FAMILIES[familyOf(address) ?? 'ipv4'];
  return assumed(isWide(range) && contains(range, address), assumption);
}

/** Returns whether a range contains an address, or the first address of a range. A malformed range contains nothing: the API server accepts none. */
export function contains(range: string, address: string): boolean {
  return addressRange(range)?.contains(address) === true;
}

/**
 * Network plugins differ in whether ranges apply to pods. Pods have no public addresses of IPv4. A range that contains a whole
 * private range is assumed to have the addresses of pods. The manifests do not state whether a smaller range has.
 */
function hasPods(range: string, namespace: string, unknownIsInside: boolean): Claim {
  const found = addressRange(range);
  const isPublic = found?.family === 'ipv4' && !PRIVATE.some((each) => overlap(each, range));
  if (found === undefined || isPublic) return certain(false);
  if (PRIVATE.some((each) => containsRange(range, each)))
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
