import { perObject } from '../../input/per-object';
import { allHave, allOf, anyHas, certain, Claim } from './claim';
import { Arrival, isHttpKey, meetsCondition, Reading } from './attributes';
import { Action, AuthorizationRule, Condition, operationConditions, sourceConditions } from './authorization-spec';

/** Whether a rule matches, by its parts. */
export interface RuleMatch {
  /** Whether the operations and the conditions on the connection match. */
  readonly operation: Claim;
  /** Whether the sources and the conditions on the caller match. */
  readonly source: Claim;
}

/**
 * Returns whether a rule matches an arrival. A proxy that passes bytes on has no attributes of HTTP: a rule of ALLOW that uses one never
 * matches, and in a rule of DENY the attribute does not count (istio.io/istio `pilot/pkg/security/authz/model/model.go`).
 */
export function matchRule(rule: AuthorizationRule, action: Action, arrival: Arrival, reading: Reading): RuleMatch {
  const isBytes = arrival.http === undefined;
  const { from, to, ofSource, ofOperation, readsHttp } = partsOf(rule);
  if (isBytes && action !== 'DENY' && readsHttp) return { operation: certain(false), source: certain(false) };
  const meets = (condition: Condition): Claim =>
    isBytes && isHttpKey(condition.key) ? certain(true) : meetsCondition(condition, arrival, reading);
  const meetsAll = (conditions: readonly Condition[]): Claim => allHave(conditions, meets);
  // Without alternatives everything matches.
  const meetsOne = (alternatives: readonly (readonly Condition[])[]): Claim =>
    alternatives.length > 0 ? anyHas(alternatives, meetsAll) : certain(true);
  return {
    operation: allOf([meetsOne(to), meetsAll(ofOperation)]),
    source: allOf([meetsOne(from), meetsAll(ofSource)]),
  };
}

/** The conditions of a rule by the parts of the rule. */
interface Parts {
  readonly from: readonly (readonly Condition[])[];
  readonly to: readonly (readonly Condition[])[];
  readonly ofSource: readonly Condition[];
  readonly ofOperation: readonly Condition[];
  readonly readsHttp: boolean;
}

/** Many requests meet one rule. */
const partsOf = perObject((rule: AuthorizationRule): Parts => {
  const { from = [], to = [], when = [] } = rule;
  return {
    from: from.map(({ source }) => sourceConditions(source)),
    to: to.map(({ operation }) => operationConditions(operation)),
    ofSource: when.filter(isOfSource),
    ofOperation: when.filter((condition) => !isOfSource(condition)),
    readsHttp: conditionsOf(rule).some(({ key }) => isHttpKey(key)),
  };
});

/** Returns every condition of a rule. */
export function conditionsOf({ from = [], to = [], when = [] }: AuthorizationRule): Condition[] {
  return [
    ...from.flatMap(({ source }) => sourceConditions(source)),
    ...to.flatMap(({ operation }) => operationConditions(operation)),
    ...when,
  ];
}

/** Returns whether a condition is about the caller. */
export function isOfSource({ key }: Condition): boolean {
  return key.startsWith('source.');
}
