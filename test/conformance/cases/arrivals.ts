/** Expectations about requests that proxies repeat, answer or interrupt. */
import { Expectation } from './case';

/** Returns the expectation that the server sees the request this often, and that the answer has this status. */
export function arriving(expected: Expectation, arrivals: number, status = 200): Expectation {
  return { ...expected, arrivals, status };
}

/** Returns the expectation that the server sees the request, and that a proxy ends the connection before the answer. */
export function interrupted(expected: Expectation): Expectation {
  return { ...expected, exit: 52, status: 0 };
}
