import { Evidence } from '../manifest/evidence';
import { Manifest } from '../manifest/manifest';
import { Server } from './specs';

/** A server of a Gateway, with its place. */
export interface ServerPlace extends Required<Evidence> {
  readonly server: Server;
}

/** Returns a server of a Gateway with its place. */
export function serverAt({ manifest }: { readonly manifest: Manifest }, index: number, server: Server): ServerPlace {
  return { manifest, path: ['spec', 'servers', index], server };
}

/** Returns the servers among places. */
export function serversIn(places: readonly Evidence[]): readonly ServerPlace[] {
  return places.filter((place): place is ServerPlace => 'server' in place);
}
