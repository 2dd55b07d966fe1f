import { and, or } from './cel';

/** What the API server must find true of an object, and what it says otherwise. */
export interface AdmissionRule {
  /** CEL. */
  readonly expression: string;
  readonly message: string;
}

/** Resources and what is done to them. */
export interface AdmissionMatch {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly ('CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT')[];
  /** @default - all versions */
  readonly apiVersions?: readonly string[];
}

/** A ValidatingAdmissionPolicy before it has a name. */
export interface AdmissionPolicy {
  /** What tells it from the others: `workloads`. */
  readonly id: string;
  readonly matches: readonly AdmissionMatch[];
  /** CEL: whom and what it is about; everything where there is none. */
  readonly conditions: Readonly<Record<string, string>>;
  /**
   * CEL by name, for the rules: `variables.NAME`.
   * @default - none
   */
  readonly variables?: Readonly<Record<string, string>>;
  readonly rules: readonly AdmissionRule[];
}

/** The beginning of every message. */
export const LOCKED_DOWN = 'egress is locked down here';

/** A rule for what an object is to become, and for what it is: nothing is made, changed into it, changed from it or deleted. */
export function asItWasAndWillBe(rule: (object: 'object' | 'oldObject') => string): string {
  return and(
    or("request.operation == 'DELETE'", rule('object')),
    or("request.operation == 'CREATE'", rule('oldObject')),
  );
}

/** The spec of the object that the API server is given. */
export function admissionPolicySpec({ matches, conditions, variables, rules }: AdmissionPolicy): object {
  const matchConditions = named(conditions);
  return {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: matches.map(({ apiGroups, apiVersions = ['*'], operations, resources }) => ({
        apiGroups: [...apiGroups],
        apiVersions: [...apiVersions],
        operations: [...operations],
        resources: [...resources],
      })),
    },
    ...(matchConditions.length > 0 && { matchConditions }),
    ...(variables && { variables: named(variables) }),
    validations: rules.map(({ expression, message }) => ({
      expression,
      message: `${LOCKED_DOWN}: ${message}`,
      reason: 'Forbidden',
    })),
  };
}

function named(expressions: Readonly<Record<string, string>>): object[] {
  return Object.entries(expressions).map(([name, expression]) => ({ name, expression }));
}

/** What puts a policy in force in namespaces, by the label that the API server sets. */
export function admissionBindingSpec(policyName: string, namespaces: readonly string[]): object {
  const names = { key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces] };
  return {
    policyName,
    validationActions: ['Deny'],
    matchResources: { namespaceSelector: { matchExpressions: [names] } },
  };
}
