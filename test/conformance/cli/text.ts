/** The report for people. */
import { failures, table } from './table';
import { MutationReport, Report } from './report';

/** All sections, the survivors, what failed, and at the end the figures of the run. */
export function textOf({ sections, mutation, seconds, memory, cases, passed, failed }: Report): string {
  return [
    table(sections),
    ...(mutation === undefined ? [] : mutants(mutation)),
    failures(sections),
    `${cases} cases; started in ${seconds.start.toFixed(0)} s, all in ${seconds.all.toFixed(0)} s, at most ${memory} MiB`,
    `${passed} passed, ${failed} failed`,
  ].join('\n');
}

function mutants({ run, killed, mutants: all }: MutationReport): string[] {
  const survivors = all.filter(({ red }) => red === undefined);
  return [
    `\nmutants: ${run} run, ${killed} killed, ${survivors.length} survived`,
    ...survivors.map(({ example, mutant, reason }) => `  ${example}: ${mutant}\n    ${reason}`),
  ];
}
