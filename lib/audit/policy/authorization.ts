import { unique } from '../../input/unique';
import { Evidence } from '../manifest/evidence';
import { Mesh } from '../model/mesh';
import { Arrival, readingOf } from './attributes';
import { PoliciesOfAction, policiesFor, PolicyRule, Workload } from './authorization-policies';
import { matchRule, RuleMatch } from './authorization-rule';
import { Action } from './authorization-spec';
import { allOf, anyOf, assumed, certain, Claim } from './claim';
import { OPEN, Verdict } from './verdict';

/** A verdict about a request. */
export interface AuthorizationVerdict extends Verdict {
  /** `DENY`: rules of DENY match. `ALLOW`: there are policies of ALLOW, and none of their rules matches. */
  readonly denies?: Action;
}

/** The verdicts of the policies of a workload about a request. */
export interface AuthorizationVerdicts {
  /** The verdicts that refuse the request: of the rules of DENY that match, and of the policies of ALLOW, none of whose rules matches. */
  readonly refusals: readonly AuthorizationVerdict[];
  /** The verdict without refusals. */
  readonly allowed: AuthorizationVerdict;
  /** The rules of ALLOW that match, each of which alone allows the request. */
  readonly allowing: readonly Evidence[];
}

/**
 * Returns whether the AuthorizationPolicies of a workload let a request pass. CUSTOM decides first, then DENY, then ALLOW. A
 * PeerAuthentication decides nothing: servers of a gateway have TLS settings of their own.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function authorizationVerdicts(mesh: Mesh, workload: Workload, arrival: Arrival): AuthorizationVerdicts {
  const policies = policiesFor(mesh, workload);
  const matches = (action: Action) => matchesOf(mesh, policies.get(action), action, arrival);
  const custom = matches('CUSTOM').filter(({ claim }) => claim.holds);
  const trusted = custom.map(({ of }) => `the external authorizer ${of.provider} allows the request`);
  const denied = matches('DENY');
  const denying = denied.filter(({ claim }) => claim.holds);
  const { holds: isDenied, relies: reliesOnDeny } = anyOf(denied.map(({ claim }) => claim));
  const refusals: AuthorizationVerdict[] = [];
  if (isDenied)
    refusals.push({ allowed: false, denies: 'DENY', decidedBy: evidenceOf(denying), assumptions: reliesOnDeny });
  const undenied = [...trusted, ...reliesOnDeny];
  const allow = policies.get('ALLOW');
  if (allow === undefined) {
    const allowed = { ...OPEN, decidedBy: evidenceOf(custom), assumptions: unique(undenied) };
    return { refusals, allowed, allowing: [] };
  }
  const rules = matches('ALLOW');
  const { holds, relies } = anyOf(rules.map(({ claim }) => claim));
  const assumptions = unique([...undenied, ...relies]);
  if (!holds) refusals.push({ allowed: false, denies: 'ALLOW', decidedBy: nearest(rules, allow), assumptions });
  const allowing = rules.filter(({ claim }) => claim.holds);
  const decisive = allowing.filter(({ claim }) => claim.relies.length === relies.length).slice(0, 1);
  const allowed = { allowed: true, decidedBy: evidenceOf([...decisive, ...custom]), assumptions };
  return { refusals, allowed, allowing: evidenceOf(allowing) };
}

/** Returns the rules that match a request of some caller. */
export function rulesOfCallers(mesh: Mesh, workload: Workload, arrival: Arrival): readonly PolicyRule[] {
  const policies = policiesFor(mesh, workload);
  return ACTIONS.flatMap((action) => matchesOf(mesh, policies.get(action), action, arrival))
    .filter(({ operation }) => operation.holds)
    .map(({ of }) => of);
}

const ACTIONS: readonly Action[] = ['CUSTOM', 'DENY', 'ALLOW'];

interface Match extends RuleMatch {
  readonly of: PolicyRule;
  readonly claim: Claim;
}

function matchesOf(mesh: Mesh, policies: PoliciesOfAction | undefined, action: Action, arrival: Arrival): Match[] {
  return (policies?.rulesFor(arrival) ?? []).map((of) => {
    const { rule, namespace, assumption } = of;
    const { operation, source } = matchRule(rule, action, arrival, readingOf(mesh, namespace, action));
    const applies = assumption === undefined ? certain(true) : assumed(true, assumption);
    return { of, operation, source, claim: allOf([operation, source, applies]) };
  });
}

/** The rules for other callers explain most, then the policies without rules. */
function nearest(matches: readonly Match[], { policies }: PoliciesOfAction): Verdict['decidedBy'] {
  const forOthers = matches.filter(({ operation, of }) => operation.holds && of.assumption === undefined);
  if (forOthers.length > 0) return evidenceOf(forOthers);
  const empty = policies.filter(
    ({ spec }) => !(spec as { readonly rules?: readonly object[] } | undefined)?.rules?.length,
  );
  return (empty.length > 0 ? empty : policies).slice(0, 3).map((manifest) => ({ manifest }));
}

function evidenceOf(rules: readonly Match[]): Evidence[] {
  return rules.map(({ of: { manifest, path } }) => ({ manifest, path }));
}
