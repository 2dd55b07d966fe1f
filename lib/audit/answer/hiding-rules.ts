import { fullName } from '../model/hosts';
import { getOrAdd } from '../../input/get-or-add';
import { Mesh, Resource } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { DestinationRuleSpec } from '../model/specs';

export type DestinationRule = Resource<DestinationRuleSpec>;

const rulesBySubset: (mesh: Mesh) => ReadonlyMap<string, readonly DestinationRule[]> = perMesh((mesh) => {
  const bySubset = new Map<string, DestinationRule[]>();
  for (const rule of mesh.destinationRules) {
    for (const { name } of rule.spec.subsets ?? []) getOrAdd(bySubset, name, () => []).push(rule);
  }
  return bySubset;
});

/** Returns the DestinationRules that have the subset of a failure, and that the proxy does not use. */
export function hidingRules(
  mesh: Mesh,
  { subset, host }: { readonly subset: string; readonly host: string },
): readonly DestinationRule[] {
  const meant = (rule: DestinationRule): boolean =>
    fullName(rule.spec.host ?? '', rule.namespace, mesh.clusterDomain) === host || rule.spec.host === shortName(host);
  return (rulesBySubset(mesh).get(subset) ?? []).filter(meant);
}

function shortName(host: string): string | undefined {
  return host.split('.')[0];
}
