/**
 * The types of validation plugins of cdk8s-cli, as far as this library uses them. The package `cdk8s-cli` is no dependency.
 *
 * @see cdk8s-team/cdk8s-cli `src/plugins/validation.ts`
 */

/** The input and the report of a validation. */
export interface ValidationContext {
  /** Paths of the manifests. */
  readonly manifests: string[];
  /** The report, to which the plugin adds violations. */
  readonly report: ValidationReport;
}

/** The report of a validation. */
export interface ValidationReport {
  /** Adds a violation. */
  addViolation(violation: ValidationViolation): void;
  /** Ends the report. `cdk8s synth` ends with 2 for a failure. */
  submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
}

/** A finding of a validation. */
export interface ValidationViolation {
  /** The code and the level of the finding: `EGR3001 error`. */
  readonly ruleName: string;
  /** The message of the finding. */
  readonly recommendation: string;
  /** The change that removes the finding. */
  readonly fix: string;
  /** The object of the finding. */
  readonly violatingResources: ValidationViolatingResource[];
}

/** An object of a finding. The command line interface adds the path of the construct, which it finds by the name. */
export interface ValidationViolatingResource {
  /** The name of the object. */
  readonly resourceName: string;
  /** The object with its kind and full name, and the line. */
  readonly locations: string[];
  /** The path of the file of the object. */
  readonly manifestPath: string;
}
