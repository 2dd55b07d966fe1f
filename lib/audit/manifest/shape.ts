import { didYouMean } from '../../input/did-you-mean';
import { Path } from './manifest';
import { isMapping } from './objects';
import { pathText } from './path-text';

/**
 * The types of the values of an object, from its OpenAPI schema: `string`, `integer`, `number`, `boolean` or `*` (any value), an enum
 * such as `string:A|B`, `[ITEM]`, or fields. The name of a required field ends with `!`. The field with the empty name is the shape of
 * every field of a map.
 */
export type Shape = string | readonly Shape[] | { readonly [field: string]: Shape };

/** A value that the API server refuses, or the unknown field that the API server drops. */
export interface ShapeMistake {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
  readonly isUnknownField: boolean;
}

/**
 * Returns the mistakes of a value by its shape. Removes fields with null from mappings, as the API server does.
 *
 * @see kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions "Defaulting and Nullable"
 */
export function shapeMistakes(value: unknown, shape: Shape, path: Path): readonly ShapeMistake[] {
  const mistakes: ShapeMistake[] = [];
  addMistakes(value, shape, [...path], mistakes);
  return mistakes;
}

/** The path is one list for all values, since most values have no mistake. */
function addMistakes(value: unknown, shape: Shape, path: (string | number)[], mistakes: ShapeMistake[]): void {
  if (typeof shape === 'string') {
    if (!isOfType(value, shape)) mistakes.push(wrongType(value, shape, [...path]));
  } else if (isList(shape)) {
    if (!Array.isArray(value)) mistakes.push(wrongType(value, 'list', [...path]));
    else addMistakesOfItems(value, shape[0] ?? '*', path, mistakes);
  } else if (!isMapping(value)) mistakes.push(wrongType(value, 'mapping', [...path]));
  else addMistakesOfFields(value, fieldsOf(shape), path, mistakes);
}

function addMistakesOfItems(items: unknown[], shape: Shape, path: (string | number)[], mistakes: ShapeMistake[]): void {
  for (const [index, item] of items.entries()) {
    path.push(index);
    addMistakes(item, shape, path, mistakes);
    path.pop();
  }
}

function addMistakesOfFields(
  mapping: Record<string, unknown>,
  { ofEvery, byName, required }: Fields,
  path: (string | number)[],
  mistakes: ShapeMistake[],
): void {
  for (const field of Object.keys(mapping)) {
    const value = mapping[field];
    const shape = ofEvery ?? byName.get(field);
    path.push(field);
    if (value === null) delete mapping[field];
    else if (shape === undefined) mistakes.push(unknownField(field, [...byName.keys()], [...path]));
    else addMistakes(value, shape, path, mistakes);
    path.pop();
  }
  for (const field of required) if (mapping[field] === undefined) mistakes.push(missingField(field, [...path]));
}

/** The fields of a shape. */
interface Fields {
  /** The shape of every field of a map. */
  readonly ofEvery?: Shape;
  readonly byName: ReadonlyMap<string, Shape>;
  readonly required: readonly string[];
}

const knownFields = new WeakMap<object, Fields>();

function fieldsOf(shape: Readonly<Record<string, Shape>>): Fields {
  const known = knownFields.get(shape);
  if (known !== undefined) return known;
  const byName = new Map(Object.entries(shape).map(([name, inner]) => [name.replace(/!$/, ''), inner]));
  const required = Object.keys(shape).flatMap((name) => (name.endsWith('!') ? name.slice(0, -1) : []));
  const fields = { ofEvery: shape[''], byName, required };
  knownFields.set(shape, fields);
  return fields;
}

function missingField(field: string, path: Path): ShapeMistake {
  const text = pathText([...path, field]);
  return { path, message: `${text} is missing`, fix: `write ${text}`, isUnknownField: false };
}

function isOfType(value: unknown, type: string): boolean {
  if (typeof value === type) return true;
  if (type === '*') return value !== null;
  if (type === 'integer') return Number.isInteger(value);
  const [name, values] = type.split(':');
  return typeof value === name && (value === '' || values?.split('|').includes(value as string) === true);
}

function wrongType(value: unknown, type: string, path: Path): ShapeMistake {
  const [name = '', values] = type.split(':');
  const allowed = values === undefined ? NAMES[name] : `one of ${values.replaceAll('|', ', ')}`;
  const got = JSON.stringify(value)?.slice(0, 60);
  const near = typeof value === 'string' && values !== undefined ? didYouMean(value, values.split('|')) : undefined;
  const fix = `write ${near ?? allowed}`;
  return { path, message: `${pathText(path)} must be ${allowed}: got ${got}`, fix, isUnknownField: false };
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  mapping: 'a mapping',
  '*': 'a value',
};

function unknownField(field: string, names: readonly string[], path: Path): ShapeMistake {
  const near = didYouMean(field, names);
  const fix = near === undefined ? `remove ${pathText(path)}; fields here: ${names.join(', ')}` : `write ${near}`;
  return { path, message: `${pathText(path)} is an unknown field, which is ignored`, fix, isUnknownField: true };
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}
