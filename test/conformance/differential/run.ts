/** The differential run: sets through the audit and through istiod's own configuration. */
import { LineProgram } from '../environment/tools/line-program';
import { say } from '../environment/tools/say';
import { Ask, compare, Compared, Disagreement } from './compare';
import { DrawnSet } from './sets';
import { shrunk, signatureOf } from './shrink';
import { SimulatedWorld } from './world';

/** The figures of a run. */
export interface Differential {
  readonly sets: number;
  readonly questions: number;
  readonly undecided: number;
  /** Undecided questions about what the library writes. */
  readonly undecidedOfOurs: readonly string[];
  /** Disagreements of one kind each, the first one shrunk, with how many there are. */
  readonly disagreements: readonly (Disagreement & { readonly count: number })[];
  /** Sets that could not be asked about. */
  readonly errors: readonly string[];
}

/** Sets that one process answers; the memory of an istiod in it is not freed. */
const PER_PROCESS = 250;
/** Disagreements that are shrunk. */
const SHRUNK = 40;

/** Compares sets, `processes` at a time, and shrinks what disagrees. */
export async function differential(
  program: string,
  sets: Iterable<DrawnSet>,
  processes: number,
): Promise<Differential> {
  const waiting = sets[Symbol.iterator]();
  const found: [DrawnSet, Compared][] = [];
  let taken = 0;
  const work = async (): Promise<void> => {
    let asking = asker(program);
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
      taken += 1;
      if (taken % 500 === 0) say(`${taken} sets`);
      found.push([next.value, await compare(next.value, taken, asking.ask)]);
      if (taken % PER_PROCESS < processes) {
        await asking.end();
        asking = asker(program);
      }
    }
    await asking.end();
  };
  await Promise.all(Array.from({ length: processes }, work));
  return figures(program, found);
}

async function figures(program: string, found: readonly (readonly [DrawnSet, Compared])[]): Promise<Differential> {
  const kinds = new Map<string, Disagreement[]>();
  for (const each of found.flatMap(([, { disagreements }]) => disagreements)) {
    const kind = signatureOf(each);
    kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
  }
  const { ask, end } = asker(program);
  const disagreements: (Disagreement & { count: number })[] = [];
  const byCount = [...kinds.values()].sort((a, b) => b.length - a.length);
  for (const [index, same] of byCount.entries()) {
    const [first] = [...same].sort((a, b) => a.set.manifests.length - b.set.manifests.length);
    if (first === undefined) continue;
    disagreements.push({ ...(index < SHRUNK ? await shrunk(first, ask) : first), count: same.length });
  }
  await end();
  return {
    sets: found.length,
    questions: sum(found.map(([, { questions }]) => questions)),
    undecided: sum(found.map(([, { undecided }]) => undecided.length)),
    undecidedOfOurs: found.flatMap(([{ isOurs, name }, { undecided }]) =>
      isOurs ? undecided.map((why) => `${name}: ${why}`) : [],
    ),
    disagreements,
    errors: found.flatMap(([{ name }, { error }]) => (error === undefined ? [] : [`${name}: ${error}`])),
  };
}

function asker(program: string): { readonly ask: Ask; readonly end: () => Promise<void> } {
  const running = new LineProgram(program);
  return { ask: (world) => running.ask<SimulatedWorld>(world), end: () => running.end() };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
