import { Answer, Evidence } from '../audit/answer/answer';
import { nameOf, Path } from '../audit/manifest/manifest';
import { Subject } from './subject';

/** The parts of a message, in the order in which a reader needs them. */
export interface Failure {
  /** The assertion as source code: `expect(chart).toDeny("edition.cnn.com", 443, { from: "payments/api" })`. */
  readonly call: string;
  readonly expected: string;
  readonly received: string;
  readonly answer: Answer;
}

/** Returns the message of a failed assertion about one request. */
export function failureText({ call, expected, received, answer }: Failure, subject: Subject): string {
  const { hops, why, changes, assumptions } = answer;
  const numbered = hops.map(({ text, decidedBy }, index) => `${index + 1}. ${text}${evidence(decidedBy, subject)}`);
  const sections = [
    section('Way', numbered),
    section(
      'Reason',
      why.map(({ text, decidedBy }) => `${text}${evidence(decidedBy, subject)}`),
    ),
    section('For another outcome', changes),
    section('Assumptions', assumptions),
    section('Charts of the app that expect does not have', subject.otherCharts),
  ];
  return [call, '', `Expected: ${expected}`, `Received: ${received}`, ...sections.flat()].join('\n');
}

/** Returns the lines of a section, with an empty line before; none without content. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

/** Returns an assertion as source code. */
export function callText(name: string, isNot: boolean | undefined, args: readonly unknown[]): string {
  const written = args.filter((each) => each !== undefined).map((each) => sourceText(each));
  return `expect(chart)${isNot ? '.not' : ''}.${name}(${written.join(', ')})`;
}

/** Returns a value as source code. Settings of the mesh are left out: the text of a request stays short. */
function sourceText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([name, each]) => each !== undefined && name !== 'mesh');
  if (entries.length === 0) return '{ ... }';
  return `{ ${entries.map(([name, each]) => `${keyText(name)}: ${sourceText(each)}`).join(', ')} }`;
}

function keyText(name: string): string {
  return /^\w+$/.test(name) ? name : JSON.stringify(name);
}

function evidence(decidedBy: readonly Evidence[] | undefined, subject: Subject): string {
  const objects = (decidedBy ?? []).map((each) => evidenceText(each, subject));
  return objects.length === 0 ? '' : `  [${[...new Set(objects)].join('; ')}]`;
}

/** Returns an object, the value in the object, and the path of the construct: `VirtualService egress/partner (prod/partner)`. */
export function evidenceText({ manifest, path = [] }: Evidence, { paths }: Subject): string {
  const object = nameOf(manifest);
  const construct = paths.get(object);
  return `${object}${path.length === 0 ? '' : ` ${pathText(path)}`}${construct === undefined ? '' : ` (${construct})`}`;
}

function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return /^[\w-]+$/.test(key) ? `${text}${text && '.'}${key}` : `${text}[${JSON.stringify(key)}]`;
  }, '');
}
