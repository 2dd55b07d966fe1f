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
    return value.flatMap((item: unknown, index) => shapeMistakes(item, shape[0] ?? '*', [...path, index]));
  }
  if (!isMapping(value)) return [wrongType(value, 'mapping', path)];
  const mapping = value as Record<string, unknown>;
  const mistakes: ShapeMistake[] = [];
  for (const [field, each] of Object.entries(mapping)) {
    const inner = shape[''] ?? shape[field] ?? shape[`${field}!`];
    if (each === null) delete mapping[field];
    else if (inner === undefined) mistakes.push(unknownField(field, shape, [...path, field]));
    else mistakes.push(...shapeMistakes(each, inner, [...path, field]));
  }
  return [...mistakes, ...missingFields(mapping, shape, path)];
}

function missingFields(
  mapping: Readonly<Record<string, unknown>>,
  shape: Readonly<Record<string, Shape>>,
  path: Path,
): readonly ShapeMistake[] {
  return Object.keys(shape).flatMap((name) => {
    const field = name.slice(0, -1);
    if (!name.endsWith('!') || mapping[field] !== undefined) return [];
    const message = `${pathText([...path, field])} is missing`;
    return [{ path, message, fix: `write ${pathText([...path, field])}`, isUnknownField: false }];
  });
}

function isOfType(value: unknown, type: string): boolean {
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

function unknownField(field: string, shape: Readonly<Record<string, Shape>>, path: Path): ShapeMistake {
  const names = Object.keys(shape).map((name) => name.replace(/!$/, ''));
  const near = didYouMean(field, names);
  const fix = near === undefined ? `remove ${pathText(path)}; fields here: ${names.join(', ')}` : `write ${near}`;
  return { path, message: `${pathText(path)} is an unknown field, which is ignored`, fix, isUnknownField: true };
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}
