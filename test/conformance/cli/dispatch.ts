/** Hands units of work to clusters as these become free. */
import { nothingWrong, Section } from '../checks/check';
import { MutantOutcome } from '../mutation/run-mutants';
import { say } from '../environment/tools/say';
import { titleOf, Unit, Work } from './unit';

/** The results of a unit. */
export interface Found {
  readonly sections: readonly Section[];
  readonly outcomes: readonly MutantOutcome[];
}

/** A cluster that runs one unit at a time. */
export interface Worker {
  readonly name: string;
  /** Resolves when the cluster runs. */
  start(): Promise<void>;
  run(unit: Unit): Promise<Found>;
  /** Frees what the cluster uses. */
  end(): Promise<void>;
}

/**
 * Runs the work, the longest first, and returns what each unit found in the order of the work. A cluster that fails, or does not
 * start, leaves the rest to the others. A unit that was lost is a failed check.
 */
export async function dispatch(work: readonly Work[], workers: readonly Worker[]): Promise<Found[]> {
  const waiting = [...work].sort((one, other) => order(other.weight, one.weight));
  const found = new Map<Unit, Found>();
  const failures = await Promise.all(workers.map((worker) => workOff(worker, waiting, found)));
  const units = work.map(({ unit }) => found.get(unit) ?? lost(titleOf(unit), 'no cluster was left to run it'));
  return [...units, ...failures.flat()];
}

/** A difference of two numbers would be none for two infinite ones. */
function order(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Returns what went wrong with a cluster that started. The units need no further cluster. */
async function workOff(worker: Worker, waiting: Work[], found: Map<Unit, Found>): Promise<Found[]> {
  try {
    await worker.start();
  } catch (error) {
    say(`${worker.name} does not start, and the others run its work: ${textOf(error)}`);
    return [];
  }
  let unit: Unit | undefined;
  try {
    for (unit = waiting.shift()?.unit; unit !== undefined; unit = waiting.shift()?.unit) {
      found.set(unit, await worker.run(unit));
    }
    await worker.end();
    return [];
  } catch (error) {
    const why = `${worker.name}: ${textOf(error)}`;
    if (unit === undefined) return [lost(worker.name, why)];
    found.set(unit, lost(titleOf(unit), why));
    return [];
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function lost(title: string, why: string): Found {
  return { sections: [{ title, checks: [nothingWrong('all of it', 'is run', [why])], seconds: 0 }], outcomes: [] };
}
