import { Resource } from './resource';

/**
 * Returns what is assumed where the older of two objects decides: nothing if both have a time of creation. istiod compares the names of
 * objects that were created in one second.
 */
export function assumedOlder(older: Resource<unknown>, younger: Resource<unknown>, what: string): string[] {
  if (haveAges(older, younger)) return [];
  const { kind } = older.manifest;
  return [`${kind} ${older.id} is older than ${kind} ${younger.id}, which both have ${what}`];
}

/** Returns whether objects have the time of their creation. */
export function haveAges(...objects: readonly Resource<unknown>[]): boolean {
  return objects.every(({ manifest }) => manifest.metadata.creationTimestamp !== undefined);
}
