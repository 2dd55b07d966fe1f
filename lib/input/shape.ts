import { parseBoolean } from './boolean';
import { readEach } from './collect';
import { EgressError } from './egress-error';
import { assertEnum } from './enum';
import { listMeantBy } from './list';
import { nullProperty, PropertyHints, unknownProperty } from './properties';
import { assignment, isPlainObject, mapMeantBy } from './source-text';
import { isToken } from './token';

/** Checks a value, and returns a copy. `what` names the value in errors: `tolerations[0].effect`. */
export type Reader<T> = (what: string, value: unknown) => T;

/** A reader for each property of a struct. The compiler requires all of them. */
export type Shape<T> = { readonly [Name in keyof T]-?: Reader<NonNullable<T[Name]>> };

/** Rules of a struct in addition to those of its properties. */
export interface StructRule<T> {
  /**
   * Properties that must be set.
   * @default - none
   */
  readonly required?: readonly (keyof T & string)[];
  /**
   * Checks properties that depend on each other.
   * @default - properties are independent
   */
  readonly check?: (what: string, value: T) => void;
  /**
   * Returns the name of a property in errors.
   * @default - the path of the property: `tolerations[0].effect`
   */
  readonly nameOf?: (what: string, property: string) => string;
  /**
   * Replacements for unknown properties, by the name of the property.
   * @default - the nearest name
   */
  readonly hints?: PropertyHints;
  /**
   * Returns a struct that has the meaning of unknown properties, as source code.
   * @default - unknown properties have no meaning
   */
  readonly meaning?: (unknown: Readonly<Record<string, unknown>>) => string | undefined;
}

/**
 * Returns a reader of a struct. It reports every unknown, missing and malformed property, with its path.
 *
 * @param example a struct that is accepted, as source code
 */
export function structOf<T extends object>(example: string, shape: Shape<T>, rule: StructRule<T> = {}): Reader<T> {
  const { required = [], check, nameOf = (what, property) => `${what}.${property}`, hints = {}, meaning } = rule;
  const hintOf = (what: string, name: string, value: unknown): string | undefined => {
    const meant = meaning?.({ [name]: value });
    return meant === undefined ? undefined : `write ${assignment(what, meant)}`;
  };
  return orToken((what, value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw malformed('EGR0102', what, 'be an object', value, example);
    }
    const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
    const names = Object.keys(shape);
    const unknown = given.filter(([name]) => !names.includes(name));
    if ((unknown.length > 0 || given.length === 0) && !isPlainObject(value))
      throw malformed('EGR0102', what, 'be an object', value, example);
    const missing = required.filter((name) => given.every(([key]) => key !== name));
    const unused = names.filter((name) => given.every(([key]) => key !== name));
    const all = [...given, ...missing.map((name): [string, unknown] => [name, undefined])];
    const struct = Object.fromEntries<unknown>(
      readEach(all, ([name, inner]) => {
        const path = nameOf(what, name);
        if (inner === null && names.includes(name) && !required.some((each) => each === name)) {
          throw nullProperty(path);
        }
        if (names.includes(name)) return [name, shape[name as keyof T](path, inner)] as const;
        const alternatives = {
          names,
          unused,
          hint: new Map(Object.entries(hints)).get(name) ?? hintOf(what, name, inner),
        };
        throw unknownProperty(what, name, inner, { ...alternatives, pathOf: (each) => nameOf(what, each) });
      }),
    ) as T;
    check?.(what, struct);
    return struct;
  });
}

/**
 * Returns a reader of a list, which may be empty.
 *
 * @param example a list that is accepted, as source code
 */
export function listOf<T>(example: string, item: Reader<T>): Reader<T[]> {
  return orToken((what, value) => {
    if (!Array.isArray(value))
      throw malformed('EGR0105', what, 'be a list', value, listMeantBy(value, (each) => item(what, each)) ?? example);
    return [...readEach(value as readonly unknown[], (each, index) => item(`${what}[${index}]`, each))];
  });
}

/**
 * Returns a reader of a map of texts.
 *
 * @param example a map that is accepted, as source code
 * @param assertEntry rejects an entry; `what` names the map
 */
export function mapOf(
  example: string,
  assertEntry: (what: string, key: string, value: unknown) => void,
): Reader<{ [key: string]: string }> {
  return orToken((what, value) => {
    if (!isPlainObject(value)) {
      throw malformed('EGR0102', what, 'be an object', value, mapMeantBy(value) ?? example);
    }
    const entries = Object.entries(value as Record<string, string>).filter(([, inner]) => inner !== undefined);
    readEach(entries, ([key, inner]: readonly [string, unknown]) => {
      if (inner === null) throw nullProperty(`${what}.${key}`);
      assertEntry(what, key, inner);
    });
    return Object.fromEntries<string>(entries);
  });
}

/** Returns a reader of a member of an enum whose values are strings. */
export function memberOf<T extends string>(name: string, members: Readonly<Record<string, T>>): Reader<T> {
  return orToken((what, value) => {
    assertEnum(what, value, name, members);
    return value as T;
  });
}

/** The greatest number of a field of 32 bits, as all whole numbers of pods are. */
const GREATEST = 2 ** 31 - 1;

/** Returns a reader of a whole number. */
export function wholeNumber(least: number, greatest = GREATEST): Reader<number> {
  const range = greatest === GREATEST ? `from ${least}` : `from ${least} to ${greatest}`;
  const isSound = (value: unknown): value is number =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= greatest;
  return orToken((what, value) => {
    if (isSound(value)) return value;
    throw EgressError.of({
      code: 'EGR0103',
      problem: `${what} must be a whole number ${range}`,
      got: value,
      allowed: `whole numbers from ${least} to ${greatest}`,
      fix: `write ${assignment(what, String(nearest(value, least, greatest)))}`,
    });
  });
}

/** Returns the whole number of a range that is nearest to a value. For a value that is no number, returns the least. */
function nearest(value: unknown, least: number, greatest: number): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) return least;
  return Math.min(Math.max(Math.round(number), least), greatest);
}

/** Returns a reader of a boolean. Tokens are rejected. */
export function boolean(): Reader<boolean> {
  return (what, value) => parseBoolean(what, value as boolean);
}

/** Returns a reader that accepts tokens, and the values that another reader accepts. */
export function orToken<T>(reader: Reader<T>): Reader<T> {
  return (what, value) => (isToken(value) ? (value as T) : reader(what, value));
}

function malformed(
  code: 'EGR0102' | 'EGR0105',
  what: string,
  predicate: string,
  got: unknown,
  example: string,
): EgressError {
  return EgressError.of({
    code,
    problem: `${what} must ${predicate}`,
    got,
    allowed: example,
    fix: `write ${assignment(what, example)}`,
  });
}
