/** The report for machines, and the logs, in a folder that git ignores. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../environment/tools/repository';
import { Report } from './report';

const REPORT_FOLDER = join(REPOSITORY, 'conformance-report');

/** Writes `report.json` and the logs of all programs, in place of those of an earlier run. */
export function writeReport(report: Report | undefined, logs: string): void {
  rmSync(REPORT_FOLDER, { recursive: true, force: true });
  mkdirSync(REPORT_FOLDER, { recursive: true });
  if (report !== undefined)
    writeFileSync(join(REPORT_FOLDER, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  if (existsSync(logs)) cpSync(logs, join(REPORT_FOLDER, 'logs'), { recursive: true });
}
