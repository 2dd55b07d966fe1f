import { unique } from '../../input/unique';
import { describeSource } from '../answer/source-class';
import { few } from '../model/sentence';
import { Diff } from '../diff/diff';
import { WayChange } from '../diff/compare-ways';
import { AuditFinding } from '../rules/audit';
import { inColumns } from './columns';
import { printable } from './printable';
import { reported } from './report';
import { lineOfFinding } from './table';
import { describeDiff, describeReasons, describeRequests, describeState } from './describe-change';

const HEAD = ['CHANGE', 'FROM', 'TO', 'BEFORE', 'AFTER'] as const;

/** The width of a terminal of unknown width. */
const WIDTH = 100;

/**
 * Returns a diff as a table for a terminal, with a line for each reason and each finding, and a sentence for each danger.
 *
 * @param width the number of characters of a line of the terminal
 */
export function diffToTable(diff: Diff, width = WIDTH): string {
  const { changes } = diff;
  const reasons = unique(changes.flatMap(reasonOf));
  const { added, fixed, unevaluated, suppressed } = diff.findings;
  return [
    ...(changes.length === 0
      ? []
      : [...inColumns([[...HEAD], ...changes.map((each) => rowOf(each, reasons))], width), '']),
    ...reasons.map((reason, index) => `(${index + 1}) ${printable(reason)}`),
    ...(reasons.length === 0 ? [] : ['']),
    ...added.map((finding) => `new finding: ${lineOf(finding)}`),
    ...suppressed.map((finding) => printable(`suppressed finding: ${lineOf(finding)}; reason: ${finding.reason}`)),
    ...fixed.map((finding) => `fixed finding: ${lineOf(finding)}`),
    ...unevaluated.map((finding) => `finding no longer evaluated: ${lineOf(finding)}`),
    ...([added, fixed, unevaluated, suppressed].every(({ length }) => length === 0) ? [] : ['']),
    ...describeDiff(diff).map((sentence) => printable(`${sentence}.`)),
    '',
  ].join('\n');
}

function rowOf(change: WayChange, reasons: readonly string[]): readonly string[] {
  const { effect, sources, before, after } = change;
  const notes = reasonOf(change).map((reason) => ` (${reasons.indexOf(reason) + 1})`);
  return [
    effect,
    few(sources.map((source) => describeSource(source))),
    few(describeRequests(change)),
    describeState(before, after),
    `${describeState(after, before)}${notes.join('')}`,
  ].map(printable);
}

/** The first reason, and the number of the others; none without a reason. */
function reasonOf(change: WayChange): readonly string[] {
  const all = describeReasons(change);
  return all.length === 0 ? [] : [few(all, ', ', 1)];
}

function lineOf(finding: AuditFinding): string {
  return lineOfFinding(reported(finding));
}
