/** The programs that cases prove, each with all that must be true when its output is applied. */
import { ConformanceCase, Expectation } from '../case/case';
import { NamedCase } from '../case/cases';
import { Lockdown } from '../oracle/lockdown';

export interface Proven {
  /** E.g. `ten-lines/main`. */
  readonly program: string;
  /** The first case with expectations of it. */
  readonly each: ConformanceCase;
  readonly expect: readonly Expectation[];
  /** Commands of kubectl that come before. */
  readonly kubectl: readonly string[];
  readonly lockdowns: readonly Lockdown[];
}

export function provenPrograms(examples: readonly NamedCase[]): Proven[] {
  const all = examples.flatMap(({ name, cases, lockdowns }) =>
    cases.flatMap((each) =>
      each.stages.flatMap(({ apply, expect = [], kubectl = [] }): Proven[] => {
        if (apply === undefined || expect.length === 0) return [];
        const own = lockdowns.filter(({ program }) => program === apply);
        return [{ program: `${name}/${apply}`, each, expect, kubectl, lockdowns: own }];
      }),
    ),
  );
  return all.filter(({ program }, index) => all.findIndex((other) => other.program === program) === index);
}
