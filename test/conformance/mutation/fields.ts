/** Fields in plain objects: found by pattern, replaced in a copy, and named as people write them. */

/** From the root of an object to a field: keys of objects, places in lists. */
export type Path = readonly (string | number)[];

/** A field that a pattern finds; `value` is undefined where the object has everything but the last step. */
export interface Field {
  readonly path: Path;
  readonly value: unknown;
  /** How many fields or items stand where it stands, itself included. */
  readonly siblings: number;
}

/** As much of an object as these functions rely on. */
export type Keyed = Readonly<Record<string, unknown>>;

export function isKeyed(value: unknown): value is Keyed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list, or none: so that rules need not look first. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/**
 * The fields that a pattern finds.
 *
 * @param pattern keys with dots between them; `*` is each item of a list or each key of an object
 */
export function fieldsAt(root: unknown, pattern: string): Field[] {
  const start: Field[] = [{ path: [], value: root, siblings: 1 }];
  return pattern.split('.').reduce((found, step) => found.flatMap((field) => next(field, step)), start);
}

function next({ path, value }: Field, step: string): Field[] {
  if (step !== '*') {
    if (!isKeyed(value)) return [];
    return [{ path: [...path, step], value: value[step], siblings: Object.keys(value).length }];
  }
  if (isKeyed(value)) {
    const entries = Object.entries(value);
    return entries.map(([key, each]) => ({ path: [...path, key], value: each, siblings: entries.length }));
  }
  const items = listOf(value);
  return items.map((each, index) => ({ path: [...path, index], value: each, siblings: items.length }));
}

/** The value at a path; undefined where the object has none. */
export function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof step === 'number' ? listOf(value)[step] : isKeyed(value) ? value[step] : undefined),
    root,
  );
}

/** A copy of the object with another value in one field; undefined takes the field, or the item of a list, away. */
export function replaced(root: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const items = listOf(root);
    const item = replaced(items[step], rest, value);
    return [...items.slice(0, step), ...(item === undefined ? [] : [item]), ...items.slice(step + 1)];
  }
  const object = isKeyed(root) ? root : {};
  const field = replaced(object[step], rest, value);
  if (field !== undefined) return { ...object, [step]: field };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== step));
}

/** A path as people write it, without the `spec` that nearly all of them begin with. */
export function written(path: Path): string {
  const [first, ...rest] = path;
  const steps = first === 'spec' && rest.length > 0 ? rest : path;
  return steps.reduce<string>((text, step, index) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[\w-]+$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return index === 0 ? step : `${text}.${step}`;
  }, '');
}

/** The same text for the same content, whatever the order of keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isKeyed(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}

/** `canonical` for many lists that share objects: the text of each object is made once. */
export function canonicalLists(): (objects: readonly object[]) => string {
  const texts = new Map<object, string>();
  const textOf = (object: object): string => {
    const text = texts.get(object) ?? canonical(object);
    texts.set(object, text);
    return text;
  };
  return (objects) => objects.map(textOf).join('\n');
}
