import { allOf, anyOf, certain, Claim } from './claim';
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
  if (isBytes && action !== 'DENY' && conditionsOf(rule).some(({ key }) => isHttpKey(key))) {
    return { operation: certain(false), source: certain(false) };
  }
  const meets = (conditions: readonly Condition[]): Claim =>
    allOf(
      conditions
        .filter(({ key }) => !isBytes || !isHttpKey(key))
        .map((condition) => meetsCondition(condition, arrival, reading)),
    );
  const when = rule.when ?? [];
  return {
    operation: allOf([
      oneOf(rule.to?.map(({ operation }) => meets(operationConditions(operation)))),
      meets(when.filter(isOfOperation)),
    ]),
    source: allOf([
      oneOf(rule.from?.map(({ source }) => meets(sourceConditions(source)))),
      meets(when.filter(isOfSource)),
    ]),
  };
}

/** Returns every condition of a rule. */
export function conditionsOf({ from = [], to = [], when = [] }: AuthorizationRule): Condition[] {
  return [
    ...from.flatMap(({ source }) => sourceConditions(source)),
    ...to.flatMap(({ operation }) => operationConditions(operation)),
    ...when,
  ];
}

/** Without alternatives everything matches. */
function oneOf(alternatives: readonly Claim[] | undefined): Claim {
  return alternatives?.length ? anyOf(alternatives) : certain(true);
}

/** Returns whether a condition is about the caller. */
export function isOfSource({ key }: Condition): boolean {
  return key.startsWith('source.');
}

function isOfOperation(condition: Condition): boolean {
  return !isOfSource(condition);
}
