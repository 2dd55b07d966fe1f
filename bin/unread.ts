import { printable } from '../lib/audit/format/printable';
import { ReadingProblem } from '../lib/audit/manifest/reading-problem';

/** Returns the problems of parts that were not read, a line each. */
export function unreadOf(problems: readonly ReadingProblem[]): readonly string[] {
  return problems
    .filter(({ level }) => level === 'error')
    .map(({ file, line, message, fix }) =>
      printable(`${file}${line === undefined ? '' : `:${line}`}: ${message}; fix: ${fix}`),
    );
}

/** Prints the problems of parts that were not read to standard error. Returns whether there are any. */
export function printUnread(problems: readonly ReadingProblem[]): boolean {
  const unread = unreadOf(problems);
  for (const line of unread) process.stderr.write(`${line}\n`);
  return unread.length > 0;
}
