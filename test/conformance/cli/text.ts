/** The report for people. */
import { failures, table } from './table';
import { MutationReport, Report } from './report';

/** All sections, the survivors, what failed, and at the end the figures of the run. */
export function textOf(report: Report): string {
  const { sections, mutation, passed, failed } = report;
  return [
    table(sections),
    ...(mutation === undefined ? [] : mutants(mutation)),
    ...needed(report),
    failures(sections),
    `${passed} passed, ${failed} failed`,
  ].join('\n');
}

/** Where the time went, and what the machine did. */
function needed({ phases, seconds, memory, cases, cpuMinutes, idle }: Report): string[] {
  const longest = Object.entries(phases).sort(([, one], [, other]) => other - one);
  return [
    '\ntime by phase, of all clusters together:',
    ...longest.map(([phase, time]) => `  ${phase.padEnd(24)} ${time.toFixed(1).padStart(7)} s`),
    `\n${cases} cases; started in ${seconds.start.toFixed(0)} s, all in ${seconds.all.toFixed(0)} s, at most ${memory} MiB`,
    `${cpuMinutes.toFixed(1)} minutes of CPU; the cores of the machine were idle for ${(idle * 100).toFixed(0)} % of the time`,
  ];
}

function mutants({ run, killed, mutants: all }: MutationReport): string[] {
  const survivors = all.filter(({ red }) => red === undefined);
  return [
    `\nmutants: ${run} run, ${killed} killed, ${survivors.length} survived`,
    ...survivors.map(({ example, mutant, reason }) => `  ${example}: ${mutant}\n    ${reason}`),
  ];
}
