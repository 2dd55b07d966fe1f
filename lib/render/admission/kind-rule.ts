/** Rules for single kinds, in a policy for several kinds. */
import { AdmissionMatch, AdmissionRule } from './admission-policy';
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

/** The variables of the rules: the new `spec`, and the new with the old. Different kinds have no common type in the API server. */
export const SPECS: Readonly<Record<string, string>> = {
  after: "request.operation == 'DELETE' ? [] : [dyn(object).spec]",
  specs: "variables.after + (request.operation == 'CREATE' ? [] : [dyn(oldObject).spec])",
};

/**
 * Returns the rule in the API's form, which needs the variables `SPECS`. Unless the rule is mendable, an object that violates the rule
 * cannot be created, deleted, changed, or the result of a change.
 */
export function kindRule({ group, resources, sound, message, mendable = false }: KindRule): AdmissionRule {
  const expression = or(
    `request.resource.group != ${quoted(group)}`,
    not(`request.resource.resource in ${listOf(resources)}`),
    `variables.${mendable ? 'after' : 'specs'}.all(spec, ${sound('spec')})`,
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
