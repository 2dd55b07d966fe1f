/** Mutants that always run: each has a name, and what notices it. */
import { ConformanceCase, Expectation, Stage } from '../cases/case';
import { NamedCase } from '../cases/cases';
import { allOf } from '../cases/group';
import { stillApplied } from '../cases/programs';
import { Wish } from '../cases/wish';
import { Check } from '../checks/check';
import { nameOf } from '../checks/proof/expectations';
import { nameOf as nameOfWish } from '../checks/proof/wishes';
import { NOTICED_BY, Questions, Red } from './red';

export interface NamedMutant {
  /** What breaks, as a sentence. */
  readonly name: string;
  /** The program that it changes, e.g. `ten-lines/main`. */
  readonly program: string;
  /** The id of the mutant. */
  readonly change: string;
  /** What must turn red: the name of an expectation or of a request to the API server, or an item of `NOTICED_BY`. */
  readonly red: string;
  /** Words of the titles of the case and of the stage after which it runs; by default it runs after the stage that applies the program. */
  readonly stage?: string;
}

/** Returns the named mutants of one program. */
export function ofProgram(program: string, mutants: readonly Omit<NamedMutant, 'program'>[]): NamedMutant[] {
  return mutants.map((mutant) => ({ program, ...mutant }));
}

/** The stage of a case after which a named mutant runs. */
export interface Place {
  readonly each: ConformanceCase;
  readonly stage: Stage;
}

/** Returns the first stage of the example at which the mutant's program is applied and its red expectation is asked. */
export function placeOf(named: NamedMutant, { name, cases }: NamedCase): Place | undefined {
  const program = named.program.startsWith(`${name}/`) ? named.program.slice(name.length + 1) : undefined;
  const places = cases.flatMap((each) =>
    each.stages.flatMap((stage, index): Place[] => {
      if (!stillApplied(each.stages.slice(0, index + 1)).some((one) => one === program)) return [];
      const meant =
        named.stage === undefined ? stage.apply === program : `${each.title}: ${stage.title}`.includes(named.stage);
      return meant && isAsked(named, stage) ? [{ each, stage }] : [];
    }),
  );
  return places[0];
}

function isAsked({ red }: NamedMutant, stage: Stage): boolean {
  return isNoticed(red) || expectationsOf(red, stage).length + wishesOf(red, stage).length > 0;
}

function isNoticed(red: string): boolean {
  return NOTICED_BY.some((by) => by === red);
}

function expectationsOf(red: string, { expect = [] }: Stage): Expectation[] {
  return allOf(expect).filter((expected) => nameOf(expected) === red);
}

function wishesOf(red: string, { wishes = [] }: Stage): Wish[] {
  return allOf(wishes).filter((wish) => nameOfWish(wish) === red);
}

/** Returns what a stage asks of a named mutant: only what must turn red. */
export function questionsOf({ program, red }: NamedMutant, { tables, name }: NamedCase, stage: Stage): Questions {
  const own = tables.filter((table) => `${name}/${table.program}` === program);
  return {
    program,
    expect: expectationsOf(red, stage),
    wishes: wishesOf(red, stage),
    tables: red === 'the truth table' ? own.map(({ table }) => table) : [],
    warming: stage.warming === true,
  };
}

/** Returns the check of a named mutant, which is red where it survives, or is noticed by something else. */
export function checkOf({ name, red }: NamedMutant, seen: Red | undefined): Check {
  const passed = seen?.by === (isNoticed(red) ? red : 'an expectation');
  const [words = ''] = seen === undefined ? ['it survives'] : `${seen.by}: ${seen.says}`.split('\n');
  const evidence = !passed && seen !== undefined && { evidence: seen.says };
  return { what: name, expected: `dies by ${red}`, seen: words.slice(0, 200), passed, ...evidence };
}
