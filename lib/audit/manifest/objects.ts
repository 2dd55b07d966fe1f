import { Path } from './manifest';

/** An object of a document, and its path in the document. */
export interface PlacedObject {
  readonly object: unknown;
  readonly within: Path;
}

/** The fields of objects and Lists, in small letters. */
const FIELDS = ['apiversion', 'kind', 'metadata', 'spec', 'items'];

/** Such a field as a key in YAML or JSON. */
const KEY = new RegExp(`\\b(?:${FIELDS.join('|')})["']?\\s*:`, 'i');

/** Returns whether a text, which can be no YAML, can have an object. */
export function canHaveObject(text: string): boolean {
  return KEY.test(text);
}

/**
 * Returns whether a value is meant as an object, or as a list of objects: two keys are fields of objects, in capital or small letters. A
 * file of values, and a Chart.yaml of Helm, are not meant as objects.
 */
export function isMeantAsObject(value: unknown): boolean {
  if (!isMapping(value)) return Array.isArray(value) && value.some(isMeantAsObject);
  const keys = new Set(Object.keys(value).map((key) => key.toLowerCase()));
  return FIELDS.filter((field) => keys.has(field)).length > 1;
}

/**
 * Returns the objects of a document: the document itself, or the items of a List, also of a list in a list. Items of a typed list
 * such as `VirtualServiceList` can omit the kind.
 */
export function objectsIn(value: unknown, within: Path = []): readonly PlacedObject[] {
  const { kind, apiVersion, items } = isMapping(value) ? value : {};
  const isList = typeof apiVersion === 'string' && typeof kind === 'string' && kind.endsWith('List');
  if (!isList || !Array.isArray(items)) return [{ object: value, within }];
  const typed = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.flatMap((item: unknown, index) =>
    objectsIn(isMapping(item) ? { ...typed, ...item } : item, [...within, 'items', index]),
  );
}

/** Returns whether a value is a mapping: neither a list nor a scalar. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
