import { EgressError } from '../input/egress-error';
import { parseSet } from '../input/list';
import { assertLiteral } from '../input/token';

/** The conditions that Istio accepts (`supportedRetryOnPolicies` in istio.io/istio `pkg/config/validation/validation.go`) and that need no further field. */
const CONDITIONS: readonly string[] = [
  '5xx',
  'cancelled',
  'connect-failure',
  'deadline-exceeded',
  'gateway-error',
  'internal',
  'refused-stream',
  'reset',
  'reset-before-request',
  'resource-exhausted',
  'retriable-4xx',
  'unavailable',
];

/** The status codes of failures that Go has a text for, as Istio requires. */
const FAILURE = /^(40\d|41[0-8]|42[1-689]|431|451|50[0-8]|51[01])$/;

/**
 * Parses the conditions of retries. Returns them sorted, since their order has no meaning.
 *
 * @throws EgressError if the list is empty, and for every unknown or repeated condition
 */
export function parseRetryOn(what: string, values: unknown): readonly string[] {
  return parseSet(values as readonly string[], {
    what,
    parse: parseCondition,
    example: "['connect-failure', '503']",
    allowed: 'one condition or more',
  });
}

function parseCondition(value: unknown, what: string): string {
  assertLiteral(what, value);
  if (typeof value === 'string' && (CONDITIONS.includes(value) || FAILURE.test(value))) return value;
  const isCode = typeof value === 'number' && FAILURE.test(String(value));
  throw EgressError.of({
    code: 'EGR0103',
    problem: `${what} must be a condition of retries`,
    got: value,
    allowed: `${CONDITIONS.join(', ')}, or a status code from 400 on as text`,
    fix: `write retryOn: [${isCode ? `'${value}'` : "'connect-failure', '503'"}]`,
  });
}
