/** Rules for single kinds, in a policy for several kinds. */
import { AdmissionMatch, AdmissionRule, beforeAndAfter } from './admission-policy';
import { listOf, not, or, quoted } from './cel';

/** A condition on the `spec` of similar kinds. */
export interface KindRule {
  readonly group: string;
  readonly resources: readonly string[];
  readonly sound: (spec: string) => string;
  readonly message: string;
  /** Whether a tenant may correct or delete an existing object that violates the rule. */
  readonly mendable?: boolean;
}

/** Returns the rule in the API's form. */
export function kindRule({ group, resources, sound, message, mendable = false }: KindRule): AdmissionRule {
  const expression = or(
    `request.resource.group != ${quoted(group)}`,
    not(`request.resource.resource in ${listOf(resources)}`),
    // Different kinds have no common type in the API server.
    mendable
      ? or("request.operation == 'DELETE'", sound('dyn(object).spec'))
      : beforeAndAfter((it) => sound(`dyn(${it}).spec`)),
  );
  return { expression, message };
}

/** Returns one match for each API group of the rules, in the order of the rules. */
export function matchesOf(rules: readonly Pick<KindRule, 'group' | 'resources'>[]): AdmissionMatch[] {
  const groups = [...new Set(rules.map(({ group }) => group))];
  return groups.map((group) => {
    const resources = rules.flatMap((rule) => (rule.group === group ? rule.resources : []));
    return {
      apiGroups: [group],
      resources: [...new Set(resources)].sort(),
      operations: ['CREATE', 'UPDATE', 'DELETE'],
    };
  });
}
