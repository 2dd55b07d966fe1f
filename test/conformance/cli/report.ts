/** All that a run found. */
import { MutantOutcome } from '../mutation/run-mutants';
import { reasonFor, stale, unexplained } from '../mutation/survivors';
import { Check, nothingWrong, Section } from '../checks/check';
import { Phases, sumOf } from '../environment/tools/phases';
import { Found } from './dispatch';
import { ClusterFigures } from './messages';
import { Work } from './unit';

/** Mutants of a run, as numbers and lists. */
export interface MutationReport {
  readonly run: number;
  readonly killed: number;
  readonly mutants: readonly {
    readonly example: string;
    readonly mutant: string;
    readonly red?: string;
    /** Why it may survive. */
    readonly reason?: string;
  }[];
}

export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly cases: number;
  readonly seconds: { readonly start: number; readonly all: number };
  /** The most memory that all programs of each cluster had at a time, in MiB, measured now and then; the sum. */
  readonly memory: number;
  /** Minutes of a core that all programs of the clusters needed. */
  readonly cpuMinutes: number;
  /** The share of the machine's cores that was idle, from 0 to 1. */
  readonly idle: number;
  /** Seconds by phase, of all clusters together. */
  readonly phases: Phases;
  readonly sections: readonly Section[];
  readonly mutation?: MutationReport;
}

/** What a run needed. */
export interface Needed {
  readonly seconds: number;
  readonly clusters: readonly ClusterFigures[];
  /** The share of the machine's cores that was idle, from 0 to 1. */
  readonly idle: number;
}

export function reportOf(work: readonly Work[], found: readonly Found[], needed: Needed): Report {
  const outcomes = found.flatMap((each) => each.outcomes);
  const ofMutants = work.some(({ unit }) => unit.kind === 'mutants');
  const mutation = { title: 'mutation', checks: mutationChecks(outcomes), seconds: 0 };
  const sections = [...found.flatMap((each) => each.sections), ...(ofMutants ? [mutation] : [])];
  const checks = sections.flatMap((section) => section.checks);
  const passed = checks.filter((check) => check.passed).length;
  const { seconds, clusters, idle } = needed;
  return {
    passed,
    failed: checks.length - passed,
    cases: work.filter(({ unit }) => unit.kind === 'case').length,
    seconds: { start: Math.max(0, ...clusters.map(({ start }) => start)), all: seconds },
    memory: clusters.reduce((sum, { memory }) => sum + memory, 0),
    cpuMinutes: clusters.reduce((sum, { cpu }) => sum + cpu, 0) / 60,
    idle,
    phases: sumOf(clusters.map(({ phases }) => phases)),
    sections,
    ...(ofMutants && { mutation: mutationReport(outcomes) }),
  };
}

export function mutationReport(outcomes: readonly MutantOutcome[]): MutationReport {
  return {
    run: outcomes.length,
    killed: outcomes.filter(({ survived }) => !survived).length,
    mutants: outcomes.map(({ example, mutant, red, survived }) => ({
      example,
      mutant: mutant.id,
      ...(red !== undefined && { red }),
      ...(survived && { reason: reasonFor(example, mutant) ?? 'none' }),
    })),
  };
}

/** Every survivor has a reason, and no reason is given for what is killed. */
export function mutationChecks(outcomes: readonly MutantOutcome[]): Check[] {
  const survivors = unexplained(outcomes).map(({ example, mutant }) => `${example}: ${mutant.id}`);
  const excuses = stale(outcomes).flatMap(({ killed, reason }) => killed.map((id) => `${id} (${reason})`));
  const killed = outcomes.filter(({ survived }) => !survived).length;
  return [
    nothingWrong(`${outcomes.length} mutants, ${killed} killed`, 'no survivor without a reason', survivors),
    nothingWrong('the list of survivors', 'excuses nothing that is killed', excuses),
  ];
}
