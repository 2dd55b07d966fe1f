/** One thing that was looked at, and whether it was as it must be. */
export interface Check {
  /** What was looked at, e.g. `default/curl http://edition.cnn.com/politics`. */
  readonly what: string;
  /** The reason why it must be true, as a full sentence; none where `expected` is the reason. */
  readonly because?: string;
  /** What must be true of it. */
  readonly expected: string;
  /** What was seen, in a few words. */
  readonly seen: string;
  readonly passed: boolean;
  /** What a person needs to find the cause of a failure. */
  readonly evidence?: string;
}

/** The checks of one part of the suite. */
export interface Section {
  readonly title: string;
  readonly checks: readonly Check[];
  /** Seconds it took. */
  readonly seconds: number;
  /** What was applied meanwhile, where a check failed. */
  readonly manifests?: string;
}

/** A check that passes when nothing is wrong. */
export function nothingWrong(what: string, expected: string, wrong: readonly string[]): Check {
  const passed = wrong.length === 0;
  const seen = passed ? expected : `${wrong.length} found`;
  return { what, expected, seen, passed, ...(!passed && { evidence: wrong.join('\n') }) };
}
