/**
 * Values that are derived from a mesh once, when the first question needs them.
 */
import { Mesh } from './mesh';

/** Returns a function that derives a value from a mesh the first time, and returns the same value from then on. */
export function perMesh<T>(derive: (mesh: Mesh) => T): (mesh: Mesh) => T {
  const derived = new WeakMap<Mesh, { readonly value: T }>();
  return (mesh) => {
    const known = derived.get(mesh) ?? { value: derive(mesh) };
    derived.set(mesh, known);
    return known.value;
  };
}
