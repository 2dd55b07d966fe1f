import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { InputError } from '../input/input-error';

/**
 * An IP range, IPv4 or IPv6, without host bits: `10.1.0.0/16`. The API server takes `10.1.2.3/16` in a NetworkPolicy and
 * network plugins then differ on what it means; this does not take it.
 */
export class Cidr {
  private constructor(
    private readonly address: string,
    /** Length of the prefix in bits. */
    public readonly prefix: number,
    /** `ipv4` or `ipv6`. */
    public readonly family: 'ipv4' | 'ipv6',
  ) {}

  /**
   * Reads a range as a user wrote it.
   *
   * @throws InputError for a bare address, a bad prefix, host bits, or an IPv4 address inside an IPv6 one
   */
  public static parse(value: unknown): Cidr {
    const match = typeof value === 'string' ? /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(value) : null;
    const address = match?.[1] ?? '';
    const family = familyOf(address);
    const prefix = Number(match?.[2]);
    if (family === undefined || prefix > (family === 'ipv4' ? 32 : 128) || String(prefix) !== match?.[2]) {
      const single = typeof value === 'string' && (isIPv4(value) || isIPv6(value));
      throw cidrError('cidr is malformed', value, single ? `write "${rangeOfOne(value)}"` : 'write address/prefix');
    }
    const network = networkAddress(groups(address, family), prefix, family);
    if (network !== groups(address, family).join('.')) {
      throw cidrError('cidr has bits set behind its prefix', value, `write "${written(network, family)}/${prefix}"`);
    }
    return new Cidr(address, prefix, family);
  }

  /** Whether every address of `other` is in this range, and `other` is smaller. */
  public strictlyContains(other: Cidr): boolean {
    if (other.family !== this.family || other.prefix <= this.prefix) return false;
    const range = new BlockList();
    range.addSubnet(this.address, this.prefix, this.family);
    return range.check(other.address, this.family);
  }

  /** The range as it was written. */
  public toString(): string {
    return `${this.address}/${this.prefix}`;
  }
}

/** The family of an address; none of text that is no address, and of an IPv4 address in the clothes of an IPv6 one. */
function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (isIPv4(address)) return 'ipv4';
  if (!isIPv6(address) || address.includes('.')) return undefined;
  const [sixth, ...others] = groups(address, 'ipv6').slice(0, 6).reverse();
  return sixth === 0xffff && others.every((group) => group === 0) ? undefined : 'ipv6';
}

function cidrError(problem: string, got: unknown, fix: string): InputError {
  return new InputError({ problem, got, allowed: 'an ip range such as "10.1.0.0/16" or "2001:db8::/32"', fix });
}

/** The range of one address, as text. */
export function rangeOfOne(address: string): string {
  return `${address}/${isIPv4(address) ? 32 : 128}`;
}

/** The numbers between the separators, an IPv6 `::` filled up with zeros. */
function groups(address: string, family: 'ipv4' | 'ipv6'): readonly number[] {
  if (family === 'ipv4') return address.split('.').map(Number);
  const [head = '', tail] = address.split('::');
  const parse = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const front = parse(head);
  if (tail === undefined) return front;
  const back = parse(tail);
  return [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
}

/** The same numbers with everything behind the prefix cleared, joined by dots. */
function networkAddress(numbers: readonly number[], prefix: number, family: 'ipv4' | 'ipv6'): string {
  const bits = family === 'ipv4' ? 8 : 16;
  return numbers
    .map((number, index) => {
      const kept = Math.min(Math.max(prefix - index * bits, 0), bits);
      return number & ((2 ** bits - 1) << (bits - kept)) & (2 ** bits - 1);
    })
    .join('.');
}

function written(network: string, family: 'ipv4' | 'ipv6'): string {
  if (family === 'ipv4') return network;
  const full = network
    .split('.')
    .map((group) => Number(group).toString(16))
    .join(':');
  return full.replace(/(^|:)0(:0)+(:|$)/, '::');
}
