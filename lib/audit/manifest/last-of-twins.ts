import { groupOf } from './malformed-object';
import { Manifest, nameOf } from './manifest';

/** Two manifests of one object. */
export interface Twins {
  readonly earlier: Manifest;
  readonly later: Manifest;
}

/**
 * Returns the manifests without those that a later manifest of the same object replaces, as with `kubectl apply`, and each pair of
 * such manifests.
 */
export function lastOfTwins(manifests: readonly Manifest[]): {
  readonly last: readonly Manifest[];
  readonly twins: readonly Twins[];
} {
  const byObject = new Map<string, Manifest>();
  const twins: Twins[] = [];
  for (const later of manifests) {
    const key = `${groupOf(later.apiVersion)} ${nameOf(later)}`;
    const earlier = byObject.get(key);
    // A new place in the order, as kubectl applies the later manifest last.
    byObject.delete(key);
    byObject.set(key, later);
    if (earlier !== undefined) twins.push({ earlier, later });
  }
  return { last: [...byObject.values()], twins };
}
