import { conditionsOf } from './authorization-rule';
import { AuthorizationRule } from './authorization-spec';

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
  return conditionsOf(rule).flatMap(({ key, values = [], notValues = [] }) => {
    const all = [...values, ...notValues];
    switch (key) {
      case 'source.principal':
        return all.flatMap(ofPrincipal);
      case 'source.namespace':
        return all.filter((namespace) => !namespace.includes('*')).map((namespace) => ({ namespace }));
      case 'source.serviceAccount':
        return all.map((text) => {
          const [namespace = home, serviceAccount] = text.includes('/') ? text.split('/') : [home, text];
          return { namespace, serviceAccount };
        });
      default:
        return [];
    }
  });
}

function ofPrincipal(pattern: string): NamedCaller[] {
  const [, namespace = '*', account = '*'] = /\/ns\/([^/]+)(?:\/sa\/(.+))?$/.exec(pattern) ?? [];
  if (namespace.includes('*')) return [];
  return [account.includes('*') ? { namespace } : { namespace, serviceAccount: account }];
}
