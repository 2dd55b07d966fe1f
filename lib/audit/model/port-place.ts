import { Evidence } from '../manifest/evidence';
import { Resource } from './resource';
import { ServiceEntrySpec } from './specs';

/** A port of a ServiceEntry, with its place. */
export interface PortPlace extends Required<Evidence> {
  readonly entry: Resource<ServiceEntrySpec>;
  readonly number: number;
}

/** Returns a port of a ServiceEntry with its place. */
export function portAt(entry: Resource<ServiceEntrySpec>, index: number, number: number): PortPlace {
  return { manifest: entry.manifest, path: ['spec', 'ports', index], entry, number };
}

/** Returns the ports among places. */
export function portsIn(places: readonly Evidence[]): readonly PortPlace[] {
  return places.filter((place): place is PortPlace => 'entry' in place);
}
