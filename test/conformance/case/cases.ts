/** All cases: every `examples/NAME/case.ts`. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Lockdown } from './lockdown';
import { ConformanceCase } from './case';
import { EXAMPLES } from './synth';

export interface NamedCase {
  /** The folder of the example. */
  readonly name: string;
  readonly cases: readonly ConformanceCase[];
  /** What its network policies must let out; none where it writes none. */
  readonly lockdowns: readonly Lockdown[];
}

export async function allCases(): Promise<NamedCase[]> {
  const folders = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'case.ts')));
  return Promise.all(
    folders.sort().map(async (name) => {
      const loaded = (await import(join(EXAMPLES, name, 'case.ts'))) as Partial<NamedCase>;
      return { name, cases: loaded.cases ?? [], lockdowns: loaded.lockdowns ?? [] };
    }),
  );
}
