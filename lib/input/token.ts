import { InputError } from './input-error';

/** How cdktf (`${TfToken[...]}`) and AWS CDK (`${Token[...]}`) write a value that only their resolver knows. */
const STRING_TOKEN = /\$\{(Tf)?Token\[/;

/**
 * Whether a value becomes known at synthesis only: a cdk8s `Lazy`, an implicit token (anything with `resolve()`), or the
 * string form of another framework's token. cdk8s replaces them when the manifest is written (`cdk8s/src/resolve.ts`).
 */
export function isToken(value: unknown): boolean {
  if (typeof value === 'string') return STRING_TOKEN.test(value);
  if (typeof value !== 'object' || value === null) return false;
  const candidate = value as { produce?: unknown; resolve?: unknown };
  return typeof candidate.produce === 'function' || typeof candidate.resolve === 'function';
}

/**
 * Refuses a token where the value is identity: object names, conflicts between routes and the construct tree follow from it
 * at once, so it cannot wait for synthesis.
 *
 * @throws InputError when `value` is a token
 */
export function refuseToken(what: string, value: unknown): void {
  if (!isToken(value)) return;
  throw new InputError({
    problem: `${what} is a token`,
    got: typeof value === 'string' ? value : '<token>',
    allowed: 'a literal: what is written, and whether it contradicts something else, follows from it at once',
    fix: `resolve the value before the construct is made, for example from an environment variable or a file`,
  });
}
