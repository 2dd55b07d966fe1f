import { InputError } from '../input/input-error';
import { refuseToken } from '../input/token';

/** What a source may do with an HTTP route. An empty list means all. */
export interface Operation {
  readonly methods: readonly string[];
  readonly paths: readonly string[];
}

const METHOD = /^[A-Z][A-Z-]*$/;
/** A path as a request has it, without query and fragment: ASCII without blanks; `*` at the end only. */
const PATH = /^\/(?:(?![?#*{}])[!-~])*\*?$/;
/** What no compared path has: the gateway resolves dots, escaped or not, and answers escaped slashes and backslashes with 400. */
const RESOLVED = /\/\.\.?(\/|$)|%2e|%2f|%5c|\\/i;

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
    methods: parseList('methods', methods, METHODS),
    paths: parseList('paths', paths, PATHS),
  };
}

/** Each operation once, in an order that follows from the operations alone. */
export function distinctOperations(operations: readonly Operation[]): readonly Operation[] {
  const byText = new Map(
    operations.map(({ methods, paths }) => [JSON.stringify([methods, paths]), { methods, paths }]),
  );
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, operation]) => operation);
}

/** What the values of a list must be. */
interface Rule {
  readonly sound: (value: string) => boolean;
  readonly allowed: string;
  /** What to write in the place of a value that is not. */
  readonly fix: (value: unknown) => string;
}

const METHODS: Rule = {
  sound: (value) => METHOD.test(value),
  allowed: 'names in upper case such as "GET"',
  fix: () => 'write methods: ["GET"]',
};

const PATHS: Rule = {
  sound: isPath,
  allowed:
    'absolute paths such as "/v1/status", or with one "*" at the end such as "/v1/*"; no query, no "..", no escaped dot or slash, ' +
    'ascii only',
  fix: pathFix,
};

function isPath(value: string): boolean {
  return PATH.test(value) && !RESOLVED.test(value);
}

function pathFix(value: unknown): string {
  if (typeof value === 'string' && value.startsWith('/')) {
    if (RESOLVED.test(value)) return 'write the path that is left when dots, slashes and backslashes are resolved';
    const escaped = value.replace(/[^!-~]+/g, (part) =>
      Buffer.from(part).toString('hex').toUpperCase().replace(/../g, '%$&'),
    );
    if (escaped !== value && isPath(escaped)) return `write "${escaped}", as requests have it`;
  }
  return 'write paths: ["/v1/*"]';
}

function parseList(what: string, values: readonly string[] | undefined, rule: Rule): readonly string[] {
  if (values === undefined) return [];
  refuseToken(what, values);
  const list: readonly unknown[] = Array.isArray(values) ? values : [];
  for (const value of list) refuseToken(what, value);
  const bad = list.findIndex((value) => typeof value !== 'string' || !rule.sound(value));
  if (list.length === 0 || bad !== -1) {
    const { allowed, fix } = rule;
    throw new InputError({ problem: `${what} is empty or malformed`, got: values, allowed, fix: fix(list[bad]) });
  }
  return [...new Set(list as readonly string[])].sort();
}
