import { EgressError } from './egress-error';
import { isPlainObject } from './source-text';
import { assertText } from './text';

/**
 * Rejects resolved data that is not JSON, and texts that a manifest cannot contain. Tokens can resolve to any value.
 *
 * @param what subject of the error: `spec`
 * @throws EgressError for the first such value
 */
export function assertPlainData(what: string, value: unknown): void {
  if (value === undefined || value === null || typeof value === 'boolean' || Number.isFinite(value)) return;
  if (typeof value === 'string') return assertText(what, value);
  if (Array.isArray(value)) {
    return Array.from(value as unknown[]).forEach((item, index) => assertPlainData(`${what}[${index}]`, item));
  }
  if (!isPlainObject(value)) throw notPlain(what, value);
  for (const [key, inner] of Object.entries(value)) {
    assertText(`a key of ${what}`, key);
    assertPlainData(`${what}.${key}`, inner);
  }
}

/** Returns the error for a value that no manifest has. */
export function notPlain(what: string, got: unknown): EgressError {
  return EgressError.of({
    code: 'EGR0126',
    problem: `${what} must be plain data once tokens are resolved`,
    got,
    allowed: 'texts, finite numbers, booleans, lists and plain objects',
    fix: 'return plain data from the token, such as Lazy.any({ produce: () => "egress" })',
  });
}
