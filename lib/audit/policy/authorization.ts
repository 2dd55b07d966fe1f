import { Evidence } from '../manifest/evidence';
import { Mesh } from '../model/mesh';
import { Arrival, Reading } from './attributes';
import { PoliciesOfAction, policiesFor, PolicyRule, Workload } from './authorization-policies';
import { Action, matchRule, RuleMatch } from './authorization-rule';
import { allOf, anyOf, Claim } from './claim';
import { OPEN, Verdict } from './verdict';

/** A verdict about a request. */
export interface AuthorizationVerdict extends Verdict {
  /** `DENY`: a rule of DENY matches. `ALLOW`: there are policies of ALLOW, and none of their rules matches. */
  readonly denies?: Action;
}

/**
 * Returns whether the AuthorizationPolicies of a workload let a request pass. CUSTOM decides first, then DENY, then ALLOW. A
 * PeerAuthentication decides nothing: servers of a gateway have TLS settings of their own.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function authorizationVerdict(mesh: Mesh, workload: Workload, arrival: Arrival): AuthorizationVerdict {
  const policies = policiesFor(mesh, workload);
  const matches = (action: Action) => matchesOf(mesh, policies.get(action), action, arrival);
  const custom = matches('CUSTOM').filter(({ claim }) => claim.holds);
  const trusted = custom.map(({ provider }) => `the external authorizer ${provider} allows the request`);
  const denied = matches('DENY');
  const denying = denied.find(({ claim }) => claim.holds);
  if (denying !== undefined) {
    return { allowed: false, denies: 'DENY', decidedBy: evidenceOf([denying]), assumptions: denying.claim.relies };
  }
  const undenied = [...trusted, ...anyOf(denied.map(({ claim }) => claim)).relies];
  const allow = policies.get('ALLOW');
  if (allow === undefined) return { ...OPEN, decidedBy: evidenceOf(custom), assumptions: unique(undenied) };
  const allowed = matches('ALLOW');
  const { holds, relies } = anyOf(allowed.map(({ claim }) => claim));
  const assumptions = unique([...undenied, ...relies]);
  if (!holds) return { allowed: false, denies: 'ALLOW', decidedBy: nearest(allowed, allow), assumptions };
  const decisive = allowed.filter(({ claim }) => claim.holds && claim.relies.length === relies.length).slice(0, 1);
  return { allowed: true, decidedBy: evidenceOf([...decisive, ...custom]), assumptions };
}

/** Returns the rules that match a request of some caller. */
export function rulesOfCallers(mesh: Mesh, workload: Workload, arrival: Arrival): readonly PolicyRule[] {
  const policies = policiesFor(mesh, workload);
  return ACTIONS.flatMap((action) => matchesOf(mesh, policies.get(action), action, arrival)).filter(
    ({ operation }) => operation.holds,
  );
}

const ACTIONS: readonly Action[] = ['CUSTOM', 'DENY', 'ALLOW'];

interface Match extends PolicyRule, RuleMatch {
  readonly claim: Claim;
}

function matchesOf(mesh: Mesh, policies: PoliciesOfAction | undefined, action: Action, arrival: Arrival): Match[] {
  const trustDomain = mesh.settings.trustDomain ?? 'cluster.local';
  return (policies?.rulesFor(arrival) ?? []).map((found) => {
    const reading: Reading = { unknownMatches: action === 'ALLOW', namespace: found.namespace, trustDomain };
    const match = matchRule(found.rule, action, arrival, reading);
    return { ...found, ...match, claim: allOf([match.operation, match.source]) };
  });
}

/** The rules for other callers explain most, then the policies without rules. */
function nearest(matches: readonly Match[], { policies }: PoliciesOfAction): Verdict['decidedBy'] {
  const forOthers = matches.filter(({ operation }) => operation.holds);
  if (forOthers.length > 0) return evidenceOf(forOthers);
  const empty = policies.filter(
    ({ spec }) => !(spec as { readonly rules?: readonly object[] } | undefined)?.rules?.length,
  );
  return (empty.length > 0 ? empty : policies).slice(0, 3).map((manifest) => ({ manifest }));
}

function evidenceOf(rules: readonly PolicyRule[]): Evidence[] {
  return rules.map(({ manifest, path }) => ({ manifest, path }));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
