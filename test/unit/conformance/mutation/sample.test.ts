import fc from 'fast-check';
import { sample } from '../../../conformance/mutation/sample';
import { MUTANTS } from './examples';

const ALL = [...MUTANTS].flatMap(([example, mutants]) => mutants.map((mutant) => ({ ...mutant, example })));
const seeds = fc.integer();
const sizes = fc.nat({ max: 60 });

describe('sample', () => {
  it('is the same for the same seed, as large as asked for, in the order of the whole', () => {
    fc.assert(
      fc.property(sizes, seeds, (size, seed) => {
        const chosen = sample(ALL, size, seed);
        expect(chosen).toHaveLength(size);
        expect(sample(ALL, size, seed)).toEqual(chosen);
        expect(ALL.filter((mutant) => chosen.includes(mutant))).toEqual(chosen);
      }),
      { numRuns: 30 },
    );
  });

  it('of another seed is another one', () => {
    const samples = [1, 2, 3, 4, 5].map((seed) => sample(ALL, 20, seed).map(({ example, id }) => `${example} ${id}`));
    expect(new Set(samples.map((ids) => ids.join())).size).toBe(5);
  });

  it('grows: a larger one has all of a smaller one', () => {
    const small = sample(ALL, 10, 7);
    const large = sample(ALL, 40, 7);
    expect(small.filter((mutant) => !large.includes(mutant))).toEqual([]);
  });

  test.each([ALL.length, ALL.length + 1, 100_000])('of %d is all', (size) => {
    expect(sample(ALL, size, 3)).toEqual(ALL);
  });

  test.each([0, -1])('of %d is none', (size) => expect(sample(ALL, size, 3)).toEqual([]));

  it('of nothing is nothing', () => expect(sample([], 5, 3)).toEqual([]));

  it('has every example before it has two of one, and every kind before it has two of one', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(new Set(sample(ALL, MUTANTS.size, seed).map(({ example }) => example)).size).toBe(MUTANTS.size);
        const ofOne = MUTANTS.get('ten-lines/main') ?? [];
        expect(new Set(sample(ofOne, 5, seed).map(({ target }) => target.kind)).size).toBe(5);
        const operators = new Set(ofOne.map(({ operator, target }) => `${target.kind} ${operator}`));
        const some = sample(ofOne, 30, seed).map(({ operator, target }) => `${target.kind} ${operator}`);
        expect(new Set(some).size).toBe(Math.min(30, operators.size));
      }),
      { numRuns: 20 },
    );
  });
});
