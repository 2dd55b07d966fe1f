import { Path } from './manifest';

/** An object of a document, and its path in the document. */
export interface PlacedObject {
  readonly object: Readonly<Record<string, unknown>>;
  readonly within: Path;
}

/**
 * Returns the objects of a document: the document itself, or the items of a List, also of a list in a list. Items of a typed list
 * such as `VirtualServiceList` can omit the kind. A value that is no Kubernetes object is left out.
 */
export function objectsIn(value: unknown, within: Path = []): readonly PlacedObject[] {
  if (!isMapping(value) || typeof value['kind'] !== 'string' || typeof value['apiVersion'] !== 'string') return [];
  const { kind, apiVersion, items } = value;
  if (!kind.endsWith('List') || !Array.isArray(items)) return [{ object: value, within }];
  const typed = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.flatMap((item: unknown, index) =>
    isMapping(item) ? objectsIn({ ...typed, ...item }, [...within, 'items', index]) : [],
  );
}

/** Whether a value is a mapping: neither a list nor a scalar. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
