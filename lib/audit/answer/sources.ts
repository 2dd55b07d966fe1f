import { getOrAdd } from '../../input/get-or-add';
import { isIgnored } from '../model/injection';
import { Labels } from '../model/labels';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Caller } from './question';
import { classOf } from './source-class';
import { sourceProfiles } from './source-profile';

/** A source, and a workload that represents all workloads of the source. */
export interface Source {
  readonly name: string;
  /** The class of the same pods in every namespace. */
  readonly variant: string;
  readonly caller: Caller;
}

/** Every port of every host asks for the same sources. */
const sourcesByName = perMesh(() => new Map<string, readonly Source[]>());

/** Returns the workloads of a namespace or of a service account: without labels and with each set of labels, with a sidecar and without. */
export function sourcesOf(mesh: Mesh, namespace: string, account = '*'): readonly Source[] {
  return getOrAdd(sourcesByName(mesh), `${namespace}/${account}`, () =>
    sourcesWith([undefined, ...sourceProfiles(mesh).labelsOf(namespace)], namespace, account),
  );
}

/** Returns the workloads with one of several sets of labels, with a sidecar and without. */
export function sourcesWith(
  variants: readonly (Labels | undefined)[],
  namespace: string,
  serviceAccount = '*',
): readonly Source[] {
  const kinds = [...(isIgnored(namespace) ? [] : [true]), ...(serviceAccount === '*' ? [false] : [])];
  return kinds.flatMap((hasSidecar) =>
    variants.map((labels) => {
      const caller = { namespace, serviceAccount, labels, hasSidecar };
      return { name: classOf(caller), variant: classOf({ ...caller, namespace: '*' }), caller };
    }),
  );
}
