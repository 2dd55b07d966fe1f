/**
 * Which DestinationRule a proxy applies to a host (pilot/pkg/model/push_context.go destinationRule() and
 * setDestinationRules(), pilot/pkg/model/destination_rule.go mergeDestinationRule()).
 */
import { at, Evidence } from '../manifest/evidence';
import { notEvaluated } from '../model/unevaluated';
import { hasLabels } from '../model/labels';
import { destinationRulesByNamespace } from '../model/lookup';
import { Resource, Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { DestinationRuleSpec, Subset, TrafficPolicy } from '../model/specs';
import { Viewer } from './viewer';

/** Several DestinationRules for one host, read as one. */
export interface MergedRule {
  /** The rules, oldest first. */
  readonly rules: readonly Rule[];
  /** `namespace/name` of the rules. A gateway can have a rule for each of thousands of hosts, and each request asks for the merged rule. */
  readonly ids: readonly string[];
  readonly subsets: ReadonlyMap<string, Part<Subset>>;
  readonly trafficPolicy?: Part<TrafficPolicy>;
}

/** A part of a DestinationRule, and the place of the part. */
export interface Part<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

type Rule = Resource<DestinationRuleSpec>;

/**
 * Returns the DestinationRule that a proxy uses for a host: of the namespace of the proxy, else of the namespace of the service, else of
 * the root namespace. A rule of the namespace of the proxy hides the others, also if the rule is for other pods.
 */
export function destinationRuleFor(
  mesh: Mesh,
  { namespace: viewer, podLabels }: Viewer,
  host: string,
  serviceNamespace: string,
): MergedRule | undefined {
  const own = ownRules(mesh, viewer, host);
  if (own.length > 0) return ofOwnNamespace(own, podLabels);
  for (const namespace of [serviceNamespace, mesh.rootNamespace]) {
    const exported = exportedRules(mesh).get(`${namespace} ${host}`, () =>
      mergeByExport(rulesFor(mesh, host, namespace, (rule) => !isPrivate(rule))),
    );
    const seen = exported.filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(viewer));
    if (seen.length > 0) return lastOf(seen);
  }
  return undefined;
}

const exportedRules = perMesh(() => new Memo<readonly ExportedRule[]>());
const rulesOfNamespace = perMesh(() => new Memo<readonly Rule[]>());

function ownRules(mesh: Mesh, viewer: string, host: string): readonly Rule[] {
  const inRoot = viewer === mesh.rootNamespace;
  return rulesOfNamespace(mesh).get(`${viewer} ${host}`, () =>
    rulesFor(mesh, host, viewer, (rule) => (inRoot ? isPrivate(rule) : reachesOwnNamespace(rule))),
  );
}

/** The rules of a namespace that speak of the host most precisely. */
function rulesFor(mesh: Mesh, host: string, namespace: string, counts: (rule: Rule) => boolean): readonly Rule[] {
  const index = destinationRulesByNamespace(mesh).get(namespace);
  for (const pattern of index?.over(host) ?? []) {
    const rules = index?.get(pattern).filter(counts) ?? [];
    if (rules.length > 0) return rules;
  }
  return [];
}

interface ExportedRule extends MergedRule {
  readonly exportTo: ReadonlySet<string>;
}

/** A rule that selects the pod hides those for every pod (pilot/pkg/model/sidecar.go DestinationRule()). */
function ofOwnNamespace(rules: readonly Rule[], podLabels: Viewer['podLabels']): MergedRule | undefined {
  const [selecting, ...more] = rules.filter(
    ({ spec: { workloadSelector: selector } }) => selector && hasLabels(podLabels, selector.matchLabels),
  );
  if (selecting === undefined) return lastOf(mergedForAll(rules));
  if (more.length > 0) {
    const selectors = [selecting, ...more].map((rule) => at(rule, 'spec', 'workloadSelector'));
    notEvaluated(`several DestinationRules that select a pod, such as ${selecting.id}`, ...selectors);
  }
  return mergeByExport([selecting])[0];
}

/** Rules without a selector, merged once for each list of rules. */
function mergedForAll(rules: readonly Rule[]): readonly ExportedRule[] {
  const known = mergedLists.get(rules) ?? mergeByExport(rules.filter(({ spec }) => !spec.workloadSelector));
  mergedLists.set(rules, known);
  return known;
}

const mergedLists = new WeakMap<readonly Rule[], readonly ExportedRule[]>();

/** Rules are merged only if they are exported alike (ENABLE_ENHANCED_DESTINATIONRULE_MERGE, on by default). */
function mergeByExport(rules: readonly Rule[]): readonly ExportedRule[] {
  const merged: Merging[] = [];
  for (const rule of rules) {
    const exportTo = new Set(rule.spec.exportTo);
    let apart = true;
    for (const entry of merged) {
      const equal = exportTo.size === entry.exportTo.size && includesAll(exportTo, entry.exportTo);
      const wider = entry.exportTo.size > 0 && includesAll(exportTo, entry.exportTo);
      apart = !equal && !wider;
      if (!apart) addRule(entry, rule);
    }
    if (apart) merged.push(addRule({ exportTo, rules: [], ids: [], subsets: new Map() }, rule));
  }
  return merged;
}

interface Merging extends ExportedRule {
  readonly rules: Rule[];
  readonly ids: string[];
  readonly subsets: Map<string, Part<Subset>>;
  trafficPolicy?: Part<TrafficPolicy>;
}

/** Adds a rule. Of subsets with one name the first counts, and of traffic policies the first. */
function addRule(entry: Merging, rule: Rule): Merging {
  const { subsets = [], trafficPolicy } = rule.spec;
  entry.rules.push(rule);
  entry.ids.push(rule.id);
  for (const [index, value] of subsets.entries()) {
    if (!entry.subsets.has(value.name))
      entry.subsets.set(value.name, { value, evidence: at(rule, 'spec', 'subsets', index) });
  }
  entry.trafficPolicy ??= trafficPolicy && { value: trafficPolicy, evidence: at(rule, 'spec', 'trafficPolicy') };
  return entry;
}

/** Of rules that could not be merged a proxy uses the last (pilot/pkg/model/sidecar.go DestinationRule()). */
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
