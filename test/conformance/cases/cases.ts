/** All cases: every `examples/NAME/case.ts`. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayLockdown, gatewayTableOf } from './gateway-lockdown';
import { Lockdown, tableOf } from './lockdown';
import { TruthTable } from './truth-table';
import { ConformanceCase } from './case';
import { EXAMPLES } from './synth';

export interface NamedCase {
  /** The folder of the example. */
  readonly name: string;
  readonly cases: readonly ConformanceCase[];
  /** What its network policies must let through; none where it writes none. */
  readonly tables: readonly ProgramTable[];
}

/** What the network policies of one program must let through. */
export interface ProgramTable {
  /** The program beside the case: `main` for `main.ts`. */
  readonly program: string;
  readonly table: TruthTable;
}

/** What a file with cases exports. */
interface CaseFile {
  readonly cases?: readonly ConformanceCase[];
  readonly lockdowns?: readonly Lockdown[];
  readonly gatewayLockdowns?: readonly GatewayLockdown[];
}

export async function allCases(): Promise<NamedCase[]> {
  const folders = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'case.ts')));
  return Promise.all(
    folders.sort().map(async (name) => {
      const loaded = (await import(join(EXAMPLES, name, 'case.ts'))) as CaseFile;
      return { name, cases: loaded.cases ?? [], tables: tablesOf(loaded) };
    }),
  );
}

function tablesOf({ lockdowns = [], gatewayLockdowns = [] }: CaseFile): ProgramTable[] {
  return [
    ...lockdowns.map((lockdown) => ({ program: lockdown.program, table: tableOf(lockdown) })),
    ...gatewayLockdowns.map((lockdown) => ({ program: lockdown.program, table: gatewayTableOf(lockdown) })),
  ];
}
