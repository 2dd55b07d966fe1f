import { EgressError } from './egress-error';
import { assignment } from './source-text';

/**
 * Rejects a value that is neither a boolean nor undefined. The text `"false"`, as an environment variable has it, would count
 * as true.
 *
 * @param what name of the property: `defaultDeny`
 * @throws EgressError if the value is neither a boolean nor undefined
 */
export function assertBoolean(what: string, value: boolean | undefined): void {
  if (value === undefined || typeof value === 'boolean') return;
  const text = typeof value === 'string' ? (value as string).toLowerCase() : '';
  throw EgressError.of({
    code: 'EGR0107',
    problem: `${what} must be a boolean`,
    got: value,
    allowed: 'true or false, without quotes',
    fix:
      text === 'true' || text === 'false'
        ? `write ${assignment(what, text)}`
        : `write ${assignment(what, 'true')} or ${assignment(what, 'false')}`,
  });
}

/**
 * Returns a boolean.
 *
 * @param what name of the property: `defaultDeny`
 * @throws EgressError if the value is neither a boolean nor undefined
 */
export function parseBoolean(what: string, value: boolean): boolean {
  assertBoolean(what, value);
  return value;
}
