/** Where the time of a run goes: seconds by phase. */

/** Seconds by the name of a phase. */
export type Phases = Readonly<Record<string, number>>;

const seconds = new Map<string, number>();

/** Runs the work and adds its time to that of the phase. Phases do not contain each other. */
export async function during<Result>(phase: string, work: () => Promise<Result>): Promise<Result> {
  const start = Date.now();
  try {
    return await work();
  } finally {
    seconds.set(phase, (seconds.get(phase) ?? 0) + (Date.now() - start) / 1000);
  }
}

/** Returns the time of all phases so far. */
export function phases(): Phases {
  return Object.fromEntries(seconds);
}

/** Returns the sum of phases of several processes. */
export function sumOf(all: readonly Phases[]): Phases {
  const sum = new Map<string, number>();
  for (const [phase, time] of all.flatMap((each) => Object.entries(each))) sum.set(phase, (sum.get(phase) ?? 0) + time);
  return Object.fromEntries(sum);
}
