/**
 * The types of validation plugins of cdk8s-cli, as far as this library uses them. The package `cdk8s-cli` is no dependency.
 *
 * @see cdk8s-team/cdk8s-cli `src/plugins/validation.ts`
 */

/** The input and the report of a validation. */
export interface ValidationContext {
  /** Paths of the manifests. */
  readonly manifests: readonly string[];
  readonly report: ValidationReport;
}

/** The report of a validation. */
export interface ValidationReport {
  addViolation(violation: ValidationViolation): void;
  submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
}

/** A finding of a validation. */
export interface ValidationViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly ValidationViolatingResource[];
}

/** An object of a finding. The command line interface adds the path of the construct, which it finds by the name. */
export interface ValidationViolatingResource {
  readonly resourceName: string;
  readonly locations: readonly string[];
  readonly manifestPath: string;
}
