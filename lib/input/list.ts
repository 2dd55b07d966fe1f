import { readEach } from './collect';
import { EgressError } from './egress-error';
import { assignment, sourceOf } from './source-text';
import { assertLiteral } from './token';

/** The rules of a list. */
export interface ListRule<T, V = string> {
  /** Name of the property: `hosts`. */
  readonly what: string;
  /** Parses one item. `what` names the item, such as `hosts[2]`. */
  readonly parse: (value: V, what: string) => T;
  /** A list that is accepted, as source code. */
  readonly example: string;
  /** The values that are accepted. */
  readonly allowed: string;
  /**
   * Whether an empty list is accepted.
   * @default false
   */
  readonly mayBeEmpty?: boolean;
  /**
   * Whether an item may occur twice. The result has the item once.
   * @default false
   */
  readonly mayRepeat?: boolean;
}

/**
 * Parses a list whose order has no meaning. Returns every item once, numbers in numeric order and other items in the order of
 * their text.
 *
 * @throws EgressError if the value is not a list or is empty, and for every malformed or repeated item
 */
export function parseSet<T, V = string>(values: readonly V[], rule: ListRule<T, V>): readonly T[] {
  const { what, parse, mayBeEmpty = false, mayRepeat = false } = rule;
  assertLiteral(what, values);
  const example = listMeantBy(values, (value) => parse(value as V, what)) ?? rule.example;
  if (mayBeEmpty) assertList(what, values, example);
  else assertNonEmptyList(what, values, example, rule.allowed);
  const seen = new Map<string, T>();
  readEach(Array.from(values), (value, index) => {
    const item = parse(value, `${what}[${index}]`);
    if (seen.has(String(item)) && !mayRepeat) throw repeated(what, index, value, String(item));
    seen.set(String(item), item);
  });
  return [...seen.values()].sort(inOrder);
}

/**
 * Rejects a value that is not a list.
 *
 * @param what name of the property: `allowTo`
 * @param example a list that is accepted, as source code
 * @throws EgressError
 */
export function assertList(what: string, values: unknown, example: string): void {
  if (!Array.isArray(values)) throw malformed({ what, allowed: 'a list', example }, 'must be a list', values);
}

/**
 * Rejects a value that is not a list, and an empty list.
 *
 * @throws EgressError
 */
export function assertNonEmptyList(what: string, values: unknown, example: string, allowed = 'one or more'): void {
  const rule = { what, allowed, example };
  if (!Array.isArray(values)) throw malformed(rule, 'must be a list', values);
  if (values.length === 0) throw malformed(rule, 'must not be empty', values);
}

/**
 * Returns the list of one item if a value is the item, as source code.
 *
 * @param read throws for a value that is no item
 */
export function listMeantBy(value: unknown, read: (item: unknown) => unknown): string | undefined {
  if (value === undefined || value === null || Array.isArray(value)) return undefined;
  const source = sourceOf(value);
  if (source === undefined) return undefined;
  try {
    read(value);
    return `[${source}]`;
  } catch {
    return undefined;
  }
}

function inOrder(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

type Described = Pick<ListRule<unknown>, 'what' | 'allowed' | 'example'>;

function malformed({ what, allowed, example }: Described, predicate: string, got: unknown): EgressError {
  return EgressError.of({
    code: 'EGR0105',
    problem: `${what} ${predicate}`,
    got,
    allowed,
    fix: `write ${assignment(what, example)}`,
  });
}

function repeated(what: string, index: number, got: unknown, item: string): EgressError {
  return EgressError.of({
    code: 'EGR0106',
    problem: `${what} must not repeat ${item}`,
    got,
    allowed: 'each item once, in any spelling',
    fix: `remove ${what}[${index}]`,
  });
}
