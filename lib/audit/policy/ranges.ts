import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { allOf, assumed, certain, Claim, not } from './claim';
import { Endpoint } from './endpoint';

/** A range of addresses without parts of the range, as in a NetworkPolicy. */
export interface IpBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/**
 * An address of the internet that is in no range of a policy except the widest ranges. Represents the addresses of a host that the
 * manifests do not resolve.
 */
const INTERNET = '93.184.216.34';

/** An address in each /8 of unicast addresses. */
export const UNICAST_SAMPLES: readonly string[] = Array.from({ length: 223 }, (_, index) => index + 1)
  .filter((first) => first !== 127)
  .map((first) => `${first}.184.216.34`);

/** An address in each /8 of the internet. */
const SAMPLES = UNICAST_SAMPLES.filter((address) => !address.startsWith('10.'));

/** A range with a longer prefix is a part of the internet. The manifests do not state whether the addresses of a host are in the range. */
const LONGEST_PREFIX = 8;

const ON_INTERNET = `hosts outside the cluster resolve to IPv4 addresses of the internet, in no range of a policy that is smaller than /${LONGEST_PREFIX}`;

/**
 * Returns whether a block contains an end of a connection. If the end has no address, the pod or the host is assumed to be in the widest
 * ranges alone.
 */
export function isInBlock({ cidr, except = [] }: IpBlock, end: Endpoint): Claim {
  if (end.address !== undefined) {
    const { address } = end;
    return certain(contains(cidr, address) && !except.some((range) => contains(range, address)));
  }
  const inside = (range: string): Claim => (end.kind === 'pod' ? hasPods(range, end.namespace) : hasHost(range));
  return allOf([inside(cidr), ...except.map((range) => not(inside(range)))]);
}

/**
 * Returns whether a block that allows connections contains an end. If the question has no address of the host, a wide block that leaves a part of the
 * internet open contains the host: the caller chooses the host.
 */
export function opensTo(block: IpBlock, end: Endpoint): Claim {
  if (end.kind === 'pod' || end.address !== undefined) return isInBlock(block, end);
  const wide = (range: string): boolean => prefixOf(range) <= LONGEST_PREFIX;
  const excluded = (block.except ?? []).filter(wide);
  const open =
    wide(block.cidr) &&
    SAMPLES.some((address) => contains(block.cidr, address) && !excluded.some((range) => contains(range, address)));
  return assumed(open, ON_INTERNET);
}

/** Returns whether a range contains an address. Host bits of the range do not count, as in the Kubernetes API. */
export function contains(range: string, address: string): boolean {
  const { family, list } = blocks.get(range) ?? blockOf(range);
  // BlockList finds every IPv4 address in ::/0.
  return family !== undefined && family === familyOf(address) && list.check(address, family);
}

interface Block {
  readonly family: 'ipv4' | 'ipv6' | undefined;
  readonly list: BlockList;
}

const blocks = new Map<string, Block>();

/** A malformed range contains nothing: the API server accepts none. */
function blockOf(range: string): Block {
  const list = new BlockList();
  const [address = '', prefix] = range.split('/');
  const family = familyOf(address);
  const length = family === 'ipv4' ? 32 : 128;
  const bits = Number(prefix ?? length);
  if (family !== undefined && bits >= 0 && bits <= length) list.addSubnet(address, bits, family);
  const block = { family, list };
  blocks.set(range, block);
  return block;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  return isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
}

/** Network plugins differ in whether ranges apply to pods. */
function hasPods(range: string, namespace: string): Claim {
  return prefixOf(range) === 0
    ? assumed(true, 'the network plugin applies ranges of addresses to pods too')
    : assumed(false, `${range} does not contain the addresses of the pods of namespace ${namespace}`);
}

function hasHost(range: string): Claim {
  return assumed(prefixOf(range) <= LONGEST_PREFIX && contains(range, INTERNET), ON_INTERNET);
}

function prefixOf(range: string): number {
  return Number(range.split('/')[1] ?? 128);
}
