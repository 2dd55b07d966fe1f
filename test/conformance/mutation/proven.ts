/** The programs that cases prove, each with all that must be true when its output is applied. */
import { ConformanceCase, Expectation } from '../case/case';
import { NamedCase } from '../case/cases';
import { Lockdown } from '../case/lockdown';
import { stillApplied } from '../case/programs';

export interface Proven {
  /** E.g. `ten-lines/main`. */
  readonly program: string;
  /** Of the cases with it, the one that expects the most. */
  readonly each: ConformanceCase;
  readonly expect: readonly Expectation[];
  /** The programs that are applied before it and still are then. */
  readonly beside: readonly string[];
  /** Commands of kubectl that come before. */
  readonly kubectl: readonly string[];
  /** Whether proxies may go on waiting for a Secret that is not there. */
  readonly warming: boolean;
  readonly lockdowns: readonly Lockdown[];
}

export function provenPrograms(examples: readonly NamedCase[]): Proven[] {
  const all = examples.flatMap(({ name, cases, lockdowns }) =>
    cases.flatMap((each) =>
      each.stages.flatMap(({ apply, expect = [], kubectl = [], warming = false }, index): Proven[] => {
        if (apply === undefined || expect.length === 0) return [];
        const own = lockdowns.filter(({ program }) => program === apply);
        const beside = stillApplied(each.stages.slice(0, index)).filter((program) => program !== apply);
        return [
          {
            program: `${name}/${apply}`,
            beside: beside.map((program) => `${name}/${program}`),
            ...{ each, expect, kubectl, warming, lockdowns: own },
          },
        ];
      }),
    ),
  );
  const most = all.sort((one, other) => other.expect.length - one.expect.length);
  const programs = [...new Set(all.map(({ program }) => program))].sort();
  return programs.flatMap((program) => most.find((each) => each.program === program) ?? []);
}
