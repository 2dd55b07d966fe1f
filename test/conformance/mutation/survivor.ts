/** Mutants that no expectation can turn red, and why. */

/** Which mutants an entry speaks of: those that have all that is said here. */
export interface Matcher {
  readonly operator: string;
  readonly kind?: string;
  /** The object's namespace. */
  readonly namespace?: string;
  /** The start of the object's name, e.g. `egress-deny-`. */
  readonly object?: string;
  /** The end of the field, e.g. `http[1].match[0].gateways`. */
  readonly field?: string;
  /** What becomes of the field, e.g. `default`. */
  readonly becomes?: string;
  /** The folder of the example, e.g. `istio-task`, or one of its programs, e.g. `istio-task/main`. */
  readonly example?: string;
}

export interface Survivor {
  readonly mutant: Matcher;
  readonly reason: string;
}
