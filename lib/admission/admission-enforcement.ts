/**
 * Action of the API server on a request that an `EgressAdmissionPolicy` does not allow: the `validationActions` of the bindings.
 *
 * @example
 * new EgressAdmissionPolicy(chart, 'admission', {
 *   gateway,
 *   deployers: [Subject.group('platform')],
 *   enforcement: AdmissionEnforcement.WARN,
 * });
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-actions
 */
export enum AdmissionEnforcement {
  /** Rejects the request (`[Deny]`). */
  DENY = 'DENY',

  /** Admits the request, sends a warning to the client, and writes an annotation to the audit event (`[Warn, Audit]`). */
  WARN = 'WARN',

  /** Admits the request, and writes an annotation to the audit event (`[Audit]`). */
  AUDIT = 'AUDIT',
}
