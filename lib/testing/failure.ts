import { Answer, Reason } from '../audit/answer/answer';
import { Evidence } from '../audit/manifest/evidence';
import { nameOf } from '../audit/manifest/manifest';
import { pathText } from '../audit/manifest/path-text';
import { OpenConnection } from './direct-egress';
import { Subject } from './subject';

/** The parts of a message, in the order in which a reader needs them. */
export interface FailedAssertion {
  /** The assertion as source code: `expect(chart).toDeny("edition.cnn.com", 443, { from: "payments/api" })`. */
  readonly call: string;
  readonly expected: string;
  readonly received: string;
  readonly answer: Answer;
}

/** Returns the message of a failed assertion about one request. */
export function failureText({ call, expected, received, answer }: FailedAssertion, subject: Subject): string {
  const { hops, why, changes, assumptions } = answer;
  const decided = ({ text, decidedBy }: Reason): string[] => [text, ...evidence(decidedBy, subject)];
  const sections = [
    section(
      'Way',
      hops.flatMap(({ text, decidedBy }, index) => decided({ text: `${index + 1}. ${text}`, decidedBy })),
    ),
    section('Reason', why.flatMap(decided)),
    section(
      'For another outcome',
      changes.map((change) => withConstructs(change, subject)),
    ),
    section('Assumptions', assumptions),
    section('Charts of the app that expect does not have', subject.otherCharts),
  ];
  return [call, '', `Expected: ${expected}`, `Received: ${received}`, ...sections.flat()].join('\n');
}

/** Returns a sentence with the path of the construct behind each object that a construct wrote. */
export function withConstructs(sentence: string, { paths }: Subject): string {
  return sentence.replace(
    /\b[A-Z]\w+ [\w.-]+(?:\/[\w.-]+)?/g,
    (object) => `${object}${constructText(paths.get(object))}`,
  );
}

/** The objects of a host are below a construct without a name, which the user did not write. */
function constructText(path: string | undefined): string {
  return path === undefined ? '' : ` (${path.replace(/\/\/.*/, '')})`;
}

/** Returns the lines of a section, with an empty line before; none without content. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

/** Returns an assertion as source code. */
export function callText(name: string, isNot: boolean | undefined, args: readonly unknown[]): string {
  const written = args.map((each) => sourceText(each)).filter((text) => text !== '{}');
  return `expect(chart)${isNot ? '.not' : ''}.${name}(${written.join(', ')})`;
}

/** Returns a value as source code, without the settings of the mesh: the text of a request stays short. */
function sourceText(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([name, each]) => each !== undefined && name !== 'mesh');
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([name, each]) => `${keyText(name)}: ${sourceText(each)}`).join(', ')} }`;
}

function keyText(name: string): string {
  return /^\w+$/.test(name) ? name : JSON.stringify(name);
}

/** Returns a line for each object that decides, below the text of the decision. */
function evidence(decidedBy: readonly Evidence[] | undefined, subject: Subject): string[] {
  return [...new Set((decidedBy ?? []).map((each) => `     ${evidenceText(each, subject)}`))];
}

/** Returns an object, the value in the object, and the path of the construct: `VirtualService egress/partner (prod/partner)`. */
export function evidenceText({ manifest, path = [] }: Evidence, { paths }: Subject): string {
  const object = nameOf(manifest);
  return `${object}${path.length === 0 ? '' : ` ${pathText(path)}`}${constructText(paths.get(object))}`;
}

/** Returns the lines of open connections: each rule that lets connections pass once, with the first of the connections. */
export function openText(open: readonly OpenConnection[], subject: Subject): string[] {
  const lines = new Map<string, string>();
  for (const { to, port, protocol, verdict } of open) {
    const decidedBy = evidence(verdict.decidedBy, subject).join('\n  ') || '     no policy denies';
    if (!lines.has(decidedBy)) lines.set(decidedBy, `${protocol} to ${to}, ${port}\n  ${decidedBy}`);
  }
  return section('Open', [...lines.values()]);
}
