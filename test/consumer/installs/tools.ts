/** The programs of `apps/tools`, which only `npm run consumer` needs: pnpm, yarn, and the compilers at both ends. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execute, Ran } from '../pack';

export const APPS = resolve(__dirname, '../apps');

/** Runs a program, and throws what it printed if it fails. */
export function must(ran: Ran): string {
  if (ran.status !== 0) throw new Error(ran.output);
  return ran.output;
}

/** Installs the tools as locked, and returns the folder of their packages. */
export function installTools(folder: string): string {
  const tools = join(folder, 'tools');
  cpSync(join(APPS, 'tools'), tools, { recursive: true });
  must(execute(tools, 'npm', ['ci', '--no-audit', '--no-fund']));
  return join(tools, 'node_modules');
}
