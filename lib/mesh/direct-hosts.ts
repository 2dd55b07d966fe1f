import { Host } from '../host/host';
import { addTo } from '../input/group-by';
import { DirectProtocol } from './direct-protocol';

/** A ServiceEntry of a host that the mesh reaches without a gateway. */
export interface DirectEntry {
  readonly host: Host;
  /** Name of the ServiceEntry. */
  readonly name: string;
}

/** A construct that declares hosts which stay direct. */
export interface DirectHostRecord {
  readonly owner: string;
  readonly entries: readonly DirectEntry[];
  /** The namespace of the ServiceEntries. */
  readonly namespace: string;
  /** The client namespaces, sorted. */
  readonly namespaces: readonly string[];
  /** Sorted. */
  readonly ports: readonly number[];
  readonly protocol: DirectProtocol;
  /** The ranges that lockdowns of the client namespaces open; empty for none. */
  readonly cidrs: readonly string[];
  readonly because: string;
}

/** Each list of records is indexed once, for the Sidecars and lockdowns of all namespaces. */
const indexes = new WeakMap<readonly DirectHostRecord[], ReadonlyMap<string, readonly DirectHostRecord[]>>();

/** Returns the direct hosts of a client namespace. */
export function directHostsOf(namespace: string, records: readonly DirectHostRecord[]): readonly DirectHostRecord[] {
  const index = indexes.get(records) ?? indexOf(records);
  indexes.set(records, index);
  return index.get(namespace) ?? [];
}

/** Returns the direct hosts that the sidecars of a namespace import from other namespaces, as `namespace/host`. */
export function directImportsOf(namespace: string, records: readonly DirectHostRecord[]): readonly string[] {
  return directHostsOf(namespace, records)
    .filter((record) => record.namespace !== namespace)
    .flatMap((record) => record.entries.map(({ host }) => `${record.namespace}/${host.name}`));
}

/**
 * Returns whether sidecars identify hosts by ranges: of TCP, which carries no name, and of wildcards, whose names no sidecar resolves.
 * Otherwise a caller could state a name of the wildcard at any address. A full name beside a wildcard is identified in the same way: Envoy
 * chooses a filter chain by the range first, and then by the SNI.
 */
export function areMatchedByCidrs(protocol: DirectProtocol, hosts: readonly Host[]): boolean {
  return protocol === DirectProtocol.TCP || hosts.some(({ isWildcard }) => isWildcard);
}

/** Returns whether sidecars identify the hosts of a record by ranges ({@link areMatchedByCidrs}). */
export function isMatchedByCidrs({ protocol, entries }: Pick<DirectHostRecord, 'protocol' | 'entries'>): boolean {
  return areMatchedByCidrs(
    protocol,
    entries.map(({ host }) => host),
  );
}

function indexOf(records: readonly DirectHostRecord[]): ReadonlyMap<string, readonly DirectHostRecord[]> {
  const index = new Map<string, DirectHostRecord[]>();
  for (const record of records) for (const namespace of record.namespaces) addTo(index, namespace, record);
  return index;
}
