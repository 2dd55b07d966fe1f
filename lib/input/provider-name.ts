import { EgressError } from './egress-error';
import { assertText } from './text';
import { assertLiteral } from './token';

/**
 * Parses the name of an extension provider of the mesh.
 *
 * @throws EgressError if the value is not a name without spaces
 */
export function parseProviderName(value: string): string {
  assertLiteral('provider', value);
  if (typeof value === 'string' && /^[\w.-]+$/.test(value)) {
    assertText('provider', value);
    return value;
  }
  throw EgressError.of({
    code: 'EGR0116',
    problem: 'provider must be the name of an extension provider',
    got: value,
    allowed: 'letters, digits, ".", "_" and "-"',
    fix: 'write a name from meshConfig.extensionProviders, such as "otel"',
  });
}
