import { InputError } from './input-error';
import { refuseToken } from './token';

/**
 * Reads the name of an extension provider of the mesh: whatever its configuration calls it, without spaces.
 *
 * @throws InputError
 */
export function parseProvider(value: string): string {
  refuseToken('provider', value);
  if (typeof value === 'string' && /^[\w.-]+$/.test(value)) return value;
  throw new InputError({
    problem: 'provider is not a name',
    got: value,
    allowed: 'letters, digits, ".", "_" and "-"',
    fix: 'write the name that it has in meshConfig.extensionProviders',
  });
}
