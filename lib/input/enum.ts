import { withArticle } from './article';
import { didYouMean } from './did-you-mean';
import { EgressError } from './egress-error';
import { assignment } from './source-text';

/** The members of an enum whose values are strings, by name. */
type Members = Readonly<Record<string, string>>;

/**
 * Rejects a value that is not a member of an enum.
 *
 * @param what name of the property: `clientTls`
 * @param name name of the enum: `ClientTls`
 * @throws EgressError if the value is not a member
 */
export function assertEnum(what: string, value: unknown, name: string, members: Members): void {
  if (Object.values(members).includes(value as string)) return;
  const names = Object.keys(members);
  const meant = memberMeantBy(value, members);
  throw EgressError.of({
    code: 'EGR0104',
    problem: `${what} must be ${withArticle(name)}`,
    got: value,
    allowed: names.map((member) => `${name}.${member}`).join(' or '),
    fix: `write ${assignment(what, `${name}.${meant ?? names[0]}`)}`,
  });
}

/** Returns the name of the member that a value means: `TLS_1_3` of `TLSv1.3`, of `'1.3'` and of `1.3`. */
function memberMeantBy(value: unknown, members: Members): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const names = Object.keys(members);
  const letters = lettersOf(value);
  const ending = names.filter((name) => lettersOf(name).endsWith(letters));
  const equal = names.find((name) => [name, members[name]].some((text) => lettersOf(text ?? '') === letters));
  return equal ?? (letters !== '' && ending.length === 1 ? ending[0] : didYouMean(String(value), names));
}

/** Returns the letters and digits of a text in lower case. */
function lettersOf(text: string | number): string {
  return String(text)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
