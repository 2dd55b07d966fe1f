/**
 * The addresses to which a gateway connects for a host. The lockdown of the gateway opens exactly these addresses, and the check of its
 * `internalCidrs` rejects exactly these addresses.
 */
import { rangeOfOne } from '../network/cidr';
import { throughGateway } from './external-host';
import { HostClaim } from './host-claim';
import { byDns, isName } from './resolution';

/** Ranges of addresses that a route or a gateway states, and the port on which the gateway connects to them. */
export interface Destination {
  /** Not empty; an address is a range of one. */
  readonly cidrs: readonly string[];
  readonly port: number;
}

/** Returns whether the gateway resolves a name to connect to a host without a proxy. */
export function resolvesName({ resolution }: Pick<HostClaim, 'resolution'>): boolean {
  return resolution === undefined || resolution.kind === 'DYNAMIC_DNS' || resolution.endpoints.some(isName);
}

/** Returns whether the gateway resolves the name of the host itself. */
function resolvesOwnName({ host, resolution = byDns(host) }: Pick<HostClaim, 'host' | 'resolution'>): boolean {
  return resolution.endpoints.some(({ address }) => address === `${host.name}.`);
}

/**
 * Returns the stated addresses to which the gateway connects: for a host through a proxy, the address of the proxy; otherwise endpoints
 * and ranges. The addresses that applications dial are among them if the gateway resolves the name of the host, which may have these
 * addresses. No server has a virtual address.
 */
export function destinationsOf(
  external: Pick<HostClaim, 'host' | 'ports' | 'resolution' | 'upstreamProxy'>,
): readonly Destination[] {
  const { ports, resolution, upstreamProxy } = external;
  if (upstreamProxy !== undefined) {
    const { host, port, isAddress } = upstreamProxy;
    return isAddress ? [{ cidrs: [rangeOfOne(host)], port }] : [];
  }
  const endpoints = (resolution?.endpoints ?? []).filter((each) => !isName(each)).map(({ address }) => address);
  return throughGateway(ports).flatMap(({ number, origination, addresses = [], isVirtual, cidrs: stated = [] }) => {
    const dialled = isVirtual || !resolvesOwnName(external) ? [] : addresses;
    const cidrs = [...new Set([...dialled, ...endpoints])].map(rangeOfOne).concat(stated);
    return cidrs.length === 0 ? [] : [{ cidrs, port: origination?.port ?? number }];
  });
}
