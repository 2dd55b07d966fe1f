/** What an {@link InputError} says, in the order in which a reader needs it. */
export interface InputProblem {
  /** What is wrong, in lower case: `host is a url`. */
  readonly problem: string;
  /** The value that was given. */
  readonly got: unknown;
  /** What would have been accepted. */
  readonly allowed: string;
  /** What to do about it, in one line. */
  readonly fix: string;
}

/**
 * Bad input, found where it enters. The construct that it was given to puts its path in front (`lib/construct/at-path.ts`),
 * so that pure functions can throw it without knowing any construct.
 */
export class InputError extends Error {
  public constructor(public readonly details: InputProblem) {
    super(`${details.problem}: got ${show(details.got)}; allowed: ${details.allowed}; fix: ${details.fix}`);
    this.name = 'InputError';
  }
}

/** The value as it would stand in code; what prints itself as that, a cycle or a function by its type. */
function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value, (_, inner: unknown) => (printsItself(inner) ? String(inner) : inner)) ?? typeof value;
  } catch {
    return typeof value;
  }
}

/**
 * Whether a value is of a class with words of its own for itself, so that its fields are nobody's business, or a number that JSON has
 * no words for.
 */
function printsItself(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return value.toString !== Object.prototype.toString && typeof value.toString === 'function';
}
