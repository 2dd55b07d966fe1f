import { NAMESPACE_NAME } from '../../input/label-names';
import { quoted } from './cel';

/** A condition that the API server requires of an object, and the message of the refusal. */
export interface AdmissionRule {
  /** CEL. */
  readonly expression: string;
  readonly message: string;
  /**
   * CEL: a list of the names that violate the rule, which the message ends with.
   * @default - the message alone
   */
  readonly violations?: string;
}

/** Resources, and the operations on them. */
export interface AdmissionMatch {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly ('CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT' | '*')[];
  /** @default - all versions */
  readonly apiVersions?: readonly string[];
  /** @default - resources of every scope */
  readonly scope?: 'Namespaced';
}

/** A ValidatingAdmissionPolicy before it has a name. */
export interface AdmissionPolicy {
  /** Identifier of the policy within a gateway: `workloads`. */
  readonly id: string;
  readonly matches: readonly AdmissionMatch[];
  /**
   * Resources that the policy does not apply to, although they match.
   * @default - none
   */
  readonly excludes?: readonly AdmissionMatch[];
  /** CEL by name: the requests that the policy applies to. Without conditions, the policy applies to every request. */
  readonly conditions: Readonly<Record<string, string>>;
  /**
   * CEL by name, used in the rules as `variables.NAME`.
   * @default - none
   */
  readonly variables?: Readonly<Record<string, string>>;
  readonly rules: readonly AdmissionRule[];
}

/** Prefix of every message. */
const LOCKED_DOWN = 'egress is locked down';

/** Returns the spec of a ValidatingAdmissionPolicy. */
export function admissionPolicySpec({ matches, excludes, conditions, variables, rules }: AdmissionPolicy): object {
  const matchConditions = named(conditions);
  return {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: matches.map(resourceRule),
      ...(excludes && { excludeResourceRules: excludes.map(resourceRule) }),
    },
    ...(matchConditions.length > 0 && { matchConditions }),
    ...(variables && { variables: named(variables) }),
    validations: rules.map(validation),
  };
}

function resourceRule({ apiGroups, apiVersions = ['*'], operations, resources, scope }: AdmissionMatch): object {
  return {
    apiGroups: [...apiGroups],
    apiVersions: [...apiVersions],
    operations: [...operations],
    resources: [...resources],
    ...(scope && { scope }),
  };
}

function validation({ expression, message, violations }: AdmissionRule): object {
  const text = `${LOCKED_DOWN}: ${message}`;
  const messageExpression = violations && `${quoted(`${text}: `)} + ${violations}.join(', ')`;
  return { expression, message: text, ...(messageExpression && { messageExpression }), reason: 'Forbidden' };
}

function named(expressions: Readonly<Record<string, string>>): object[] {
  return Object.entries(expressions).map(([name, expression]) => ({ name, expression }));
}

/** Returns the spec of a binding that applies a policy to namespaces, selected by the label that the API server sets. */
export function admissionBindingSpec(
  policyName: string,
  namespaces: readonly string[],
  actions: readonly string[],
): object {
  const names = { key: NAMESPACE_NAME, operator: 'In', values: [...namespaces] };
  return {
    policyName,
    validationActions: [...actions],
    matchResources: { namespaceSelector: { matchExpressions: [names] } },
  };
}
