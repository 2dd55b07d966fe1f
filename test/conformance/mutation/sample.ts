/** A part of all mutants, for runs that have not the time for all. */
import fc from 'fast-check';
import { Mutant } from './mutant';

/** What a sample is spread over: mutants, with the example they are of where there is more than one. */
export type Sampled = Pick<Mutant, 'operator' | 'target'> & { readonly example?: string };

/** Coarse to fine: a small sample has something of every example before it has two kinds of one. */
const SPREAD: readonly ((mutant: Sampled) => string)[] = [
  ({ example }) => example ?? '',
  ({ target }) => target.kind,
  ({ operator }) => operator,
];

/**
 * As many mutants as asked for, in the order in which they came: the same for the same seed, spread over examples, kinds
 * and operators.
 */
export function sample<M extends Sampled>(mutants: readonly M[], size: number, seed: number): readonly M[] {
  const indices = spread(
    shuffled(mutants, seed).map((index) => ({ index, mutant: mutants[index] as M })),
    SPREAD,
  ).map(({ index }) => index);
  const chosen = new Set(indices.slice(0, Math.max(0, size)));
  return mutants.filter((_, index) => chosen.has(index));
}

/** The places of a list in an order that follows from the seed. */
function shuffled(list: readonly unknown[], seed: number): readonly number[] {
  const whole = { minLength: list.length, maxLength: list.length };
  return fc.sample(fc.shuffledSubarray([...list.keys()], whole), { seed, numRuns: 1 })[0] ?? [];
}

/** One of each group in turn, each group being spread in the same way by what is left of the keys. */
function spread<T extends { readonly mutant: Sampled }>(
  items: readonly T[],
  [key, ...rest]: readonly ((mutant: Sampled) => string)[],
): readonly T[] {
  if (key === undefined) return items;
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item.mutant), [...(groups.get(key(item.mutant)) ?? []), item]);
  const lists = [...groups.values()].map((group) => spread(group, rest));
  const rounds = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: rounds }).flatMap((_, round) => lists.flatMap((list) => list.slice(round, round + 1)));
}
