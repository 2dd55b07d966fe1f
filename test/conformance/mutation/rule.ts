/** The rows that say which field of a kind of object becomes what, and what makes edits of them. */
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { Field, fieldsAt, replaced, written } from './fields';
import { Edit, Placed } from './mutant';

/** What becomes of a field. */
export interface Change {
  /** The new value; undefined takes the field away. */
  readonly value: unknown;
  readonly says: string;
}

/** One row: a field and what becomes of it. */
export interface Rule {
  readonly operator: string;
  /** The field from the object's root, as `fieldsAt` takes it. */
  readonly at: string;
  /** The changes of one field; `value` is undefined where the object does not have the field. */
  readonly to: (value: unknown, field: Field, placed: Placed) => readonly Change[];
}

/** Another value; changes that change nothing are left out later. */
export function becomes(
  value: unknown,
  says = typeof value === 'string' && value ? value : JSON.stringify(value),
): Change {
  return { value, says: `-> ${says}` };
}

/** A change too large to be written out, in words. */
export function rewritten(value: unknown, says: string): Change {
  return { value, says };
}

export const DROPPED: Change = { value: undefined, says: 'dropped' };

/** The value where the object has the field. */
export function where(...values: readonly unknown[]): Rule['to'] {
  return (value) => (value === undefined ? [] : values.map((each) => becomes(each)));
}

/** The value where the object does not have the field. */
export function whereAbsent(...values: readonly unknown[]): Rule['to'] {
  return (value) => (value === undefined ? values.map((each) => becomes(each)) : []);
}

/** The value whether or not the object has the field. */
export function always(...values: readonly unknown[]): Rule['to'] {
  return () => values.map((each) => becomes(each));
}

/** Values by the value that stands there, e.g. `{ HTTPS: ['TLS'] }`; others stay. */
export function each(values: Readonly<Record<string, readonly unknown[]>>): Rule['to'] {
  return (value) => (typeof value === 'string' ? (values[value] ?? []).map((other) => becomes(other)) : []);
}

/** Takes the field away. */
export const drop: Rule['to'] = (value) => (value === undefined ? [] : [DROPPED]);

/** Takes an item away where others remain; without it the list would mean something else, or be refused. */
export const dropOneOfMany: Rule['to'] = (_, { siblings }) => (siblings > 1 ? [DROPPED] : []);

/** The next port that the object does not speak of: one that nobody listens on, and no duplicate. */
export const otherPort: Rule['to'] = (value, _, { manifest }) => {
  if (!/^\d+$/.test(String(value))) return [];
  const taken = valuesIn(manifest);
  let port = Number(value);
  do port = (port % 65535) + 1;
  while (taken.has(String(port)));
  return [becomes(typeof value === 'string' ? String(port) : port)];
};

/** Numbers and strings alike, as text: policies write ports as strings. */
function valuesIn(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set([String(value)]);
  return new Set(Object.values(value).flatMap((inner) => [...valuesIn(inner)]));
}

/** All that rows make of an object. */
export function editsOf(rules: readonly Rule[], placed: Placed): Edit[] {
  return rules.flatMap(({ operator, at, to }) =>
    fieldsAt(placed.manifest, at).flatMap((field) =>
      to(field.value, field, placed).map(({ value, says }) => ({
        operator,
        field: written(field.path),
        says,
        result: replaced(placed.manifest, field.path, value) as Manifest,
      })),
    ),
  );
}
