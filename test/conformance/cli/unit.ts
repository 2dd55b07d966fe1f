/** The units of work that the clusters of a run share. */
import { ConformanceCase } from '../cases/case';
import { NamedCase } from '../cases/cases';
import { allOf } from '../cases/group';
import { NAMED } from '../mutation/named';
import { placeOf } from '../mutation/named-mutant';
import { provenPrograms } from '../mutation/proven';
import { Options } from './options';

export type Unit =
  | { readonly kind: 'static oracles' }
  | { readonly kind: 'case'; readonly example: string; readonly index: number; readonly title: string }
  | { readonly kind: 'who may leave, drawn' }
  | { readonly kind: 'the audit beside istiod' }
  | { readonly kind: 'mutants'; readonly program: string };

/** A unit with an estimate of its time. */
export interface Work {
  readonly unit: Unit;
  readonly weight: number;
}

const OF_NO_EXAMPLE: readonly Work[] = [
  { unit: { kind: 'who may leave, drawn' }, weight: 0 },
  // It uses all cores for about a minute, and no cluster.
  { unit: { kind: 'the audit beside istiod' }, weight: 60 },
];

/** Returns all work of a run, in the order of the report. */
export function workOf(examples: readonly NamedCase[], { cases, only, mutants, named }: Options): Work[] {
  const all = examples.flatMap((example) => example.cases.map((each, index) => ({ example, index, each })));
  const ofCases = all.map(({ example, index, each }): Work => {
    const weight = weightOf(each) + (named ? weightOfNamed(example, each) : 0);
    return { unit: { kind: 'case', example: example.name, index, title: each.title }, weight };
  });
  const programs = mutants > 0 ? provenPrograms(examples) : [];
  return [
    ...(cases ? [{ unit: { kind: 'static oracles' }, weight: Infinity } as const, ...ofCases] : []),
    // Of no example: if an example is selected, only that example runs.
    ...(cases && only === '' ? OF_NO_EXAMPLE : []),
    ...programs.map(({ program }): Work => ({ unit: { kind: 'mutants', program }, weight: 0 })),
  ];
}

/** Returns how many clusters the work uses: the static oracles alone need none of their own. */
export function clustersFor(work: readonly Work[], wanted: number): number {
  const others = work.filter(({ unit }) => unit.kind !== 'static oracles').length;
  return Math.max(1, Math.min(wanted, others));
}

/** Returns the title of a unit. */
export function titleOf(unit: Unit): string {
  switch (unit.kind) {
    case 'case':
      return `${unit.example}, ${unit.title}`;
    case 'mutants':
      return `mutants of ${unit.program}`;
    case 'static oracles':
    case 'who may leave, drawn':
    case 'the audit beside istiod':
      return unit.kind;
  }
}

/** Returns a number that grows with the time of a case, about in seconds. */
function weightOf({ stages }: ConformanceCase): number {
  const ofStages = stages.map(({ expect = [], wishes = [], restart }) => {
    return 6 + allOf(expect).length / 2 + allOf(wishes).length / 4 + (restart === undefined ? 0 : 15);
  });
  return ofStages.reduce((sum, seconds) => sum + seconds, 0);
}

/** Returns the same for the named mutants of a case. */
function weightOfNamed(example: NamedCase, each: ConformanceCase): number {
  return 4 * NAMED.filter((named) => placeOf(named, example)?.each === each).length;
}
