import { ErrorCode } from './codes';
import { EgressFinding, FindingLevel } from './finding';
import { findingText } from './finding-text';
import { isPlainObject } from './source-text';

/** Longest text of a plain object that a user passed. */
const MAX_LENGTH = 60;

/** A mistake in a value, in the order in which a reader needs its parts. */
export interface Problem {
  readonly code: ErrorCode;
  /** The mistake: `host must be a DNS name`. */
  readonly problem: string;
  /** The rejected value. */
  readonly got: unknown;
  /** The values that are accepted. */
  readonly allowed: string;
  /** An instruction that can be typed, in one line. */
  readonly fix: string;
  /**
   * The property whose value the fix provides, or `*` for all: further findings about the property are not reported.
   * @default - none
   */
  readonly settles?: string | undefined;
}

/**
 * An error about input. Pure functions throw the error without a construct path; the construct that received the input adds its
 * path (`lib/construct/diagnostics.ts`). The first finding is also spread over the error's own properties, as Node's errors have
 * their details.
 */
export class EgressError extends Error implements EgressFinding {
  public readonly code!: string;
  public readonly level!: FindingLevel;
  public readonly constructPath!: string;
  public readonly location?: string | undefined;
  public readonly problem!: string;
  public readonly got!: string;
  public readonly allowed!: string;
  public readonly fix!: string;

  /** The properties that findings settle. */
  readonly #settled: ReadonlyMap<EgressFinding, string>;

  /** @param findings at least one */
  private constructor(
    public readonly findings: readonly EgressFinding[],
    settled: ReadonlyMap<EgressFinding, string> = new Map(),
  ) {
    super(findings.map(findingText).join('\n'));
    this.#settled = settled;
    this.name = 'EgressError';
    Object.assign(this, findings[0]);
  }

  /** Returns the error for one mistake. */
  public static of(problem: Problem): EgressError {
    const { settles, ...rest } = problem;
    const finding = toFinding(rest, '', FindingLevel.ERROR, MAX_LENGTH);
    return new EgressError([finding], new Map(settles === undefined ? [] : [[finding, settles]]));
  }

  /** Returns the error for findings, at least one. */
  public static ofFindings(findings: readonly EgressFinding[]): EgressError {
    return new EgressError(findings);
  }

  /** Returns one error for the mistakes of several, without those that the fix of another mistake settles. */
  public static join(errors: readonly EgressError[]): EgressError {
    const settled = new Map(errors.flatMap((error) => [...error.#settled]));
    const names = new Set(settled.values());
    const isOpen = (finding: EgressFinding): boolean =>
      settled.has(finding) || !(names.has('*') || subjectsOf(finding).some((name) => names.has(name)));
    return new EgressError(errors.flatMap(({ findings }) => findings).filter(isOpen), settled);
  }

  /** Returns the same error with the name of the factory that received the values, where a problem does not name the factory. */
  public in(factory: string): EgressError {
    return new EgressError(
      this.findings.map((each) =>
        each.problem.includes(factory) ? each : { ...each, problem: `${factory}: ${each.problem}` },
      ),
    );
  }

  /** Returns the same error with the path of a construct, where a finding has none. */
  public at(constructPath: string): EgressError {
    return new EgressError(this.findings.map((each) => (each.constructPath ? each : { ...each, constructPath })));
  }
}

/** A mistake without its code. */
export type Uncoded = Omit<Problem, 'code' | 'settles'>;

/** Returns the properties that a finding is about: `hosts[2]` and `hosts` of `hosts[2] must be ...`. */
function subjectsOf({ problem }: EgressFinding): readonly string[] {
  const path = problem.replace(/\s.*$/s, '');
  return [path, path.replace(/\[.*$/s, '')];
}

/**
 * Returns a mistake as a finding.
 *
 * @param maxLength longest text of a plain object as `got`
 */
export function toFinding(
  problem: Uncoded & { readonly code: string },
  constructPath = '',
  level = FindingLevel.ERROR,
  maxLength = Infinity,
): EgressFinding {
  return { ...problem, level, constructPath, got: show(problem.got, maxLength) };
}

/**
 * Returns a value for an error: an instance of a class by its text form or the name of its class, plain objects as short JSON, other
 * values as JSON, and values that JSON cannot represent as their type.
 */
function show(value: unknown, maxLength: number): string {
  if (typeof value === 'number') return String(value);
  if (isInstance(value)) return textOf(value);
  try {
    const json = JSON.stringify(value, (_, inner: unknown) => shownInside(inner)) ?? typeof value;
    const isLong = isPlainObject(value) && json.length > maxLength;
    return isLong ? `${json.slice(0, maxLength)}...` : json;
  } catch {
    return typeof value;
  }
}

function shownInside(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return isInstance(value) ? textOf(value) : value;
}

function isInstance(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !isPlainObject(value) || Object.hasOwn(value, 'toString');
}

/** Returns the text form of an instance. The text form of a construct is its path, which does not name its class. */
function textOf(value: object): string {
  const hasText = value.toString !== Object.prototype.toString && typeof value.toString === 'function';
  const { name = 'object' } = (value.constructor ?? {}) as { name?: string };
  if (!hasText || 'node' in value) return name;
  const text = textForm(value);
  if (text === undefined) return name;
  return /^\w+\(.*\)$/.test(text) && !isPlainObject(value) ? `${name}.${text}` : text;
}

/** Returns the text form of a value; undefined if the value has none, as the prototype of a class. */
function textForm(value: object): string | undefined {
  try {
    return (value as { readonly toString: () => string }).toString();
  } catch {
    return undefined;
  }
}
