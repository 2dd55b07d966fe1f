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
  if (typeof shape === 'string') return isOfType(value, shape) ? [] : [wrongType(value, shape, path)];
  if (isList(shape)) {
    if (!Array.isArray(value)) return [wrongType(value, 'list', path)];
    const [inner = '*'] = shape;
    return value.flatMap((item: unknown, index) =>
      hasType(item, inner) ? [] : shapeMistakes(item, inner, [...path, index]),
    );
  }
  if (!isMapping(value)) return [wrongType(value, 'mapping', path)];
  const mapping = value as Record<string, unknown>;
  const { ofEvery, byName, required } = fieldsOf(shape);
  const mistakes: ShapeMistake[] = [];
  for (const field of Object.keys(mapping)) {
    const each = mapping[field];
    const inner = ofEvery ?? byName.get(field);
    if (each === null) delete mapping[field];
    else if (inner === undefined) mistakes.push(unknownField(field, [...byName.keys()], [...path, field]));
    else if (!hasType(each, inner)) mistakes.push(...shapeMistakes(each, inner, [...path, field]));
  }
  const missing = required.filter((field) => mapping[field] === undefined);
  return missing.length === 0 ? mistakes : [...mistakes, ...missing.map((field) => missingField(field, path))];
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

/** Returns whether a value has the type of a scalar: most values, whose paths are not read. */
function hasType(value: unknown, shape: Shape): boolean {
  return typeof shape === 'string' && isOfType(value, shape);
}

function isOfType(value: unknown, type: string): boolean {
  if (typeof value === type) return true;
  const [name, values] = type.split(':');
  if (name === '*') return value !== null;
  if (name === 'integer') return Number.isInteger(value);
  return typeof value === name && (values === undefined || value === '' || values.split('|').includes(value as string));
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
