import { STANDARD_INPUT } from '../manifest/read-manifests';
import { READING_CODES } from '../manifest/reading-problem';
import { RULES } from '../rules/all';
import { suppressionRule } from '../rules/suppression';
import { AuditReport, ReportedFinding } from './report';
import { Level } from '../manifest/level';

/** A rule as SARIF describes it. */
interface Descriptor {
  readonly code: string;
  readonly level: Level;
  readonly title: string;
  readonly effect?: string;
  readonly sources?: readonly string[];
}

/** Every code that a report can have. */
const DESCRIPTORS: readonly Descriptor[] = [
  ...RULES,
  suppressionRule([]),
  ...Object.entries(READING_CODES).map(([code, rest]) => ({ code, ...rest })),
];

/**
 * Returns a report as SARIF 2.1.0, the format of code scanning.
 *
 * @see docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toSarif({ findings, assumptions }: AuditReport): string {
  const used = DESCRIPTORS.filter(({ code }) => findings.some((finding) => finding.code === code));
  const indexes = new Map(used.map(({ code }, index) => [code, index]));
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cdk8s-istio-egress', rules: used.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          { executionSuccessful: !findings.some(isUnread), toolExecutionNotifications: assumptions.map(notification) },
        ],
        results: findings.map((finding) => result(finding, indexes.get(finding.code))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** Returns whether a part of the input is not in the result. */
function isUnread({ code, level }: ReportedFinding): boolean {
  return code in READING_CODES && level === 'error';
}

function notification(assumption: string): object {
  return { level: 'note', message: { text: `Assumption: ${assumption}` } };
}

function descriptor({ code, level, title, effect, sources = [] }: Descriptor): object {
  const page = sources.find((source) => source.startsWith('https://'));
  return {
    id: code,
    shortDescription: { text: title },
    ...(effect === undefined ? {} : { fullDescription: { text: effect } }),
    ...(page === undefined ? {} : { helpUri: page }),
    defaultConfiguration: { level },
  };
}

function result(
  { code, level, message, fix, object, file, line, suppressed }: ReportedFinding,
  ruleIndex: number | undefined,
): object {
  const region = line === undefined ? {} : { region: { startLine: line } };
  const isFile = file !== undefined && file !== STANDARD_INPUT;
  const physical = isFile ? { physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } } : {};
  const logical = object === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: object, kind: 'object' }] };
  return {
    ruleId: code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level,
    message: { text: `${message}\nFix: ${fix}` },
    locations: [{ ...physical, ...logical }],
    ...(suppressed === undefined ? {} : { suppressions: [rejected(suppressed)] }),
  };
}

/** A suppression that does not count: the result is a result nevertheless. */
function rejected(justification: string): object {
  return { kind: 'inSource', status: 'rejected', justification };
}

/** Returns a path as a URI: relative paths remain relative, and a colon is no scheme. */
function uriOf(file: string): string {
  const path = encodeURI(file).replace(/[?#:]/g, encodeURIComponent);
  return path.startsWith('/') ? `file://${path}` : path;
}
