import { EgressError } from '../input/egress-error';
import { Reader } from '../input/shape';
import { assignment } from '../input/source-text';
import { assertLiteral } from '../input/token';
import { DurationText } from '../mesh/upstream-model';

/** The part of cdk8s's `Duration` that is read, so that a `Duration` of another copy of cdk8s is accepted too. */
interface DurationLike {
  toMilliseconds(options: { readonly integral: boolean }): number;
}

/** A number of milliseconds within which durations must be, and of which they must be a multiple. */
interface Range {
  readonly unit: number;
  readonly greatest: number;
  readonly allowed: string;
}

/** The limits of Istio's `ValidateDuration`, below the greatest duration that Envoy accepts. */
const MILLISECONDS: Range = {
  unit: 1,
  greatest: 365 * 86_400_000,
  allowed: 'whole milliseconds from 1 ms to 365 days',
};

/** The limits of TCP_KEEPIDLE and TCP_KEEPINTVL in Linux. */
const SECONDS: Range = { unit: 1000, greatest: 32_767_000, allowed: 'whole seconds from 1 to 32767' };

/** Returns a reader of a duration in whole milliseconds. The result is the duration as Istio reads it: `1.5s`. */
export function milliseconds(): Reader<DurationText> {
  return within(MILLISECONDS);
}

/** Returns a reader of a duration in whole seconds, as TCP keep-alive needs. */
export function wholeSeconds(): Reader<DurationText> {
  return within(SECONDS);
}

function within(range: Range): Reader<DurationText> {
  const { unit, greatest, allowed } = range;
  return (what, value) => {
    assertLiteral(what, value);
    const exact = millisecondsOf(value);
    const rounded = Math.round(exact ?? 0);
    // Duration.seconds(1.001) is 1000.9999999999999 ms.
    const isWhole = exact !== undefined && Math.abs(exact - rounded) < 1e-4 && rounded % unit === 0;
    if (isWhole && rounded >= unit && rounded <= greatest) return `${rounded / 1000}s`;
    throw EgressError.of({
      code: 'EGR0103',
      problem: `${what} must be a Duration${exact === undefined ? '' : ` of ${allowed}`}`,
      got: exact === undefined ? value : `${exact} ms`,
      allowed: `a Duration of cdk8s: ${allowed}`,
      fix: `write ${assignment(what, nearest(exact ?? meant(value), range))}`,
    });
  };
}

/** Returns the milliseconds of a `Duration`; undefined for other values. */
function millisecondsOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('toMilliseconds' in value)) return undefined;
  try {
    const read = (value as DurationLike).toMilliseconds({ integral: false });
    return Number.isFinite(read) ? read : undefined;
  } catch {
    // The prototype of Duration has no amount.
    return undefined;
  }
}

/** Units of `Duration`, the greatest first, with their milliseconds. */
const UNITS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000, millis: 1 } as const;

/** The units of a number, and of a text such as `5s`. */
const SUFFIXES: Readonly<Record<string, keyof typeof UNITS>> = {
  ms: 'millis',
  s: 'seconds',
  '': 'seconds',
  m: 'minutes',
  h: 'hours',
};

/** Returns the milliseconds that a number or a text such as `5s` means. */
function meant(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [, amount, suffix = ''] = /^(\d+)(ms|s|m|h|)$/.exec(String(value)) ?? [];
  const unit = SUFFIXES[suffix];
  return amount === undefined || unit === undefined ? undefined : Number(amount) * UNITS[unit];
}

/** Returns the duration of a range that is nearest to a time, as source code. For no time, returns 5 seconds. */
function nearest(time: number | undefined, { unit, greatest }: Range): string {
  const whole = Math.min(Math.round((time ?? 0) / unit) * unit, greatest) || 5000;
  const [name, size] = Object.entries(UNITS).find(([, each]) => whole % each === 0) ?? ['millis', 1];
  return `Duration.${name}(${whole / size})`;
}
