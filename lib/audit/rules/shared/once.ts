import { Mesh } from '../../model/mesh';

/** Returns a function that computes its value once for each mesh, so that rules share it. */
export function oncePerMesh<T>(compute: (mesh: Mesh) => T): (mesh: Mesh) => T {
  const values = new WeakMap<Mesh, { readonly value: T }>();
  return (mesh) => {
    const found = values.get(mesh) ?? { value: compute(mesh) };
    values.set(mesh, found);
    return found.value;
  };
}
