/**
 * Values that are derived from a mesh once, when the first question needs them.
 */
import { perObject } from '../../input/per-object';
import { Mesh } from './mesh';

/** Returns a function that derives a value from a mesh the first time, and returns the same value from then on. */
export function perMesh<T>(derive: (mesh: Mesh) => T): (mesh: Mesh) => T {
  return perObject(derive);
}
