import { printable } from '../lib/audit/format/printable';
import { ReadingProblem } from '../lib/audit/manifest/reading-problem';

/** Prints the problems of parts that were not read to standard error. Returns whether there are any. */
export function printUnread(problems: readonly ReadingProblem[]): boolean {
  const unread = problems.filter(({ level }) => level === 'error');
  for (const { file, line, message, fix } of unread) {
    process.stderr.write(`${printable(`${file}${line === undefined ? '' : `:${line}`}: ${message}; fix: ${fix}`)}\n`);
  }
  return unread.length > 0;
}
