import { Evidence } from '../manifest/evidence';
import { MissingSubset } from '../model/broken';
import { fullName } from '../model/hosts';
import { getOrAdd } from '../../input/get-or-add';
import { Mesh, Resource } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { DestinationRuleSpec } from '../model/specs';
import { BrokenWay } from '../way/types';
import { placesOf } from './failure-places';

type DestinationRule = Resource<DestinationRuleSpec>;

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

/** The reason why a proxy does not use a DestinationRule with a subset. */
export type Hiding =
  | { readonly kind: 'other-host'; readonly rule: DestinationRule; readonly full: string }
  | { readonly kind: 'rival'; readonly rule: DestinationRule; readonly rival: Evidence }
  | { readonly kind: 'invisible'; readonly rule: DestinationRule };

/**
 * Returns the reason why the proxy does not use the DestinationRule with the subset of a failure; nothing if no DestinationRule has the
 * subset.
 */
export function hidingOf(mesh: Mesh, way: BrokenWay, cause: MissingSubset): Hiding | undefined {
  const [rule] = hidingRules(mesh, cause);
  if (rule === undefined) return undefined;
  const full = fullName(rule.spec.host ?? '', rule.namespace, mesh.clusterDomain);
  if (full !== cause.host) return { kind: 'other-host', rule, full };
  const rival = placesOf(way)
    .slice(1)
    .find((place) => place.manifest.kind === 'DestinationRule');
  if (rival !== undefined && rival.manifest !== rule.manifest) return { kind: 'rival', rule, rival };
  return { kind: 'invisible', rule };
}
