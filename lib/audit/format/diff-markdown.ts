import { describeSource, SourceSet } from '../answer/source-class';
import { WayChange } from '../diff/compare-ways';
import { Diff } from '../diff/diff';
import { few } from '../model/sentence';
import { AuditFinding } from '../rules/audit';
import { describeDiff, describeReasons, describeRequests, describeState } from './describe-change';
import { code, tableOf, text } from './markdown';
import { reported } from './report';
import { placeText } from './table';

/** The first line of each comment, by which a workflow finds the comment again. */
const MARKER = '<!-- cdk8s-istio-egress diff -->';

/** Rows that are visible before a reader opens the others. */
const VISIBLE = 10;

/** Items of a complete list. */
const COMPLETE = 200;

/** GitHub rejects comments of more than 65,536 characters. */
const LIMIT = 65_536;

/**
 * Returns a diff as a comment of a pull request, the biggest danger first. If the diff is longer than a comment can be, the comment
 * has the number of the changes that are left out.
 */
export function diffToMarkdown(diff: Diff, limit = LIMIT): string {
  const { changes, findings } = diff;
  const sections = [
    ...sectionsOf(CHANGES, changes, rowOfChange),
    ...sectionsOf(NEW_FINDINGS, findings.added, rowOfFinding),
    ...sectionsOf(SUPPRESSED_FINDINGS, findings.suppressed, (finding) => [
      ...rowOfFinding(finding).slice(0, 3),
      text(finding.reason),
    ]),
    ...sectionsOf(UNEVALUATED_FINDINGS, findings.unevaluated, rowOfFinding),
    ...sectionsOf(FIXED_FINDINGS, findings.fixed, rowOfFinding),
    ...sectionsOf(LISTS, changes.filter(isLong), rowOfLists),
  ];
  return capped([MARKER, '### Egress', '', ...headline(diff)], sections, limit);
}

/** A table, and the words around it. */
interface Section {
  readonly open: readonly string[];
  readonly rows: readonly string[];
  readonly close: readonly string[];
  /** The name of a row that is left out. */
  readonly of: string;
}

interface Kind {
  readonly head: readonly string[];
  readonly title?: string;
  readonly of: string;
  /** The number of rows that are visible. */
  readonly visible: number;
}

const CHANGES: Kind = { head: ['Change', 'From', 'To', 'Before', 'After'], of: 'changes', visible: VISIBLE };
const FINDING = ['Level', 'Place', 'Finding', 'Fix'];
const NEW_FINDINGS: Kind = { head: FINDING, title: 'New findings', of: 'new findings', visible: VISIBLE };
const SUPPRESSED_FINDINGS: Kind = {
  head: ['Level', 'Place', 'Finding', 'Reason of the suppression'],
  title: 'Findings that are suppressed since',
  of: 'suppressed findings',
  visible: VISIBLE,
};
const UNEVALUATED_FINDINGS: Kind = {
  head: FINDING,
  title: 'Findings that are no longer evaluated',
  of: 'findings that are no longer evaluated',
  visible: VISIBLE,
};
const FIXED_FINDINGS: Kind = { head: FINDING, of: 'fixed findings', visible: 0 };
const LISTS: Kind = { head: ['Change', 'From', 'To', 'Reasons'], of: 'complete lists', visible: 0 };

/** The visible rows of a table, and the others folded. */
function sectionsOf<T>(kind: Kind, items: readonly T[], rowOf: (item: T) => readonly string[]): readonly Section[] {
  const { head, title, of, visible } = kind;
  const [first = '', second = '', ...rows] = tableOf(head, items.map(rowOf));
  const shown: Section = {
    open: ['', ...(title === undefined ? [] : [`**${title}**`, '']), first, second],
    rows: rows.slice(0, visible),
    close: [],
    of,
  };
  const summary = `<details><summary>${items.length - shown.rows.length} ${visible === 0 ? '' : 'more '}${of}</summary>`;
  const folded: Section = {
    open: ['', summary, '', first, second],
    rows: rows.slice(visible),
    close: ['', '</details>'],
    of,
  };
  return [shown, folded].filter((section) => section.rows.length > 0);
}

/** Joins the sections, as far as the limit permits, and counts the rows that are left out. */
function capped(head: readonly string[], sections: readonly Section[], limit: number): string {
  const lines = [...head];
  const lost = new Map<string, number>();
  let left = limit - lines.join('\n').length - RESERVE;
  for (const { open, rows, close, of } of sections) {
    const frame = [...open, ...close].join('\n').length + 2;
    const kept: string[] = [];
    for (const row of left < frame ? [] : rows) {
      if (row.length + 1 > left - frame) break;
      left -= row.length + 1;
      kept.push(row);
    }
    if (kept.length > 0) {
      left -= frame;
      lines.push(...open, ...kept, ...close);
    }
    if (kept.length < rows.length) lost.set(of, (lost.get(of) ?? 0) + rows.length - kept.length);
  }
  const counts = [...lost].map(([of, count]) => `${count} ${of}`);
  return [...lines, ...(counts.length === 0 ? [] : ['', `Left out for length: ${counts.join(', ')}.`]), ''].join('\n');
}

/** Characters for the last line. */
const RESERVE = 200;

/** An alert of GitHub with a sentence for each danger. */
function headline(diff: Diff): readonly string[] {
  const sentences = describeDiff(diff);
  const { changes, findings } = diff;
  if (changes.length === 0 && findings.added.length === 0) return sentences.map((sentence) => `${sentence}.`);
  return [`> [!${alertOf(diff)}]`, ...sentences.map((sentence) => `> **${text(sentence)}.**  `)];
}

function alertOf({ changes, findings }: Diff): string {
  if (changes.some(({ gains }) => gains === 'direct' || gains === 'unevaluated')) return 'CAUTION';
  if (changes.some(({ effect }) => effect === 'breaks')) return 'WARNING';
  if (findings.added.some(({ level }) => level === 'error')) return 'WARNING';
  return changes.some(({ gains }) => gains === 'gateway') ? 'IMPORTANT' : 'NOTE';
}

function rowOfChange(change: WayChange): readonly string[] {
  const { effect, gains, sources, before, after } = change;
  const why = describeReasons(change);
  const now = text(describeState(after, before));
  return [
    `**${effect}**`,
    few(sources.map(sourceCode)),
    few(describeRequests(change).map(code)),
    text(describeState(before, after)),
    `${gains === 'direct' ? `**${now}**` : now}${why.length === 0 ? '' : `: ${few(why.map(text), ', ', 1)}`}`,
  ];
}

function rowOfFinding(finding: AuditFinding): readonly string[] {
  const { code: id, level, message, fix } = finding;
  return [`${level} ${id}`, code(placeText(reported(finding))), text(message), text(fix)];
}

/** Returns whether the row of a change leaves something out. */
function isLong(change: WayChange): boolean {
  const { sources, requests } = change;
  const why = describeReasons(change);
  return sources.length > 3 || requests.length > 3 || why.length > 1 || sources.some(({ except }) => except.length > 3);
}

function rowOfLists(change: WayChange): readonly string[] {
  const { effect, sources } = change;
  const all = (items: readonly string[]): string => few(items, ', ', COMPLETE);
  return [
    `**${effect}**`,
    all(sources.map((source) => code(describeSource(source, COMPLETE)))),
    all(describeRequests(change).map(code)),
    all(describeReasons(change).map(text)),
  ];
}

function sourceCode(source: SourceSet): string {
  return code(describeSource(source));
}
