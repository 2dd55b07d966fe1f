/** Durations in files: `5s`, `1.5h`. */
import { Duration } from 'cdk8s';

/** A duration as text. */
export const DURATION_TEXT = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

/** The units by the factory methods of `Duration`. */
export const UNITS: ReadonlyMap<string, string> = new Map([
  ['millis', 'ms'],
  ['seconds', 's'],
  ['minutes', 'm'],
  ['hours', 'h'],
]);

const FACTORIES: Readonly<Record<string, (amount: number) => Duration>> = {
  ms: (amount) => Duration.millis(amount),
  s: (amount) => Duration.seconds(amount),
  m: (amount) => Duration.minutes(amount),
  h: (amount) => Duration.hours(amount),
};

/** Returns the duration of a text; other data as it is. */
export function durationOf(data: unknown): unknown {
  const [, amount, unit = ''] = DURATION_TEXT.exec(typeof data === 'string' ? data : '') ?? [];
  return amount === undefined ? data : (FACTORIES[unit]?.(Number(amount)) ?? data);
}
