import { counted } from '../model/sentence';
import { printable } from './printable';
import { AuditReport, AuditSummary, ReportedFinding } from './report';
import { LEVELS } from '../manifest/level';

/** The number of direct ways in a table. */
const SHOWN = 5;

/** Returns a report for people: each finding with its place, its fix and its object, assumptions, direct ways, and a line with numbers. */
export function toTable({ findings, assumptions, direct, summary }: AuditReport): string {
  const more = direct.length - SHOWN;
  const all = more > 0 ? [`${more.toLocaleString('en-US')} more: "cdk8s-istio-egress report" lists all`] : [];
  return [
    ...findings.map(rows),
    ...list('Assumptions', assumptions),
    ...list('Around the gateways', [...direct.slice(0, SHOWN), ...all]),
    `${summaryLine(summary)}\n`,
  ].join('\n');
}

function list(title: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`${title}:\n${texts.map((text) => `  - ${printable(text)}\n`).join('')}`];
}

/** Returns the place, the level, the code and the message of a finding: `news.yaml:10: error EGR3001: ...`. */
export function lineOfFinding(finding: ReportedFinding): string {
  const { code, level, message } = finding;
  return printable(`${placeText(finding)}: ${level} ${code}: ${message}`);
}

/** Returns the file and the line of a finding; without a file, the object. */
export function placeText({ file, line, object = '' }: ReportedFinding): string {
  return file === undefined ? object : `${file}${line === undefined ? '' : `:${line}`}`;
}

function rows(finding: ReportedFinding): string {
  const { fix, object, file, suppressed } = finding;
  const details: readonly (readonly [string, string])[] = [
    ...(file === undefined || object === undefined ? [] : [['object', object] as const]),
    ['fix', fix],
    ...(suppressed === undefined ? [] : [['suppressed', suppressed] as const]),
  ];
  const lines = details.map(([name, text]) => `    ${name}: ${printable(text)}\n`);
  return `${lineOfFinding(finding)}\n${lines.join('')}`;
}

/** Returns the numbers of an audit in a line: `3 objects in 1 file: 1 error, 0 warnings; ways: 2 gateway, 1 direct`. */
export function summaryLine({ files, objects, levels, suppressed, ways }: AuditSummary): string {
  const findings = LEVELS.filter((level) => level !== 'note' || levels.note > 0).map((level) =>
    counted(levels[level], level),
  );
  const more = suppressed === 0 ? [] : [`${suppressed} suppressed`];
  const outcomes = Object.entries(ways).map(([outcome, number]) => `${number} ${outcome}`);
  const all = `${counted(objects, 'object')} in ${counted(files, 'file')}: ${[...findings, ...more].join(', ')}`;
  return outcomes.length === 0 ? all : `${all}; ways: ${outcomes.join(', ')}`;
}
