/**
 * Statements about an HTTP request that a match of a VirtualService makes, and that only a request decides: its path, method, headers.
 */
import { notEvaluated } from '../model/unevaluated';
import { HttpMatch, StringMatch } from '../model/specs';

/** A statement about a request. */
export interface HttpClaim {
  /** `the path`, `the method`, `header x`, `query parameter x`. */
  readonly subject: string;
  readonly kind: 'exact' | 'prefix' | 'regex' | 'present';
  readonly value: string;
  /** Whether the statement must be true. `withoutHeaders` has statements that must be false. */
  readonly isWanted: boolean;
}

/** A statement that is assumed to be true or false. */
export interface Fact {
  readonly claim: HttpClaim;
  readonly holds: boolean;
}

/** The parts of a request that are given. */
export interface GivenParts {
  readonly method?: string;
  readonly path?: string;
}

/** Returns the statements of a match, all of which must be as wanted. */
export function claimsOf(match: HttpMatch): HttpClaim[] {
  const { uri, method, scheme, headers = {}, withoutHeaders = {}, queryParams = {}, ignoreUriCase } = match;
  const of = (subject: string, text: StringMatch | undefined, isWanted = true): HttpClaim[] =>
    text === undefined ? [] : [{ subject, ...kindOf(text), isWanted }];
  const eachOf = (what: string, texts: Readonly<Record<string, StringMatch>>, isWanted = true): HttpClaim[] =>
    Object.entries(texts).flatMap(([name, text]) => of(`${what} ${name}`, text, isWanted));
  const path = of(ignoreUriCase ? LOWER_PATH : PATH, uri).map((claim) =>
    ignoreUriCase && claim.kind !== 'regex' ? { ...claim, value: claim.value.toLowerCase() } : claim,
  );
  return [
    ...path.filter(({ kind, value }) => !isEveryPath(kind, value)),
    ...of(METHOD, method),
    ...of('the scheme', scheme),
    ...eachOf('header', headers),
    ...eachOf('header', withoutHeaders, false),
    ...eachOf('query parameter', queryParams),
  ];
}

const PATH = 'the path';
const LOWER_PATH = 'the path in lower case';
const METHOD = 'the method';

/** Returns whether a statement is about the path. */
export function isOfPath({ subject }: HttpClaim): boolean {
  return subject === PATH || subject === LOWER_PATH;
}

function isEveryPath(kind: HttpClaim['kind'], value: string): boolean {
  return (
    kind === 'present' || (kind === 'prefix' && value === '/') || (kind === 'regex' && ['.*', '/.*'].includes(value))
  );
}

function kindOf({ exact, prefix, regex }: StringMatch): Pick<HttpClaim, 'kind' | 'value'> {
  // istiod reads `*` as every text.
  if (regex === '*') return { kind: 'present', value: '' };
  if (exact !== undefined) return { kind: 'exact', value: exact };
  if (prefix !== undefined) return { kind: 'prefix', value: prefix };
  return regex === undefined ? { kind: 'present', value: '' } : { kind: 'regex', value: regex };
}

/** Returns whether a statement is true. Undefined if neither the request nor a fact decides. */
export function decided(claim: HttpClaim, { method, path }: GivenParts, facts: readonly Fact[]): boolean | undefined {
  const [pathOnly] = path?.split('?') ?? [];
  if (claim.subject === PATH && pathOnly !== undefined) return isTrueOf(claim, pathOnly);
  if (claim.subject === LOWER_PATH && pathOnly !== undefined) return isTrueOf(claim, pathOnly.toLowerCase());
  if (claim.subject === METHOD && method !== undefined) return isTrueOf(claim, method);
  for (const fact of facts) {
    const implied = impliedBy(fact, claim);
    if (implied !== undefined) return implied;
  }
  return undefined;
}

function impliedBy({ claim: fact, holds }: Fact, { subject, kind, value, isWanted }: HttpClaim): boolean | undefined {
  if (fact.subject !== subject) return undefined;
  if (fact.kind === kind && fact.value === value) return holds;
  if (holds && fact.kind === 'exact') return isTrueOf({ subject, kind, value, isWanted }, fact.value);
  if (kind === 'present') return holds ? true : undefined;
  const isText = kind === 'exact' || kind === 'prefix';
  if (fact.kind === 'present') return holds ? undefined : false;
  if (fact.kind !== 'prefix' || !isText) return undefined;
  if (!holds) return value.startsWith(fact.value) ? false : undefined;
  if (kind === 'prefix' && fact.value.startsWith(value)) return true;
  return value.startsWith(fact.value) ? undefined : false;
}

function isTrueOf({ kind, value }: HttpClaim, text: string): boolean {
  switch (kind) {
    case 'exact':
      return text === value;
    case 'prefix':
      return text.startsWith(value);
    case 'regex':
      return fullMatch(value, text);
    case 'present':
      return true;
  }
}

/** Returns whether an expression matches a whole text. Envoy reads the expression as RE2. */
export function fullMatch(regex: string, text: string): boolean {
  return expressionOf(`^(?:${regex})$`).test(text);
}

/** Returns an expression. An expression of RE2 alone is not read. */
export function expressionOf(regex: string, flags = ''): RegExp {
  try {
    return new RegExp(regex, flags);
  } catch {
    return notEvaluated(`the regex ${regex}`);
  }
}

/** Returns a fact as a sentence: `the path of the request begins with /politics`. */
export function sentenceOf({ claim: { subject, kind, value }, holds }: Fact): string {
  const verb = VERBS[kind][holds ? 0 : 1];
  const owner = subject.replace(/^the path|^the method|^the scheme/, '$& of the request');
  return `${/^(header|query)/.test(subject) ? `${subject} of the request` : owner} ${verb}${kind === 'present' ? '' : ` ${value}`}`;
}

const VERBS: Readonly<Record<HttpClaim['kind'], readonly [string, string]>> = {
  exact: ['is', 'is not'],
  prefix: ['begins with', 'does not begin with'],
  regex: ['matches', 'does not match'],
  present: ['is present', 'is absent'],
};
