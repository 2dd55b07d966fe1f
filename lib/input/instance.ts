import { withArticle } from './article';
import { meantInstance } from './class-values';
import { readEach } from './collect';
import { EgressError } from './egress-error';
import { assertList, assertNonEmptyList } from './list';
import { assignment } from './source-text';

/** Identity of this copy of the package: two copies in one `node_modules` tree each have their own. */
const COPY = {};

/** The keys of the marks of classes. */
const marks = new Map<string, symbol>();

/** Returns the key of a class's mark, which all copies of the package share. */
function markOf(className: string): symbol {
  const found = marks.get(className) ?? Symbol.for(`cdk8s-istio-egress.${className}`);
  marks.set(className, found);
  return found;
}

/** Marks an object as an instance of a class of this library. Constructors call this function. */
export function mark(object: object, className: string): void {
  Object.defineProperty(object, markOf(className), { value: COPY });
}

/** Returns whether a value is an instance of a class of this library, from any copy of the package. */
export function isMarked(value: unknown, className: string): boolean {
  return typeof value === 'object' && value !== null && markOf(className) in value;
}

/**
 * Rejects a value that is not an instance of a class of this copy of the package. Types reject the value too, but not in
 * JavaScript and not behind `any`.
 *
 * @param what name of the property: `allowFrom[2]`
 * @param allowed a value that is accepted, as source code
 * @throws EgressError if the value is not an instance, or an instance of a class of another copy
 */
export function assertInstance(what: string, value: unknown, className: string, allowed: string): void {
  assertInstanceIn(what, value, className, allowed, (source) => assignment(what, source));
}

/**
 * Rejects arguments of a method that are not instances of a class.
 *
 * @param method the method, as source code: `route.allowFrom`
 * @throws EgressError for every such argument
 */
export function assertArguments(method: string, values: readonly unknown[], className: string, allowed: string): void {
  readEach(values, (value, index) => {
    const what = `argument ${index + 1} of ${method}`;
    assertInstanceIn(what, value, className, allowed, (source) => `${method}(${source})`);
  });
}

/**
 * Rejects a value that is not a list of instances of a class.
 *
 * @param what name of the property: `allowFrom`
 * @param allowed an instance that is accepted, as source code
 * @param least a description of lists that are accepted, if the list must have an item
 * @throws EgressError for a value that is not a list, and for every item that is not an instance
 */
export function assertInstances(
  what: string,
  values: unknown,
  className: string,
  allowed: string,
  least?: string,
): asserts values is readonly unknown[] {
  const example = `[${meantInstance(className, values) ?? allowed}]`;
  if (least === undefined) assertList(what, values, example);
  else assertNonEmptyList(what, values, example, least);
  readEach(values as readonly unknown[], (value, index) =>
    assertInstance(`${what}[${index}]`, value, className, allowed),
  );
}

function assertInstanceIn(
  what: string,
  value: unknown,
  className: string,
  allowed: string,
  write: (source: string) => string,
): void {
  if (!isMarked(value, className)) {
    throw EgressError.of({
      code: 'EGR0103',
      problem: `${what} must be ${withArticle(className)}`,
      got: value,
      allowed,
      fix:
        value === null && what.endsWith(']')
          ? `remove ${what}`
          : `write ${write(meantInstance(className, value) ?? allowed)}`,
    });
  }
  if ((value as Record<symbol, unknown>)[markOf(className)] === COPY) return;
  throw EgressError.of({
    code: 'EGR0118',
    problem: `${what} must be ${withArticle(className)} of this copy of cdk8s-istio-egress`,
    got: `${className} from another copy of cdk8s-istio-egress`,
    allowed: 'values of one copy of the package',
    fix: 'run "npm ls cdk8s-istio-egress" to find the copies, then "npm dedupe"',
  });
}
