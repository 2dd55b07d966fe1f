import { GATEWAY_NAME } from '../../input/label-names';
import { addTo } from '../../input/group-by';
import { Evidence } from '../manifest/evidence';
import { Manifest, nameOf, namespaceOf } from '../manifest/manifest';
import { canHaveLabels, hasLabels, keyOfLabels, Labels } from '../model/labels';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { Arrival } from './attributes';
import { Action, AuthorizationPolicySpec, AuthorizationRule, Condition, TargetRef } from './authorization-spec';
import { isExact } from './text-match';

/** Pods that policies apply to. */
export interface Workload {
  readonly namespace: string;
  readonly labels: Labels;
  /** Whether the pods have no further labels. */
  readonly hasAllLabels?: boolean;
}

/** A rule with its policy. */
export interface PolicyRule extends Evidence {
  readonly rule: AuthorizationRule;
  readonly namespace: string;
  readonly provider: string;
  /** The condition under which the policy applies, if the labels of the pods do not decide. */
  readonly assumption?: string;
}

/** The policies of one action that apply to a workload. */
export class PoliciesOfAction {
  /** Every policy, also those without rules. */
  public readonly policies: Manifest[] = [];
  private readonly bySni = new Map<string, PolicyRule[]>();
  private readonly others: PolicyRule[] = [];

  /** Adds a policy. */
  public add({ manifest, spec }: AuthorizationPolicy): void {
    this.policies.push(manifest);
    this.addRules({ manifest, spec });
  }

  /** Adds the rules of a policy that applies under an assumption. */
  public addRules({ manifest, spec }: Pick<AuthorizationPolicy, 'manifest' | 'spec'>, assumption?: string): void {
    const { rules = [], provider: { name: provider = '' } = {} } = spec;
    const namespace = namespaceOf(manifest);
    for (const [index, rule] of rules.entries()) {
      const found = { manifest, path: ['spec', 'rules', index], rule, namespace, provider, assumption };
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
      return { manifest, spec, namespace: namespaceOf(manifest), action: spec.action ?? 'ALLOW' };
    }),
);

/**
 * Returns the policies that apply to a workload: those of its namespace and of the root namespace that select its pods
 * (`ListAuthorizationPolicies` in `pilot/pkg/model/authorization.go`).
 */
export function policiesAt(mesh: Mesh, workload: Workload): readonly AuthorizationPolicy[] {
  return byWorkload(mesh).lists.get(keyOf(workload), () =>
    enforcedFor(mesh, workload).filter(({ spec }) => isSelected(spec, workload)),
  );
}

/**
 * Returns the policies of ALLOW that select pods by labels that the pods can have, and that are unknown. Beside a policy of ALLOW that
 * applies, each can allow further requests. Without such a policy every request is allowed.
 */
export function uncertainPolicies(mesh: Mesh, workload: Workload): readonly AuthorizationPolicy[] {
  const { hasAllLabels, labels } = workload;
  if (hasAllLabels === true || !policiesAt(mesh, workload).some(({ action }) => action === 'ALLOW')) return [];
  return enforcedFor(mesh, workload).filter(
    ({ spec, action }) =>
      action === 'ALLOW' &&
      targetsOf(spec).length === 0 &&
      !isSelected(spec, workload) &&
      canHaveLabels(labels, spec.selector?.matchLabels ?? {}),
  );
}

function enforcedFor(mesh: Mesh, workload: Workload): readonly AuthorizationPolicy[] {
  return authorizationPoliciesOf(mesh).filter(
    ({ manifest, namespace }) =>
      (namespace === workload.namespace || namespace === mesh.rootNamespace) && !isDryRun(manifest),
  );
}

/** Returns the policies that apply to a workload, by action. A policy with another action changes no outcome. */
export function policiesFor(mesh: Mesh, workload: Workload): ReadonlyMap<Action, PoliciesOfAction> {
  return byWorkload(mesh).actions.get(keyOf(workload), () => {
    const found = byAction(policiesAt(mesh, workload));
    for (const policy of uncertainPolicies(mesh, workload)) {
      found
        .get('ALLOW')
        ?.addRules(
          policy,
          `${nameOf(policy.manifest)} selects the pods of the gateway: the manifests do not contain all labels of the pods`,
        );
    }
    return found;
  });
}

const byWorkload = perMesh(() => ({
  lists: new Memo<readonly AuthorizationPolicy[]>(),
  actions: new Memo<ReadonlyMap<Action, PoliciesOfAction>>(),
}));

function keyOf({ namespace, labels, hasAllLabels = false }: Workload): string {
  return `${namespace} ${hasAllLabels} ${keyOfLabels(labels)}`;
}

/** Returns whether a policy is a dry run, which changes no outcome. The annotation has a value of `strconv.ParseBool` in Go. */
function isDryRun({ metadata }: Manifest): boolean {
  return /^(1|t|T|true|True|TRUE)$/.test(metadata.annotations?.['istio.io/dry-run'] ?? '');
}

function byAction(policies: readonly AuthorizationPolicy[]): Map<Action, PoliciesOfAction> {
  const found = new Map<Action, PoliciesOfAction>();
  for (const policy of policies) {
    const action = ACTIONS.find((each) => each === policy.action);
    if (action === undefined) continue;
    const ofAction = found.get(action) ?? new PoliciesOfAction();
    found.set(action, ofAction);
    ofAction.add(policy);
  }
  return found;
}

const ACTIONS: readonly Action[] = ['ALLOW', 'DENY', 'CUSTOM'];

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
