import { Resource } from './resource';

/**
 * Returns what is assumed where the older of two objects decides: nothing if both have a time of creation. istiod compares the names of
 * objects that were created in one second.
 */
export function assumedOlder(older: Resource<unknown>, younger: Resource<unknown>, what: string): string[] {
  const [first, second] = [older, younger].map(({ manifest }) => manifest.metadata.creationTimestamp);
  if (first !== undefined && second !== undefined) return [];
  const { kind } = older.manifest;
  return [`${kind} ${older.id} is older than ${kind} ${younger.id}, which both have ${what}`];
}
