import { getOrAdd } from '../../input/get-or-add';
import { isIgnored } from '../model/injection';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { areOfGateway } from '../model/used-gateways';
import { sourceLabelsOf } from '../way/source-labels';
import { Caller } from './question';
import { LabelClass, labelClasses, MOST_COMBINED } from './label-classes';
import { classOf } from './source-class';
import { sourceProfiles } from './source-profile';

/** A source, and a workload that represents all workloads of the source. */
export interface Source {
  readonly name: string;
  /** The class of the same pods in every namespace. */
  readonly variant: string;
  readonly caller: Caller;
  /** The fact about the workloads of broader classes on which their ways rely, a sentence without a full stop. */
  readonly assumption?: string;
}

/** Many ports of hosts ask for the same sources. */
const sourcesByName = perMesh(() => new Map<string, readonly Source[]>());

/**
 * Returns the workloads of a namespace or of a service account, with a sidecar and without: without labels, and with each combination of
 * the labels by which policies, Sidecars, and the rules for a host select pods. Broader classes are first.
 */
export function sourcesOf(mesh: Mesh, host: string, namespace: string, account = '*'): readonly Source[] {
  const ofRules = sourceLabelsOf(mesh, host);
  return getOrAdd(sourcesByName(mesh), JSON.stringify([namespace, account, ofRules]), () => {
    const { classes, isComplete } = labelClasses([...sourceProfiles(mesh).labelsOf(namespace), ...ofRules]);
    const own = classes.filter(({ labels }) => !areOfGateway(mesh, namespace, labels));
    return sourcesWith([undefined, ...own], namespace, account).map((source) =>
      isComplete || source.caller.labels !== undefined ? source : { ...source, assumption: noFurther(namespace) },
    );
  });
}

function noFurther(namespace: string): string {
  const pods = namespace === '*' ? 'pods of other namespaces' : `pods of namespace ${namespace}`;
  return `${pods} have the labels of several selectors in no more than the first ${MOST_COMBINED} combinations`;
}

function sourcesWith(
  variants: readonly (LabelClass | undefined)[],
  namespace: string,
  serviceAccount: string,
): readonly Source[] {
  const kinds = [...(isIgnored(namespace) ? [] : [true]), ...(serviceAccount === '*' ? [false] : [])];
  return kinds.flatMap((hasSidecar) =>
    variants.map((variant) => {
      const caller = { namespace, serviceAccount, labels: variant?.labels, hasSidecar };
      const nameIn = (where: string): string => classOf({ ...caller, namespace: where }, variant?.parts);
      return { name: nameIn(namespace), variant: nameIn('*'), caller };
    }),
  );
}
