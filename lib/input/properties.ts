import { readAll, Reads, Values } from './collect';
import { didYouMean } from './did-you-mean';
import { EgressError } from './egress-error';
import { isPlainObject, sourceOf } from './source-text';

/** The names of an interface's properties. The compiler rejects a missing and an additional name. */
export type PropertyNames<T> = Readonly<Record<keyof T, true>>;

/**
 * Replacements for unknown properties that users are likely to write, by the name of the unknown property: the name of a declared
 * property with the same values, or a fix. The hint for a declared property is {@link REQUIRED}.
 */
export type PropertyHints = Readonly<Record<string, string | ((value: unknown) => string)>>;

/** The hint for a declared property that must be set. */
export const REQUIRED = 'required';

/** The hints for labels and annotations beside `metadata`. */
export const METADATA_HINTS: PropertyHints = Object.fromEntries(
  ['labels', 'annotations'].map((name) => [
    name,
    (value: unknown) => `write metadata: { ${name}: ${sourceOf(value) ?? '{ team: "network" }'} }`,
  ]),
);

/**
 * Reads properties. Rejects a value that is not an object at once, since no property could be read from it.
 *
 * @param what subject of the error: `ExternalHttpRoute`
 * @param readsOf returns the reads of the values, by name
 * @param hints as of {@link assertKnownProperties}
 * @throws EgressError for every unknown property, and for every read that failed
 */
export function readProperties<T extends object, R extends Reads>(
  what: string,
  given: T,
  properties: PropertyNames<T>,
  readsOf: (given: T) => R,
  hints?: PropertyHints,
): Values<R> {
  assertObject(what, given, Object.keys(properties));
  return readAll({
    unknown: () => assertKnownProperties(what, given, properties, hints),
    values: () => readAll(readsOf(given)),
  }).values;
}

/**
 * Rejects unknown properties: with a misspelt `allowFrom` a route would be open to the whole mesh. Types reject them in an
 * object literal, but not in an object that comes from a variable, and not in JavaScript.
 *
 * @param what subject of the error: `ExternalHttpRoute`
 * @param hints fixes for unknown properties, by the name of the property; by default the error suggests the nearest name
 * @throws EgressError if the value is not an object, and for every unknown property
 */
export function assertKnownProperties<T extends object>(
  what: string,
  given: T,
  properties: PropertyNames<T>,
  hints: PropertyHints = {},
): void {
  const names = Object.keys(properties);
  assertObject(what, given, names);
  const values = Object.entries(given).filter(([, value]) => value !== undefined);
  const unknown = values.filter(([name]) => !names.includes(name));
  if (unknown.length === 0 && values.every(([, value]) => value !== null)) return;
  if (!isPlainObject(given) && unknown.length > 0) throw noOptions(what, given, names);
  const ofHints = new Map(Object.entries(hints));
  const unused = names.filter((name) => values.every(([written]) => written !== name));
  const errors = [
    ...unknown.map(([name, value]) => unknownProperty(what, name, value, { names, unused, hint: ofHints.get(name) })),
    ...values
      .filter(([name, value]) => value === null && names.includes(name) && ofHints.get(name) !== REQUIRED)
      .map(([name]) => nullProperty(what.endsWith(']') ? `${what}.${name}` : name)),
  ];
  if (errors.length > 0) throw EgressError.join(errors);
}

/** The declared properties, and the replacement for an unknown property. */
interface Alternatives {
  readonly names: readonly string[];
  readonly unused: readonly string[];
  readonly hint: PropertyHints[string] | undefined;
  /**
   * Returns the path of a declared property in errors.
   * @default - the name of the property
   */
  readonly pathOf?: (name: string) => string;
}

/** Returns the error for a property that does not exist. */
export function unknownProperty(
  what: string,
  name: string,
  value: unknown,
  { names, unused, hint, pathOf = (each) => each }: Alternatives,
): EgressError {
  const isAlias = typeof hint === 'string' && names.includes(hint);
  const alias = isAlias ? unused.find((each) => each === hint) : didYouMean(name, unused);
  const fix = isAlias ? undefined : typeof hint === 'function' ? hint(value) : hint;
  // A fix that sets another property repairs that property too.
  const settled = fix === undefined ? alias : unused.find((each) => fix.includes(`write ${each}: `));
  const otherwise = alias === undefined ? `remove ${name}` : `rename ${name} to ${alias}`;
  return EgressError.of({
    code: 'EGR0101',
    problem: `${what} cannot have the property ${name}`,
    got: value,
    allowed: names.join(', '),
    fix: fix ?? otherwise,
    settles: settled === undefined ? undefined : pathOf(settled),
  });
}

/** Returns the error for an optional property with the value null. */
export function nullProperty(name: string): EgressError {
  return EgressError.of({
    code: 'EGR0103',
    problem: `${name} cannot be null`,
    got: null,
    allowed: 'a value, or no property',
    fix: `remove ${name}`,
    settles: name,
  });
}

function assertObject(what: string, given: unknown, names: readonly string[]): void {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  // A Date or a Map has no properties of its own.
  if (!isObject || (!isPlainObject(given) && Object.keys(given).length === 0)) throw noOptions(what, given, names);
}

function noOptions(what: string, given: unknown, names: readonly string[]): EgressError {
  return EgressError.of({
    code: 'EGR0102',
    problem: `properties of ${what} must be an object`,
    got: given,
    allowed: names.join(', '),
    fix: `write an object with the property ${names[0]}`,
    settles: '*',
  });
}
