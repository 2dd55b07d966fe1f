import { EgressError } from './egress-error';

/** Reads of several values by name. */
export type Reads = Readonly<Record<string, () => unknown>>;

/** The values by the same names. */
export type Values<R extends Reads> = { readonly [Name in keyof R]: ReturnType<R[Name]> };

/**
 * Runs every read, and returns the values by name.
 *
 * @throws EgressError that holds the findings of all reads that failed
 */
export function readAll<R extends Reads>(reads: R): Values<R> {
  const values = readEach(Object.entries(reads), ([name, read]) => [name, read()] as const);
  return Object.fromEntries(values) as Values<R>;
}

/**
 * Applies a read to every item, and returns the results in order.
 *
 * @throws EgressError that holds the findings of all items that failed
 */
export function readEach<T, R>(items: readonly T[], read: (item: T, index: number) => R): readonly R[] {
  const errors: EgressError[] = [];
  // A sparse list has undefined in its holes.
  const results = Array.from(items).flatMap((item, index) => {
    try {
      return [read(item, index)];
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      errors.push(error);
      return [];
    }
  });
  if (errors.length > 0) throw EgressError.join(errors);
  return results;
}
