import { compare } from '../input/compare';
import { readAll } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { parseSet } from '../input/list';
import { assertKnownProperties, PropertyNames } from '../input/properties';
import { assertLiteral } from '../input/token';
import { HttpOperation } from './http-operation';

/** The requests that a source may send to an HTTP route. An empty list means every method or every path. */
export interface Operation {
  readonly methods: readonly string[];
  readonly paths: readonly string[];
}

const METHOD = /^[A-Z][A-Z-]*$/;
/** A path of a request, without query and fragment: visible ASCII characters, and `*` only at the end. */
const PATH = /^\/(?:(?![?#*{}])[!-~])*\*?$/;
/** Parts that the gateway normalizes before it compares a path: dot segments, escaped dots, escaped slashes and backslashes. */
const NORMALIZED = /\/\.\.?(\/|\*|$)|%2e|%2f|%5c|\\/i;

const PROPERTIES: PropertyNames<HttpOperation> = { methods: true, paths: true };

/**
 * Parses methods and paths. Returns both sorted, each item once, since neither order nor repetition has a meaning.
 *
 * @param what subject of the error: `allowedOperations[1]`
 * @throws EgressError if the operation has neither methods nor paths, and for every method or path that no request has
 */
export function parseOperation(operation: HttpOperation, what = 'operation'): Operation {
  assertKnownProperties(what, operation, PROPERTIES);
  const { methods, paths } = operation;
  if (methods === undefined && paths === undefined) {
    throw EgressError.of({
      code: 'EGR0208',
      problem: `${what} must have methods or paths`,
      got: operation,
      allowed: 'methods, paths, or both',
      fix: 'write { methods: ["GET"], paths: ["/v1/*"] }, with one of the two or both',
    });
  }
  return readAll({
    methods: () => (methods === undefined ? [] : parseMethods(methods, `${what}.methods`)),
    paths: () => (paths === undefined ? [] : parsePaths(paths, `${what}.paths`)),
  });
}

/** Returns every operation once, in an order that does not depend on the given order. */
export function distinctOperations(operations: readonly Operation[]): readonly Operation[] {
  const byText = new Map(
    operations.map(({ methods, paths }) => [JSON.stringify([methods, paths]), { methods, paths }]),
  );
  return [...byText].sort(([a], [b]) => compare(a, b)).map(([, operation]) => operation);
}

function parseMethods(values: readonly string[], what: string): readonly string[] {
  const allowed = 'names in upper case, such as "GET"';
  return parseSet(values, { what, parse: parseMethod, example: '["GET"]', allowed, mayRepeat: true });
}

function parsePaths(values: readonly string[], what: string): readonly string[] {
  const allowed = 'absolute paths, such as "/v1/status" or "/v1/*"';
  return parseSet(values, { what, parse: parsePath, example: '["/v1/*"]', allowed, mayRepeat: true });
}

function parseMethod(value: unknown, what: string): string {
  assertLiteral(what, value);
  const text = typeof value === 'string' ? value : '';
  if (METHOD.test(text)) return text;
  throw EgressError.of({
    code: 'EGR0208',
    problem: `${what} must be an HTTP method`,
    got: value,
    allowed: 'a name in upper case, such as "GET"',
    fix: methodFix(text),
  });
}

function methodFix(text: string): string {
  if (text === '*') return 'remove methods to allow every method';
  const names = text.toUpperCase().split(/[\s,]+/);
  const methods = names.filter((name) => METHOD.test(name)).map((name) => `"${name}"`);
  return methods.length === 0 ? 'write methods: ["GET"]' : `write ${methods.join(', ')}`;
}

function parsePath(value: unknown, what: string): string {
  assertLiteral(what, value);
  const text = typeof value === 'string' ? value : '';
  if (isPath(text)) return text;
  throw EgressError.of({
    code: 'EGR0208',
    problem: `${what} must be a normalized absolute path`,
    got: value,
    allowed:
      'a path such as "/v1/status", or with one "*" at its end such as "/v1/*"; without a query, dot segments, escaped dots or ' +
      'escaped slashes; ASCII only',
    fix: pathFix(text),
  });
}

function isPath(text: string): boolean {
  return PATH.test(text) && !NORMALIZED.test(text);
}

function pathFix(text: string): string {
  if (text === '*') return 'remove paths to allow every path';
  const path = normalized(text).replace(/\*+$/, '*');
  if (isPath(path)) return `write "${path}"`;
  const one = path.replace(/\{\*+\}|\*+(?!$)/g, '1');
  if (isPath(one)) return `write "${one}", and so on: a path for each value in place of the wildcard`;
  if (/%2f|%5c/i.test(path)) {
    return 'write a path without an escaped slash or backslash; the gateway answers requests with one with 400';
  }
  return 'write paths: ["/v1/*"]';
}

/** Returns the path of a URL or of a request in the form in which the gateway compares it. */
function normalized(text: string): string {
  const path = text
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/[?#].*$/, '')
    .replace(/\/\.\*$/, '/*')
    .replace(/^(?=[\w-])/, '/');
  const escaped = path.replace(/[^!-~]+/g, (part) =>
    Buffer.from(part).toString('hex').toUpperCase().replace(/../g, '%$&'),
  );
  const dotted = escaped.replace(/%2e/gi, '.');
  return NORMALIZED.test(escaped) && dotted.startsWith('/') ? new URL(`http://host${dotted}`).pathname : escaped;
}
