/**
 * The ports of ServiceEntries that carry neither HTTP nor TLS, by the listener that sidecars have for them
 * (core/listener.go buildSidecarOutboundListener): one for each address, and one for ranges and for hosts without an address.
 */
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { AddressRange, addressRange } from './address-range';
import { portKind } from './registry';

/** The listeners of a port. */
export interface TcpListeners {
  /** Hosts by address. */
  readonly byAddress: ReadonlyMap<string, readonly string[]>;
  /** Hosts by range, the longest prefix first. */
  readonly ranges: readonly (AddressRange & { readonly host: string; readonly text: string })[];
  /** Hosts without an address. */
  readonly anywhere: readonly string[];
}

interface Building extends TcpListeners {
  readonly byAddress: Map<string, string[]>;
  readonly ranges: (AddressRange & { readonly host: string; readonly text: string })[];
  readonly anywhere: string[];
}

const NONE: TcpListeners = { byAddress: new Map(), ranges: [], anywhere: [] };

/** Returns the listeners of a port of the sidecars. Whether a client sees the hosts is not asked. */
export function tcpListenersAt(mesh: Mesh, port: number): TcpListeners {
  return listenersOf(mesh).get(port) ?? NONE;
}

const listenersOf = perMesh(({ serviceEntries }): ReadonlyMap<number, TcpListeners> => {
  const byPort = new Map<number, Building>();
  for (const { spec } of serviceEntries) {
    for (const { number, protocol = '' } of spec.ports ?? []) {
      if (portKind(protocol) !== 'other') continue;
      const listeners = byPort.get(number) ?? { byAddress: new Map<string, string[]>(), ranges: [], anywhere: [] };
      byPort.set(number, listeners);
      for (const host of new Set(spec.hosts)) addHost(listeners, host, spec.addresses ?? []);
    }
  }
  for (const { ranges } of byPort.values()) ranges.sort((a, b) => b.prefix - a.prefix);
  return byPort;
});

function addHost({ byAddress, ranges, anywhere }: Building, host: string, addresses: readonly string[]): void {
  if (addresses.length === 0) anywhere.push(host);
  for (const text of addresses) {
    const range = text.includes('/') ? addressRange(text) : undefined;
    if (range !== undefined) ranges.push({ ...range, host, text });
    else byAddress.set(text, [...(byAddress.get(text) ?? []), host]);
  }
}
