import { AuditReport, ReportedFinding } from './report';

/** Returns a report as JSON: `{ findings: [{ code, level, message, fix, object, file, line }], assumptions, direct, summary }`. */
export function toJson({ findings, assumptions, direct, summary }: AuditReport): string {
  return `${JSON.stringify({ findings: findings.map(inOrder), assumptions, direct, summary }, undefined, 2)}\n`;
}

/** Absent values are null, so that each finding has the same keys. */
function inOrder({ code, level, message, fix, object, file, line, suppressed }: ReportedFinding): object {
  const place = { object: object ?? null, file: file ?? null, line: line ?? null };
  return { code, level, message, fix, ...place, ...(suppressed === undefined ? {} : { suppressed }) };
}
