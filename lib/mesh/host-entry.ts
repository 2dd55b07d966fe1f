import { Host } from '../host/host';
import { ExternalHost, ExternalPort } from './external-host';
import { hasOwnEntry, portsOf, serversOf } from './host-server';

/** The name and the ports that one ServiceEntry adds to the service registry. */
export interface HostEntry {
  /** The host, or the outer name of a further port. */
  readonly name: Host;
  readonly ports: readonly ExternalPort[];
}

/**
 * Returns the entry with a name.
 *
 * @param name the host, or the outer name of a further port that has an entry
 */
export function entryOf(external: ExternalHost, { name }: Host): HostEntry {
  const found = entriesOf(external).find((entry) => entry.name.name === name);
  if (found === undefined) throw new Error(`${external.host.name} has no entry ${name}`);
  return found;
}

/**
 * Returns the entries of a host: the entry of its name, and an entry for each further port that is identified by address. A host that
 * has only ports for ranges has no entry of its name.
 */
export function entriesOf(external: ExternalHost): readonly HostEntry[] {
  const apart = serversOf(external).filter((server) => hasOwnEntry(server, external));
  if (apart.length === 0) return [{ name: external.host, ports: external.ports }];
  const entries = apart.map((server) => ({ name: server.name, ports: portsOf(server) }));
  const ofOthers = new Set(entries.flatMap(({ ports }) => ports));
  const ports = external.ports.filter((port) => !ofOthers.has(port));
  return [...(ports.length > 0 ? [{ name: external.host, ports }] : []), ...entries];
}
