/**
 * The ports of ServiceEntries by address. A port that carries neither HTTP nor TLS has a listener for each
 * address, and one for ranges and for hosts without an address (core/listener.go buildSidecarOutboundListener). On a port with HTTP,
 * addresses are domains of the virtual host (core/httproute.go generateVirtualHostDomains). Addresses are in their canonical form.
 */
import { Mesh } from '../model/mesh';
import { getOrAdd } from '../../input/get-or-add';
import { perMesh } from '../model/per-mesh';
import { AddressRange, addressRange, canonicalText, isWide } from '../../network/address-range';
import { portKinds } from './port-kinds';

/** The hosts of a port. */
export interface PortAddresses {
  /** Hosts with neither HTTP nor TLS, by address. */
  readonly tcp: ReadonlyMap<string, readonly string[]>;
  /** Hosts with neither HTTP nor TLS by range, the longest prefix first. */
  readonly ranges: readonly (AddressRange & { readonly host: string; readonly text: string })[];
  /** Hosts with neither HTTP nor TLS that have no address. */
  readonly anywhere: readonly string[];
  /** Hosts with HTTP, by address. */
  readonly http: ReadonlyMap<string, readonly string[]>;
  /** Hosts with TLS, by address. */
  readonly tls: ReadonlyMap<string, readonly string[]>;
}

class Building implements PortAddresses {
  readonly tcp = new Map<string, string[]>();
  readonly ranges: (AddressRange & { readonly host: string; readonly text: string })[] = [];
  readonly anywhere: string[] = [];
  readonly http = new Map<string, string[]>();
  readonly tls = new Map<string, string[]>();

  addTcp(host: string, addresses: readonly string[]): void {
    if (addresses.length === 0) this.anywhere.push(host);
    for (const text of addresses) {
      const range = text.includes('/') ? addressRange(text) : undefined;
      if (range !== undefined) this.ranges.push({ ...range, host, text });
      else getOrAdd(this.tcp, text, () => []).push(host);
    }
  }

  add(kind: 'http' | 'tls', host: string, addresses: readonly string[]): void {
    for (const text of addresses) getOrAdd(this[kind], text.replace(/\/(32|128)$/, ''), () => []).push(host);
  }
}

const NONE = new Building();

/** Returns the hosts of a port by address. Whether a client sees the hosts is not asked. */
export function addressesAt(mesh: Mesh, port: number): PortAddresses {
  return indexOf(mesh).get(port) ?? NONE;
}

/** Returns the ports at which a host with neither HTTP nor TLS receives the connections to every address. */
export function portsOfEveryAddress(mesh: Mesh): readonly number[] {
  return [...indexOf(mesh)].flatMap(([port, { anywhere, ranges }]) =>
    anywhere.length > 0 || ranges.some(({ text }) => isWide(text)) ? [port] : [],
  );
}

const indexOf = perMesh(({ serviceEntries }): ReadonlyMap<number, PortAddresses> => {
  const byPort = new Map<number, Building>();
  for (const { spec } of serviceEntries) {
    for (const { number, protocol } of spec.ports ?? []) {
      const building = getOrAdd(byPort, number, () => new Building());
      const addresses = (spec.addresses ?? []).map(canonicalText);
      // Hosts of one age are in the order of their names.
      for (const host of [...new Set(spec.hosts)].sort()) {
        for (const kind of portKinds(protocol)) {
          if (kind === 'other') building.addTcp(host, addresses);
          else building.add(kind, host, addresses);
        }
      }
    }
  }
  for (const { ranges } of byPort.values()) ranges.sort((a, b) => b.prefix - a.prefix);
  return byPort;
});
