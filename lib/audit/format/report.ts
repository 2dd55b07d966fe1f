import { assumptionsAboutNamespace } from '../answer/default-namespace';
import { WayOut } from '../answer/ways';
import { Level, LEVELS } from '../manifest/level';
import { lineOf } from '../manifest/line-of';
import { ReadingProblem } from '../manifest/reading-problem';
import { Mesh } from '../model/mesh';
import { compare } from '../../input/compare';
import { AuditFinding, AuditResult } from '../rules/audit';

/** A finding of a rule, or a problem of reading, with its place. */
export interface ReportedFinding {
  readonly code: string;
  readonly level: Level;
  readonly message: string;
  readonly fix: string;
  /** `VirtualService egress/partner`; absent for a problem of a file. */
  readonly object?: string;
  readonly file?: string;
  readonly line?: number;
  /** The reason of the annotation for the finding, in a report that has findings in spite of their annotations. */
  readonly suppressed?: string;
}

/** The findings of an audit, and the size of the audited input. */
export interface AuditReport {
  readonly findings: readonly ReportedFinding[];
  /** The facts that the manifests do not contain, and that the ways depend on, a sentence each. */
  readonly assumptions: readonly string[];
  /** The ways around the gateways, a line each. */
  readonly direct: readonly string[];
  readonly summary: AuditSummary;
}

/** Numbers of an audit. */
export interface AuditSummary {
  readonly files: number;
  readonly objects: number;
  /** Number of findings by level, also of those below the lowest level of the report. */
  readonly levels: Readonly<Record<Level, number>>;
  /** Number of suppressed findings, which no level counts. */
  readonly suppressed: number;
  /** Number of ways by outcome: `{ gateway: 12, direct: 1 }`. */
  readonly ways: Readonly<Record<string, number>>;
}

/** The selection of findings for a report. */
export interface ReportOptions {
  /** The lowest level of the findings in the report. */
  readonly minLevel: Level;
  /** Whether the report has findings in spite of annotations that suppress the findings. */
  readonly showSuppressed: boolean;
}

/** Returns the findings of a report, by file and line. */
export function reportedFindings(
  { findings, suppressed }: AuditResult,
  problems: readonly ReadingProblem[],
  { minLevel, showSuppressed }: ReportOptions,
): readonly ReportedFinding[] {
  const all: readonly ReportedFinding[] = [
    ...problems,
    ...findings.map(reported),
    ...(showSuppressed ? suppressed.map((each) => ({ ...reported(each), suppressed: each.reason })) : []),
  ];
  return all.filter(({ level }) => LEVELS.indexOf(level) <= LEVELS.indexOf(minLevel)).sort(byPlace);
}

/** Returns the number of findings by level. */
export function countLevels(findings: readonly { readonly level: Level }[]): Readonly<Record<Level, number>> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { level } of findings) counts[level]++;
  return counts;
}

/** Returns the assumptions about a mesh and the ways of the mesh, each assumption once. */
export function allAssumptions(mesh: Mesh, ways: readonly WayOut[]): readonly string[] {
  const ofWays = new Set(ways.flatMap(({ assumptions = [] }) => assumptions));
  return [...assumptionsAboutNamespace(mesh), ...[...ofWays].sort()];
}

/** Returns a finding with its place. */
export function reported({ code, level, message, fix, object, hit }: AuditFinding): ReportedFinding {
  const { manifest, path } = hit;
  return { code, level, message, fix, object, file: manifest.origin?.file, line: lineOf(manifest, path) };
}

function byPlace(a: ReportedFinding, b: ReportedFinding): number {
  return compare(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || compare(a.code, b.code);
}
