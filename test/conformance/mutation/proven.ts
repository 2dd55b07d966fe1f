/** The programs that cases prove, each with all that must be true when its output is applied. */
import { ConformanceCase, Expectation, Stage } from '../case/case';
import { NamedCase } from '../case/cases';
import { Lockdown } from '../case/lockdown';

export interface Proven {
  /** E.g. `ten-lines/main`. */
  readonly program: string;
  /** Of the cases with it, the one that expects the most. */
  readonly each: ConformanceCase;
  readonly expect: readonly Expectation[];
  /** Commands of kubectl that its objects need, e.g. for Secrets; its namespaces are there before. */
  readonly kubectl: readonly string[];
  /** Whether proxies may go on waiting for a Secret that is not there. */
  readonly warming: boolean;
  readonly lockdowns: readonly Lockdown[];
}

export function provenPrograms(examples: readonly NamedCase[]): Proven[] {
  const all = examples.flatMap(({ name, cases, lockdowns }) =>
    cases.flatMap((each) =>
      joined(each.stages).flatMap(({ apply, expect = [], kubectl = [], warming = false }): Proven[] => {
        if (apply === undefined || expect.length === 0) return [];
        const own = lockdowns.filter(({ program }) => program === apply);
        return [{ program: `${name}/${apply}`, each, expect, kubectl, warming, lockdowns: own }];
      }),
    ),
  );
  const most = all.sort((one, other) => other.expect.length - one.expect.length);
  const programs = [...new Set(all.map(({ program }) => program))].sort();
  return programs.flatMap((program) => most.find((each) => each.program === program) ?? []);
}

/** Stages, where one that applies and expects nothing is one with the next that only adds to it, e.g. a Secret. */
function joined(stages: readonly Stage[]): Stage[] {
  return stages.reduce<Stage[]>((done, stage) => {
    const last = done.at(-1);
    if (last?.apply === undefined || last.expect !== undefined || !onlyAdds(stage)) return [...done, stage];
    const kubectl = [...(last.kubectl ?? []), ...(stage.kubectl ?? [])];
    return [...done.slice(0, -1), { ...stage, apply: last.apply, kubectl }];
  }, []);
}

function onlyAdds(stage: Stage): boolean {
  return stage.apply === undefined && stage.delete === undefined && stage.restart === undefined;
}
