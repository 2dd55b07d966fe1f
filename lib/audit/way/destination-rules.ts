/**
 * Which DestinationRule a proxy applies to a host (pilot/pkg/model/push_context.go destinationRule() and
 * setDestinationRules(), pilot/pkg/model/destination_rule.go mergeDestinationRule()).
 */
import { at, Evidence } from '../manifest/evidence';
import { notModelled } from '../model/broken';
import { fullName, mostSpecific } from '../model/hosts';
import { Resource, Mesh } from '../model/mesh';
import { DestinationRuleSpec, Subset, TrafficPolicy } from '../model/specs';

/** Several DestinationRules for one host, read as one. */
export interface MergedRule {
  /** The rules, oldest first. */
  readonly rules: readonly Rule[];
  readonly subsets: readonly Part<Subset>[];
  readonly trafficPolicy?: Part<TrafficPolicy>;
}

/** A part of a DestinationRule, and the place of the part. */
export interface Part<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

/** The proxy that looks for a rule, with the labels of its pod. */
export interface Viewer {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

type Rule = Resource<DestinationRuleSpec>;

/**
 * The rule for `host`, a service of namespace `serviceNamespace`, as a proxy sees it: the viewer's own namespace first, and
 * what it has hides all else, also where it is for other pods; then the service's; then the root namespace.
 */
export function destinationRuleFor(
  mesh: Mesh,
  { namespace: viewer, podLabels }: Viewer,
  host: string,
  serviceNamespace: string,
): MergedRule | undefined {
  const inRoot = viewer === mesh.rootNamespace;
  const own = rulesFor(mesh, host, viewer, (rule) => (inRoot ? isPrivate(rule) : reachesOwnNamespace(rule)));
  if (own.length > 0) return ofOwnNamespace(own, podLabels);
  for (const namespace of [serviceNamespace, mesh.rootNamespace]) {
    const exported = mergeByExport(rulesFor(mesh, host, namespace, (rule) => !isPrivate(rule)));
    const seen = exported.filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(viewer));
    if (seen.length > 0) return lastOf(seen);
  }
  return undefined;
}

/** The rules of a namespace that speak of the host most precisely. */
function rulesFor(mesh: Mesh, host: string, namespace: string, counts: (rule: Rule) => boolean): Rule[] {
  const byHost = new Map<string, Rule[]>();
  for (const rule of mesh.destinationRules) {
    if (rule.namespace !== namespace || !counts(rule)) continue;
    const ruleHost = fullName(rule.spec.host ?? '', namespace, mesh.clusterDomain);
    byHost.set(ruleHost, [...(byHost.get(ruleHost) ?? []), rule]);
  }
  const best = mostSpecific(host, byHost.keys());
  return best === undefined ? [] : (byHost.get(best) ?? []);
}

interface ExportedRule extends MergedRule {
  readonly exportTo: ReadonlySet<string>;
}

/** A rule that selects the pod hides those for every pod (pilot/pkg/model/sidecar.go DestinationRule()). */
function ofOwnNamespace(rules: readonly Rule[], podLabels: Viewer['podLabels']): MergedRule | undefined {
  const [selecting, ...more] = rules.filter(
    ({ spec: { workloadSelector: selector } }) =>
      selector && Object.entries(selector.matchLabels ?? {}).every(([label, value]) => podLabels[label] === value),
  );
  if (selecting === undefined) return lastOf(mergeByExport(rules.filter(({ spec }) => !spec.workloadSelector)));
  if (more.length > 0) {
    const selectors = [selecting, ...more].map((rule) => at(rule, 'spec', 'workloadSelector'));
    notModelled(`several DestinationRules that select a pod, such as ${selecting.id}`, ...selectors);
  }
  return alone(selecting);
}

/** Rules are merged only if they are exported alike (ENABLE_ENHANCED_DESTINATIONRULE_MERGE, on by default). */
function mergeByExport(rules: readonly Rule[]): ExportedRule[] {
  const merged: ExportedRule[] = [];
  for (const rule of rules) {
    const exportTo = new Set(rule.spec.exportTo);
    let apart = true;
    for (const [index, entry] of merged.entries()) {
      const equal = exportTo.size === entry.exportTo.size && includesAll(exportTo, entry.exportTo);
      const wider = entry.exportTo.size > 0 && includesAll(exportTo, entry.exportTo);
      apart = !equal && !wider;
      if (!apart) merged[index] = withRule(entry, alone(rule));
    }
    if (apart) merged.push({ ...alone(rule), exportTo });
  }
  return merged;
}

/** Subsets are put together, and whoever looks for a name takes the first; the first traffic policy of the host wins. */
function withRule(entry: ExportedRule, { rules, subsets, trafficPolicy }: MergedRule): ExportedRule {
  return {
    rules: [...entry.rules, ...rules],
    exportTo: entry.exportTo,
    subsets: [...entry.subsets, ...subsets],
    trafficPolicy: entry.trafficPolicy ?? trafficPolicy,
  };
}

function alone(rule: Rule): MergedRule {
  const { subsets = [], trafficPolicy } = rule.spec;
  return {
    rules: [rule],
    subsets: subsets.map((value, index) => ({ value, evidence: at(rule, 'spec', 'subsets', index) })),
    trafficPolicy: trafficPolicy && { value: trafficPolicy, evidence: at(rule, 'spec', 'trafficPolicy') },
  };
}

/** Of rules that could not be merged a proxy takes the last (pilot/pkg/model/sidecar.go DestinationRule()). */
function lastOf<T>(rules: readonly T[]): T | undefined {
  return rules[rules.length - 1];
}

function isPrivate({ spec, namespace }: Rule): boolean {
  if (spec.workloadSelector !== undefined) return true;
  const [only, ...more] = new Set(spec.exportTo);
  return more.length === 0 && (only === '.' || only === namespace);
}

function reachesOwnNamespace({ spec, namespace }: Rule): boolean {
  const exportTo = spec.exportTo ?? [];
  return exportTo.length === 0 || ['*', '.', namespace].some((target) => exportTo.includes(target));
}

function includesAll(outer: ReadonlySet<string>, inner: ReadonlySet<string>): boolean {
  return [...inner].every((item) => outer.has(item));
}
