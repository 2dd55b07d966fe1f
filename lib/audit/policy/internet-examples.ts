import { addressRange, Family, isWide, WIDE_PREFIX } from '../../network/address-range';

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
const INTERNET: Readonly<Record<Family, Internet>> = {
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
  .map(INTERNET.ipv4.addressIn);

/**
 * Returns addresses of the internet, one for each part that ranges distinguish. The addresses represent those of a host that the manifests
 * do not resolve: the caller chooses the host.
 *
 * @param ranges the ranges of policies
 */
export function internetAddresses(ranges: readonly string[]): string[] {
  return (['ipv4', 'ipv6'] as const).flatMap((name) => {
    const { bits, partOf, addressIn, isInternet, usual } = INTERNET[name];
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

/** Returns the assumption about a host whose address is unknown. */
export function internetAssumption(family: Family): string {
  return INTERNET[family].assumption;
}
