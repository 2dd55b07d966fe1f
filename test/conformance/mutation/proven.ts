/** The programs that cases prove, each with all that must be true when its output is applied. */
import { ConformanceCase, Expectation } from '../cases/case';
import { Wish } from '../cases/wish';
import { NamedCase } from '../cases/cases';
import { allOf } from '../cases/group';
import { stillApplied } from '../cases/programs';
import { TruthTable } from '../cases/truth-table';

export interface Proven {
  /** E.g. `ten-lines/main`. */
  readonly program: string;
  /** Of the cases with it, the one that expects the most. */
  readonly each: ConformanceCase;
  readonly expect: readonly Expectation[];
  readonly wishes: readonly Wish[];
  /** The programs that are applied before it and still are then. */
  readonly beside: readonly string[];
  /** Commands of kubectl that come before. */
  readonly kubectl: readonly string[];
  /** Whether proxies may go on waiting for a Secret that is not there. */
  readonly warming: boolean;
  readonly tables: readonly TruthTable[];
  /** Which programs prove kinds of its objects in its place. */
  readonly provenIn: Readonly<Record<string, string>>;
}

export function provenPrograms(examples: readonly NamedCase[]): Proven[] {
  const all = examples.flatMap(({ name, cases, tables }) =>
    cases.flatMap((each) =>
      each.stages.flatMap(
        (
          { apply, expect: requests = [], wishes: asked = [], kubectl = [], warming = false, provenIn = {} },
          index,
        ): Proven[] => {
          const expect = allOf(requests);
          const wishes = allOf(asked);
          if (apply === undefined || expect.length + wishes.length === 0) return [];
          const own = tables.filter(({ program }) => program === apply).map(({ table }) => table);
          const beside = stillApplied(each.stages.slice(0, index)).filter((program) => program !== apply);
          return [
            {
              program: `${name}/${apply}`,
              beside: beside.map((program) => `${name}/${program}`),
              ...{ each, expect, wishes, kubectl, warming, tables: own, provenIn },
            },
          ];
        },
      ),
    ),
  );
  const most = all.sort(
    (one, other) => other.expect.length - one.expect.length + other.wishes.length - one.wishes.length,
  );
  const programs = [...new Set(all.map(({ program }) => program))].sort();
  return programs.flatMap((program) => most.find((each) => each.program === program) ?? []);
}
