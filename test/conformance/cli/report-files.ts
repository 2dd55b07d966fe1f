/** The report for machines, and the logs, in a folder that git ignores. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOGS } from '../environment/sandbox/process';
import { REPORT } from '../environment/tools/repository';
import { cluster } from '../environment/tools/say';
import { Report } from './report';

/** Removes the report of an earlier run. */
export function clearReport(): void {
  rmSync(REPORT, { recursive: true, force: true });
  mkdirSync(REPORT, { recursive: true });
}

/** Writes `report.json`. */
export function writeReport(report: Report): void {
  writeFileSync(join(REPORT, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
}

/** In the sandbox: keeps the logs of all programs of this cluster. */
export function keepLogs(): void {
  if (existsSync(LOGS)) cpSync(LOGS, join(REPORT, 'logs', `cluster-${cluster}`), { recursive: true });
}
