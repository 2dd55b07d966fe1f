/** Places in an input: names of properties, and positions in lists. */
export type Place = readonly (string | number)[];

type Container = Record<string | number, unknown>;

/** Returns whether a value is an object that is not an instance of a class. */
export function isStruct(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Returns the places of an input that have a value. Instances of classes are values. */
export function placesOf(value: unknown, place: Place = []): readonly Place[] {
  if (value === undefined) return [];
  if (!isStruct(value) && !Array.isArray(value)) return [place];
  const entries = Object.entries(value as Container);
  return [
    place,
    ...entries.flatMap(([key, inner]) => placesOf(inner, [...place, Array.isArray(value) ? Number(key) : key])),
  ];
}

/** Returns the value at a place. */
export function valueAt(input: unknown, place: Place): unknown {
  return place.reduce<unknown>((value, key) => (value as Container)[key], input);
}

/** Returns a copy of an input with another value at a place. */
export function withValue(input: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(input) ? [...(input as unknown[])] : { ...(input as object) }) as Container;
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

/** Returns a copy of an input with a further property at a place, also `__proto__`. */
export function withKey(input: unknown, place: Place, key: string): unknown {
  const copy = { ...(valueAt(input, place) as object) };
  Object.defineProperty(copy, key, { value: 'a', enumerable: true });
  return withValue(input, place, copy);
}
