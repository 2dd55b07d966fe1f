/** Severity of an {@link EgressFinding}. */
export enum FindingLevel {
  /** The manifests are not written. */
  ERROR = 'error',

  /** The manifests are written. */
  WARNING = 'warning',
}

/** A mistake in the input: one that a constructor rejected, or one that a check found at synthesis. */
export interface EgressFinding {
  /** Code of the check, such as `EGR0201`. The guide lists every code in `docs/checks.md`. */
  readonly code: string;
  /** Severity of the finding. */
  readonly level: FindingLevel;
  /** Path of the construct that the finding is about. Empty before a construct exists, as in a factory method. */
  readonly constructPath: string;
  /**
   * The place in a file that the finding is about: `egress.yaml:12:5`.
   * @default - none: the finding is about code
   */
  readonly location?: string | undefined;
  /** The mistake, as a sentence without its end: `host must be a DNS name`. */
  readonly problem: string;
  /** The rejected value, as text. */
  readonly got: string;
  /** The values that are accepted. */
  readonly allowed: string;
  /** An instruction that resolves the finding. */
  readonly fix: string;
}
