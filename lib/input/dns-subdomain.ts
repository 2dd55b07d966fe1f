import { InputError } from './input-error';
import { refuseToken } from './token';

const LABEL = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
const SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);

/**
 * Reads the name of a ServiceAccount or a Secret: a DNS-1123 subdomain, which may hold dots, unlike the name of a namespace.
 *
 * @param what how the error names it: `service account`, `credentialName`
 * @throws InputError
 */
export function parseDnsSubdomain(what: string, value: string): string {
  refuseToken(what, value);
  if (typeof value === 'string' && value.length <= 253 && SUBDOMAIN.test(value)) return value;
  throw new InputError({
    problem: `${what} is not a dns-1123 subdomain`,
    got: value,
    allowed: 'lower case letters, digits, inner hyphens and dots, at most 253 characters',
    fix: `write the ${what} as kubectl shows it, without its namespace`,
  });
}
