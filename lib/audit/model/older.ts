import { Resource } from './resource';

/** Returns what is assumed where the older of two objects decides: nothing if their times of creation decide. */
export function assumedOlder(older: Resource<unknown>, younger: Resource<unknown>, what: string): string[] {
  return haveAges(older, younger) ? [] : [olderOf(older, younger, what)];
}

/** Returns the order of two objects as a sentence. */
export function olderOf(older: Resource<unknown>, younger: Resource<unknown>, what: string): string {
  const { kind } = older.manifest;
  return `${kind} ${older.id} was created before ${kind} ${younger.id}: of two objects with ${what}, the older decides`;
}

/**
 * Returns whether the times of creation of two objects decide which is older. istiod compares the names of objects that were created in one
 * second, but the hosts of ServiceEntries in place of their names (pilot/pkg/model/push_context.go SortServicesByCreationTime).
 */
export function haveAges({ manifest: first }: Resource<unknown>, { manifest: second }: Resource<unknown>): boolean {
  const [a, b] = [first, second].map(({ metadata }) => metadata.creationTimestamp);
  return a !== undefined && b !== undefined && (a !== b || first.kind !== 'ServiceEntry');
}
