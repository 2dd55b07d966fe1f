/** All that a run found. */
import { MutantOutcome } from '../mutation/run-mutants';
import { reasonFor, stale, unexplained } from '../mutation/survivors';
import { Check, nothingWrong, Section } from '../checks/check';

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
  /** The most memory that all programs of the sandbox had at a time, in MiB, measured now and then. */
  readonly memory: number;
  readonly sections: readonly Section[];
  readonly mutation?: MutationReport;
}

export function reportOf(
  cases: number,
  sections: readonly Section[],
  outcomes: readonly MutantOutcome[],
  seconds: Report['seconds'],
  memory: number,
): Report {
  const checks = sections.flatMap((section) => section.checks);
  const passed = checks.filter((check) => check.passed).length;
  const mutation = outcomes.length > 0 && { mutation: mutationReport(outcomes) };
  return { passed, failed: checks.length - passed, cases, seconds, memory, sections, ...mutation };
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
