/** What the tests of mutants share: what a mutant changes of an object. */
import { canonical, isKeyed, Path, written } from '../../../conformance/mutation/fields';
import { Mutant } from '../../../conformance/mutation/mutant';
import { mutantsOf } from '../../../conformance/mutation/mutants';
import { Manifest } from '../../../../lib/audit/manifest/manifest';

/** The objects of a mutant that are not those of the original. */
export function changedObjects(original: readonly Manifest[], { manifests }: Mutant): Manifest[] {
  return manifests.filter((manifest) => !original.includes(manifest));
}

/** The object that a mutant is made of. */
export function targetIn(manifests: readonly Manifest[], { target }: Mutant): Manifest {
  const found = manifests.filter(
    ({ kind, metadata }) =>
      kind === target.kind && metadata.name === target.name && (metadata.namespace ?? 'default') === target.namespace,
  );
  expect(found).toHaveLength(1);
  return found[0] as Manifest;
}

/** What differs, leaf by leaf: `field: before -> after`, `field: gone` and `field: new, ...`. */
export function differences(before: unknown, after: unknown, path: Path = []): string[] {
  if (canonical(before) === canonical(after)) return [];
  if (isKeyed(before) && isKeyed(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return inLists(before, after, path);
  if (after === undefined) return [`${written(path)}: gone`];
  if (before === undefined) return [`${written(path)}: new, ${JSON.stringify(after)}`];
  const [old, fresh] = [before, after].map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return [`${written(path)}: ${old} -> ${fresh}`];
}

function inLists(before: readonly unknown[], after: readonly unknown[], path: Path): string[] {
  if (before.length === after.length) {
    return before.flatMap((item, index) => differences(item, after[index], [...path, index]));
  }
  const missing = (from: readonly unknown[], others: readonly unknown[]): number[] =>
    [...from.keys()].filter((index) => !others.some((other) => canonical(other) === canonical(from[index])));
  return [
    ...missing(before, after).map((index) => `${written([...path, index])}: gone`),
    ...missing(after, before).map((index) => `${written([...path, index])}: new, ${JSON.stringify(after[index])}`),
  ];
}

/** What the rows make of one object, a line per mutant: the operator, and all that differs. */
export function effects(manifest: Manifest, ...others: readonly Manifest[]): string[] {
  const manifests = [manifest, ...others];
  return mutantsOf(manifests)
    .filter((mutant) => mutant.field !== undefined && !mutant.manifests.includes(manifest))
    .map((mutant) => `${mutant.operator} | ${differences(manifest, mutant.manifests[0]).join('; ')}`);
}

/** An object in the namespace `home`. */
export function object(kind: string, spec: object): Manifest {
  return { apiVersion: 'any', kind, metadata: { name: 'a', namespace: 'home' }, spec };
}
