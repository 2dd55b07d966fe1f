import { describeSource } from '../answer/source-class';
import { few } from '../model/sentence';
import { Diff } from '../diff/diff';
import { WayChange } from '../diff/compare-ways';
import { AuditFinding } from '../rules/audit';
import { printable } from './printable';
import { reported } from './report';
import { lineOfFinding } from './table';
import { describeDiff, describeReasons, describeRequests, describeState } from './describe-change';

const HEAD = ['CHANGE', 'FROM', 'TO', 'BEFORE', 'AFTER'] as const;

/** Returns a diff as a table for a terminal, with a line for each finding and a sentence for each danger. */
export function diffToTable(diff: Diff): string {
  const { changes } = diff;
  const { added, fixed, suppressed } = diff.findings;
  return [
    ...(changes.length === 0 ? [] : [...aligned([[...HEAD], ...changes.map(rowOf)]), '']),
    ...added.map((finding) => `new finding: ${lineOf(finding)}`),
    ...suppressed.map((finding) => printable(`suppressed finding: ${lineOf(finding)}; reason: ${finding.reason}`)),
    ...fixed.map((finding) => `fixed finding: ${lineOf(finding)}`),
    ...([added, fixed, suppressed].every(({ length }) => length === 0) ? [] : ['']),
    ...describeDiff(diff).map((sentence) => printable(`${sentence}.`)),
    '',
  ].join('\n');
}

function rowOf(change: WayChange): readonly string[] {
  const { effect, sources, before, after } = change;
  const why = describeReasons(change);
  const reason = why.length === 0 ? '' : `: ${few(why, ', ', 1)}`;
  return [
    effect,
    few(sources.map((source) => describeSource(source))),
    few(describeRequests(change)),
    describeState(before, after),
    `${describeState(after, before)}${reason}`,
  ].map(printable);
}

function lineOf(finding: AuditFinding): string {
  return lineOfFinding(reported(finding));
}

/** Returns lines with columns of one width. The last column is not padded. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEAD.map((_, column) => rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
