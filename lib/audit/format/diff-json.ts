import { Diff, opens } from '../diff/diff';
import { AuditFinding } from '../rules/audit';

/** Returns a diff as JSON: `opens`, the changes of ways, and the findings that are new or fixed. */
export function diffAsJson(diff: Diff): string {
  const { changes, findings } = diff;
  const newFindings = findings.added.map(rowOf);
  return `${JSON.stringify({ opens: opens(diff), changes, newFindings, fixedFindings: findings.fixed.map(rowOf) }, null, 2)}\n`;
}

function rowOf({ code, level, message, fix, object, hit }: AuditFinding): object {
  const { file, line } = hit.manifest.origin ?? {};
  return { code, level, message, fix, object, file, line };
}
