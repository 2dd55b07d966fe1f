/** The differential run: sets through the audit and through istiod's own configuration. */
import { LineProgram } from '../environment/tools/line-program';
import { elapsed, say } from '../environment/tools/say';
import { Ask, compare, Compared, Disagreement } from './compare';
import { DrawnSet } from './sets';
import { shrunk, signatureOf } from './shrink';
import { SimulatedWorld } from './world';

/** The figures of a run. */
export interface Differential {
  readonly sets: number;
  readonly questions: number;
  readonly undecided: number;
  /** Questions that simulation cannot follow: connections with a header of the PROXY protocol. */
  readonly unsimulated: number;
  /** Undecided questions about what the library writes. */
  readonly undecidedOfOurs: readonly string[];
  /** Disagreements of one kind each, the first one shrunk, with how many there are. */
  readonly disagreements: readonly Counted[];
  /** Sets that could not be asked about. */
  readonly errors: readonly string[];
  /** Seconds that the comparison took, without the shrinking. */
  readonly seconds: number;
}

/** A disagreement, and how many of its kind there are. */
export interface Counted extends Disagreement {
  readonly count: number;
}

/** Sets that one process answers; the memory of an istiod in it is not freed. */
const PER_PROCESS = 250;
/** Sets between two lines of progress. */
const PROGRESS = 500;
/** Disagreements that are shrunk. */
const SHRUNK = 25;

/** What is known of a run, set by set: of each kind of disagreement the one about the fewest objects. */
class Tally {
  public sets = 0;
  public questions = 0;
  public undecided = 0;
  public unsimulated = 0;
  public readonly undecidedOfOurs: string[] = [];
  public readonly errors: string[] = [];
  public readonly kinds = new Map<string, Counted>();

  public add({ name, isOurs }: DrawnSet, { questions, undecided, unsimulated, disagreements, error }: Compared): void {
    this.sets += 1;
    this.questions += questions;
    this.undecided += undecided.length;
    this.unsimulated += unsimulated;
    if (isOurs) this.undecidedOfOurs.push(...undecided.map((why) => `${name}: ${why}`));
    if (error !== undefined) this.errors.push(`${name}: ${error}`);
    for (const each of disagreements) {
      const kind = signatureOf(each);
      const known = this.kinds.get(kind) ?? { ...each, count: 0 };
      const least = each.set.manifests.length < known.set.manifests.length ? each : known;
      this.kinds.set(kind, { ...least, count: known.count + 1 });
    }
  }
}

/** Compares sets, `processes` at a time, and shrinks what disagrees. */
export async function differential(
  program: string,
  sets: Iterable<DrawnSet>,
  processes: number,
): Promise<Differential> {
  const waiting = sets[Symbol.iterator]();
  const tally = new Tally();
  const start = elapsed();
  const work = async (): Promise<void> => {
    let asking = asker(program);
    for (let own = 1, next = waiting.next(); next.done !== true; own += 1, next = waiting.next()) {
      tally.add(next.value, await compare(next.value, next.value.number, asking.ask));
      if (tally.sets % PROGRESS === 0) say(`${tally.sets} sets, ${tally.kinds.size} kinds of disagreements`);
      if (own % PER_PROCESS > 0) continue;
      await asking.end();
      asking = asker(program);
    }
    await asking.end();
  };
  await Promise.all(Array.from({ length: processes }, work));
  const seconds = elapsed() - start;
  const { sets: done, questions, undecided, unsimulated, undecidedOfOurs, errors, kinds } = tally;
  const disagreements = await leastOf(program, [...kinds.values()]);
  return { sets: done, questions, undecided, unsimulated, undecidedOfOurs, errors, disagreements, seconds };
}

/** Shrinks the most frequent ones, and returns all, the most frequent first. */
async function leastOf(program: string, kinds: readonly Counted[]): Promise<Counted[]> {
  const { ask, end } = asker(program);
  const found: Counted[] = [];
  for (const kind of [...kinds].sort((a, b) => b.count - a.count)) {
    found.push(found.length < SHRUNK ? { ...(await shrunk(kind, ask)), count: kind.count } : kind);
  }
  await end();
  return found;
}

function asker(program: string): { readonly ask: Ask; readonly end: () => Promise<void> } {
  const running = new LineProgram(program);
  return { ask: (world) => running.ask<SimulatedWorld>(world), end: () => running.end() };
}
