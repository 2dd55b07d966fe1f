/** Rules about one kind, in a policy about several. */
import { AdmissionMatch, AdmissionRule, asItWasAndWillBe } from './admission-policy';
import { listOf, not, or, quoted } from './cel';

/** A rule for kinds that are alike: what is true of their `spec`. */
export interface KindRule {
  readonly group: string;
  readonly resources: readonly string[];
  readonly sound: (spec: string) => string;
  readonly message: string;
  /** Whether what is there and breaks it may be changed and deleted: where that is the tenant's own to mend. */
  readonly mendable?: boolean;
}

/** The rule as the API server takes it. */
export function kindRule({ group, resources, sound, message, mendable = false }: KindRule): AdmissionRule {
  const expression = or(
    `request.resource.group != ${quoted(group)}`,
    not(`request.resource.resource in ${listOf(resources)}`),
    // Of kinds that differ, the API server knows no common type.
    mendable
      ? or("request.operation == 'DELETE'", sound('dyn(object).spec'))
      : asItWasAndWillBe((it) => sound(`dyn(${it}).spec`)),
  );
  return { expression, message };
}

/** What rules are about, a match for each group, in the order in which they come. */
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
