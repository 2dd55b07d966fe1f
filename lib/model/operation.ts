import { InputError } from './input-error';
import { refuseToken } from './token';

/** What a source may do with an HTTP route. An empty list means all. */
export interface Operation {
  readonly methods: readonly string[];
  readonly paths: readonly string[];
}

const METHOD = /^[A-Z][A-Z-]*$/;
/**
 * A path as the gateway compares it: without query and fragment, its dots resolved; `*` at the end only. Those with an escaped
 * slash or backslash never come so far.
 */
const PATH = /^(?!.*(?:\/\.\.?(?:\/|$)|%2f|%5c|\\))\/[^\s?#*{}]*\*?$/i;

/** What a user wrote of an operation. */
interface Written {
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
}

/**
 * Reads methods and paths.
 *
 * @throws InputError for none at all, for a misspelt one, which would allow everything, and for those that never match a request
 */
export function parseOperation(operation: Written): Operation {
  const { methods, paths, ...others } = typeof operation === 'object' && operation !== null ? operation : {};
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined || (methods === undefined && paths === undefined)) {
    throw new InputError({
      problem: unknown === undefined ? 'operation has neither methods nor paths' : `operation has ${unknown}`,
      got: operation,
      allowed: 'methods, paths, or both',
      fix: 'write allow: [{ methods: ["GET"], paths: ["/v1/*"] }], with one of the two or both',
    });
  }
  return {
    methods: parseList('methods', methods, METHOD, 'names in upper case such as "GET"', 'write methods: ["GET"]'),
    paths: parseList(
      'paths',
      paths,
      PATH,
      'absolute paths such as "/v1/status", or with one "*" at the end such as "/v1/*"; no query, no "..", no escaped slash',
      'write paths: ["/v1/*"]',
    ),
  };
}

/** Each operation once, in an order that follows from the operations alone. */
export function distinctOperations(operations: readonly Operation[]): readonly Operation[] {
  const byText = new Map(
    operations.map(({ methods, paths }) => [JSON.stringify([methods, paths]), { methods, paths }]),
  );
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, operation]) => operation);
}

function parseList(
  what: string,
  values: readonly string[] | undefined,
  pattern: RegExp,
  allowed: string,
  fix: string,
): readonly string[] {
  if (values === undefined) return [];
  refuseToken(what, values);
  const list: readonly unknown[] = Array.isArray(values) ? values : [];
  for (const value of list) refuseToken(what, value);
  const sound = list.length > 0 && list.every((value) => typeof value === 'string' && pattern.test(value));
  if (!sound) throw new InputError({ problem: `${what} is empty or malformed`, got: values, allowed, fix });
  return [...new Set(list as readonly string[])].sort();
}
