import { EgressError } from './egress-error';

/** The text form of a token of cdktf (`${TfToken[...]}`) and of the AWS CDK (`${Token[...]}`). */
const STRING_TOKEN = /\$\{(Tf)?Token\[/;

/**
 * Returns whether a value is resolved only at synthesis: a cdk8s `Lazy`, an implicit token (an object with `resolve()`), or the
 * text form of another framework's token. cdk8s replaces tokens when it writes the manifest (`cdk8s/src/resolve.ts`).
 */
export function isToken(value: unknown): boolean {
  if (typeof value === 'string') return STRING_TOKEN.test(value);
  if (typeof value !== 'object' || value === null) return false;
  const candidate = value as { produce?: unknown; resolve?: unknown };
  return typeof candidate.produce === 'function' || typeof candidate.resolve === 'function';
}

/**
 * Rejects a token. Object names, the construct tree and conflicts between routes depend on the value, so that the value must be
 * available before synthesis.
 *
 * @param what subject of the error: `hosts`
 * @throws EgressError if the value is a token
 */
export function assertLiteral(what: string, value: unknown): void {
  if (!isToken(value)) return;
  throw EgressError.of({
    code: 'EGR0108',
    problem: `${what} must be a literal`,
    got: typeof value === 'string' ? value : '<token>',
    allowed: 'a value that is available before synthesis: object names and checks for conflicts depend on the value',
    fix: 'pass the resolved value, for example from an environment variable or a file',
  });
}
