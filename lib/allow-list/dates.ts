import { EgressError } from '../input/egress-error';
import { assignment } from '../input/source-text';

/** A day as text. */
export const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;

/** Returns the day of the clock in UTC: `2027-03-31`. */
export function dayOfClock(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * Parses a day of the calendar, `2027-03-31`. Days compare as texts.
 *
 * @param what name of the property: `expires`
 * @throws EgressError for a value that is not such a day
 */
export function parseDay(what: string, value: unknown): string {
  if (typeof value === 'string' && DAY_TEXT.test(value) && isInCalendar(value)) return value;
  throw EgressError.of({
    code: 'EGR0103',
    problem: `${what} must be a day`,
    got: value,
    allowed: 'a day of the calendar, written as year, month and day',
    fix: `write ${assignment(what, '"2027-03-31"')}`,
  });
}

function isInCalendar(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
}

/** The part of a row that its expiry needs. */
export interface Expiring {
  readonly expires?: unknown;
  readonly owner?: unknown;
  readonly ticket?: unknown;
}

/**
 * Rejects a row that has expired. A row is good on its last day.
 *
 * @throws EgressError for a malformed day, and for a day before today
 */
export function assertNotExpired({ expires, owner, ticket }: Expiring, today: string): void {
  if (expires === undefined || parseDay('expires', expires) >= today) return;
  const by = typeof owner === 'string' ? ` by ${owner}` : '';
  const within = typeof ticket === 'string' ? ` in ${ticket}` : '';
  throw EgressError.of({
    code: 'EGR0901',
    problem: 'the row has expired',
    got: expires,
    allowed: `today, ${today}, or a later day`,
    fix: `write a later day in expires after a review${by}${within}, or remove the row`,
  });
}
