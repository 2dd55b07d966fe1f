import { addTo } from '../../input/group-by';
import { Evidence } from '../manifest/evidence';
import { Manifest } from '../manifest/manifest';
import { hasLabels } from '../model/labels';
import { Mesh } from '../model/mesh';
import { Memo, perMesh } from '../model/per-mesh';
import { Arrival } from './attributes';
import { Action, AuthorizationPolicySpec, AuthorizationRule, Condition, TargetRef } from './authorization-spec';
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

/** An AuthorizationPolicy. */
export interface AuthorizationPolicy {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly action: string;
  readonly spec: AuthorizationPolicySpec;
}

/** Returns the AuthorizationPolicies of a mesh, also the dry runs. */
export const authorizationPoliciesOf: (mesh: Mesh) => readonly AuthorizationPolicy[] = perMesh(({ manifests }) =>
  manifests
    .filter(({ kind, apiVersion }) => kind === 'AuthorizationPolicy' && apiVersion.startsWith('security.istio.io/'))
    .map((manifest) => {
      const spec = (manifest.spec ?? {}) as AuthorizationPolicySpec;
      return { manifest, spec, namespace: manifest.metadata.namespace ?? 'default', action: spec.action ?? 'ALLOW' };
    }),
);

/**
 * Returns the policies that apply to a workload: those of its namespace and of the root namespace that select its pods
 * (`ListAuthorizationPolicies` in `pilot/pkg/model/authorization.go`).
 */
export function policiesAt(mesh: Mesh, workload: Workload): readonly AuthorizationPolicy[] {
  return byWorkload(mesh).lists.get(keyOf(workload), () =>
    authorizationPoliciesOf(mesh).filter(
      ({ manifest, namespace, spec }) =>
        (namespace === workload.namespace || namespace === mesh.rootNamespace) &&
        !isDryRun(manifest) &&
        isSelected(spec, workload),
    ),
  );
}

/** Returns the policies that apply to a workload, by action. A policy with another action changes no outcome. */
export function policiesFor(mesh: Mesh, workload: Workload): ReadonlyMap<Action, PoliciesOfAction> {
  return byWorkload(mesh).actions.get(keyOf(workload), () => byAction(policiesAt(mesh, workload)));
}

const byWorkload = perMesh(() => ({
  lists: new Memo<readonly AuthorizationPolicy[]>(),
  actions: new Memo<ReadonlyMap<Action, PoliciesOfAction>>(),
}));

function keyOf({ namespace, labels }: Workload): string {
  return JSON.stringify([namespace, Object.entries(labels).sort()]);
}

/** Whether a policy is a dry run, which changes no outcome. The annotation has a value of `strconv.ParseBool` in Go. */
function isDryRun({ metadata }: Manifest): boolean {
  return /^(1|t|T|true|True|TRUE)$/.test(metadata.annotations?.['istio.io/dry-run'] ?? '');
}

function byAction(policies: readonly AuthorizationPolicy[]): ReadonlyMap<Action, PoliciesOfAction> {
  const found = new Map<Action, PoliciesOfAction>();
  for (const { manifest, spec, action: name } of policies) {
    const action = ACTIONS.find((each) => each === name);
    if (action === undefined) continue;
    const ofAction = found.get(action) ?? new PoliciesOfAction();
    found.set(action, ofAction);
    ofAction.add(manifest, spec);
  }
  return found;
}

const ACTIONS: readonly Action[] = ['ALLOW', 'DENY', 'CUSTOM'];

/** The label of pods that the controller of the Gateway API makes. Only these are a target of policies. */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Returns the objects of the Gateway API, or the Services, that a policy is attached to. */
export function targetsOf({ targetRef, targetRefs = [] }: AuthorizationPolicySpec): readonly TargetRef[] {
  return targetRefs.length > 0 || targetRef === undefined ? targetRefs : [targetRef];
}

function isSelected(spec: AuthorizationPolicySpec, { labels }: Workload): boolean {
  const targets = targetsOf(spec);
  if (targets.length > 0) {
    return targets.some(({ kind, name }) => kind === 'Gateway' && name !== undefined && name === labels[GATEWAY_NAME]);
  }
  return hasLabels(labels, spec.selector?.matchLabels ?? {});
}

/** Returns the only SNIs with which a rule can match, if the rule names them without wildcards. */
function exactNames({ when = [] }: AuthorizationRule): readonly string[] | undefined {
  const names = when.find(({ key, values }: Condition) => key === 'connection.sni' && values?.length)?.values;
  return names?.every(isExact) ? names : undefined;
}
