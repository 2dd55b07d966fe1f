import { addTo } from '../../input/group-by';
import { Evidence } from '../manifest/evidence';
import { Manifest } from '../manifest/manifest';
import { hasLabels } from '../model/labels';
import { Mesh } from '../model/mesh';
import { Memo, perMesh } from '../model/per-mesh';
import { Arrival } from './attributes';
import { Action } from './authorization-rule';
import { AuthorizationPolicySpec, AuthorizationRule, Condition } from './authorization-spec';
import { Labels } from './selector';
import { isExact } from './text-match';

/** Pods that policies apply to. */
export interface Workload {
  readonly namespace: string;
  readonly labels: Labels;
}

/** A rule with its policy. */
export interface PolicyRule extends Evidence {
  readonly rule: AuthorizationRule;
  readonly namespace: string;
  readonly provider: string;
}

/** The policies of one action that apply to a workload. */
export class PoliciesOfAction {
  /** Every policy, also those without rules. */
  public readonly policies: Manifest[] = [];
  private readonly bySni = new Map<string, PolicyRule[]>();
  private readonly others: PolicyRule[] = [];

  /** Adds a policy. */
  public add(manifest: Manifest, { rules = [], provider }: AuthorizationPolicySpec): void {
    this.policies.push(manifest);
    const { namespace = 'default' } = manifest.metadata;
    for (const [index, rule] of rules.entries()) {
      const found = { manifest, path: ['spec', 'rules', index], rule, namespace, provider: provider?.name ?? '' };
      const names = exactNames(rule);
      if (names === undefined) this.others.push(found);
      for (const name of names ?? []) addTo(this.bySni, name, found);
    }
  }

  /** Returns the rules that can match a connection with an SNI. */
  public rulesFor({ sni }: Arrival): readonly PolicyRule[] {
    const named = sni === undefined ? undefined : this.bySni.get(sni);
    return named === undefined ? this.others : [...named, ...this.others];
  }
}

/** Returns the policies that apply to a workload, by action. */
export function policiesFor(mesh: Mesh, workload: Workload): ReadonlyMap<Action, PoliciesOfAction> {
  const { policies, byWorkload } = policiesOf(mesh);
  const key = JSON.stringify([workload.namespace, Object.entries(workload.labels).sort()]);
  return byWorkload.get(key, () => selected(mesh, workload, policies));
}

const policiesOf = perMesh((mesh) => ({
  policies: policiesIn(mesh),
  byWorkload: new Memo<ReadonlyMap<Action, PoliciesOfAction>>(),
}));

interface Policy {
  readonly manifest: Manifest;
  readonly spec: AuthorizationPolicySpec;
}

/** Returns whether a policy is a dry run, which changes no outcome. The annotation has a value of `strconv.ParseBool` in Go. */
export function isDryRun({ metadata }: Manifest): boolean {
  return /^(1|t|T|true|True|TRUE)$/.test(metadata.annotations?.['istio.io/dry-run'] ?? '');
}

function policiesIn({ manifests }: Mesh): Policy[] {
  return manifests
    .filter(({ kind, apiVersion }) => kind === 'AuthorizationPolicy' && apiVersion.startsWith('security.istio.io/'))
    .filter((manifest) => !isDryRun(manifest))
    .map((manifest) => ({ manifest, spec: manifest.spec ?? {} }));
}

function selected(mesh: Mesh, workload: Workload, policies: readonly Policy[]): ReadonlyMap<Action, PoliciesOfAction> {
  const found = new Map<Action, PoliciesOfAction>();
  for (const { manifest, spec } of policies) {
    const { namespace = 'default' } = manifest.metadata;
    const action = (spec.action ?? 'ALLOW') as Action;
    if (namespace !== workload.namespace && namespace !== mesh.rootNamespace) continue;
    if (!ACTIONS.includes(action) || !isSelected(spec, workload)) continue;
    const ofAction = found.get(action) ?? new PoliciesOfAction();
    found.set(action, ofAction);
    ofAction.add(manifest, spec);
  }
  return found;
}

const ACTIONS: readonly Action[] = ['ALLOW', 'DENY', 'CUSTOM'];

/** The label of pods that the controller of the Gateway API makes. Only these are a target of policies. */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

function isSelected({ selector, targetRef, targetRefs }: AuthorizationPolicySpec, { labels }: Workload): boolean {
  const targets = targetRefs?.length ? targetRefs : targetRef === undefined ? [] : [targetRef];
  if (targets.length > 0) {
    return targets.some(({ kind, name }) => kind === 'Gateway' && name !== undefined && name === labels[GATEWAY_NAME]);
  }
  return hasLabels(labels, selector?.matchLabels ?? {});
}

/** Returns the only SNIs with which a rule can match, if the rule names them without wildcards. */
function exactNames({ when = [] }: AuthorizationRule): readonly string[] | undefined {
  const names = when.find(({ key, values }: Condition) => key === 'connection.sni' && values?.length)?.values;
  return names?.every(isExact) ? names : undefined;
}
