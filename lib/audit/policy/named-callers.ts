import { conditionsOf, isOfSource } from './authorization-rule';
import { AuthorizationRule, Condition, sourceConditions } from './authorization-spec';
import { matchesText } from './text-match';

/** Workloads that a rule names. Names can be patterns, such as `team-*`. */
export interface NamedCaller {
  readonly namespace: string;
  /** Absent if the rule names every service account of the namespace. */
  readonly serviceAccount?: string;
}

/**
 * Returns the callers that a rule names, also those that the rule excludes.
 *
 * @param home namespace of the policy
 */
export function namedCallers(rule: AuthorizationRule, home: string): NamedCaller[] {
  return conditionsOf(rule).flatMap(({ key, values = [], notValues = [] }) =>
    [...values, ...notValues].flatMap((text) => callersIn(key, text, home)),
  );
}

/** Returns the callers that a rule names, without those that the rule excludes alone. */
export function acceptedCallers(rule: AuthorizationRule, home: string): NamedCaller[] {
  return conditionsOf(rule).flatMap(({ key, values = [] }) => values.flatMap((text) => callersIn(key, text, home)));
}

/**
 * Returns whether a rule can match callers of a namespace. A source that does not name its namespaces can be of every namespace.
 *
 * @param home namespace of the policy
 */
export function mayNameCallersOf(
  namespace: string,
  { from = [], when = [] }: AuthorizationRule,
  home: string,
): boolean {
  const isPossible = ({ key, values = [] }: Condition): boolean =>
    values.length === 0 ||
    values.some((text) => {
      const callers = callersIn(key, text, home);
      return callers.length === 0 || callers.some((caller) => matchesText(caller.namespace, namespace));
    });
  const sources = from.length === 0 ? [[]] : from.map(({ source }) => sourceConditions(source));
  return when.filter(isOfSource).every(isPossible) && sources.some((conditions) => conditions.every(isPossible));
}

/** Returns the callers that a value of a condition names; none for a condition on something else. */
function callersIn(key: string, text: string, home: string): NamedCaller[] {
  switch (key) {
    case 'source.principal':
      return ofPrincipal(text);
    case 'source.namespace':
      return [{ namespace: text }];
    case 'source.serviceAccount': {
      const [namespace = home, serviceAccount] = text.includes('/') ? text.split('/') : [home, text];
      return [{ namespace, serviceAccount }];
    }
    default:
      return [];
  }
}

/** A pattern can begin or end within the name of the namespace or of the account. */
function ofPrincipal(pattern: string): NamedCaller[] {
  const [, rest = pattern] = /\/ns\/(.*)$/.exec(pattern) ?? [];
  const [namespace = '', account] = rest.split('/sa/');
  if (rest === pattern && account === undefined) return [];
  const name = namespace.replace(/\/\*$/, '') || '*';
  return [
    account === undefined || account === '*' ? { namespace: name } : { namespace: name, serviceAccount: account },
  ];
}
