import { conditionsOf, isOfSource } from './authorization-rule';
import { AuthorizationRule, Condition, sourceConditions } from './authorization-spec';

/** Workloads that a rule names. */
export interface NamedCaller {
  readonly namespace: string;
  /** Absent if the rule names every service account of the namespace. */
  readonly serviceAccount?: string;
}

/**
 * Returns the callers that a rule names, also those that the rule excludes. A pattern over several namespaces names none of them.
 *
 * @param home namespace of the policy
 */
export function namedCallers(rule: AuthorizationRule, home: string): NamedCaller[] {
  return conditionsOf(rule).flatMap(({ key, values = [], notValues = [] }) =>
    [...values, ...notValues].flatMap((text) => callersIn(key, text, home)),
  );
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
      return callers.length === 0 || callers.some((caller) => caller.namespace === namespace);
    });
  const sources = from.length === 0 ? [[]] : from.map(({ source }) => sourceConditions(source));
  return when.filter(isOfSource).every(isPossible) && sources.some((conditions) => conditions.every(isPossible));
}

/** Returns the callers that a value of a condition names; none for a pattern over several namespaces, or a condition on something else. */
function callersIn(key: string, text: string, home: string): NamedCaller[] {
  switch (key) {
    case 'source.principal':
      return ofPrincipal(text);
    case 'source.namespace':
      return text.includes('*') ? [] : [{ namespace: text }];
    case 'source.serviceAccount': {
      const [namespace = home, serviceAccount] = text.includes('/') ? text.split('/') : [home, text];
      return [{ namespace, serviceAccount }];
    }
    default:
      return [];
  }
}

function ofPrincipal(pattern: string): NamedCaller[] {
  const [, namespace = '*', account = '*'] = /\/ns\/([^/]+)(?:\/sa\/(.+))?$/.exec(pattern) ?? [];
  if (namespace.includes('*')) return [];
  return [account.includes('*') ? { namespace } : { namespace, serviceAccount: account }];
}
