import { InputError } from './input-error';
import { refuseToken } from './token';

/** What a source may do with an HTTP route. An empty list means all. */
export interface Operation {
  readonly methods: readonly string[];
  readonly paths: readonly string[];
}

const METHOD = /^[A-Z][A-Z-]*$/;
/** A path as Envoy compares it: without query and fragment; `*` at the end only. */
const PATH = /^\/[^\s?#*{}]*\*?$/;

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
      fix: 'write allow({ methods: ["GET"] }), or leave it out to allow everything',
    });
  }
  return {
    methods: parseList('methods', methods, METHOD, 'names in upper case such as "GET"', 'write methods: ["GET"]'),
    paths: parseList(
      'paths',
      paths,
      PATH,
      'absolute paths such as "/v1/status", or with one "*" at the end such as "/v1/*"; no query',
      'write paths: ["/v1/*"]',
    ),
  };
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
