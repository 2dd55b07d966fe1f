import { AuditFinding, AuditResult, SuppressedFinding } from '../rules/audit';

/** The findings that differ between two sets of manifests. */
export interface FindingsChange {
  readonly added: readonly AuditFinding[];
  /** The findings whose mistakes are gone. */
  readonly fixed: readonly AuditFinding[];
  /** The findings that an annotation suppresses since. */
  readonly suppressed: readonly SuppressedFinding[];
}

/** Returns the findings that are new, fixed, or suppressed since. A finding stays the same if its object has another name. */
export function compareFindings(before: AuditResult, after: AuditResult): FindingsChange {
  return {
    added: without(after.findings, before.findings),
    fixed: without(before.findings, [...after.findings, ...after.suppressed]),
    suppressed: without(after.suppressed, before.suppressed),
  };
}

function without<Finding extends AuditFinding>(
  findings: readonly Finding[],
  others: readonly AuditFinding[],
): readonly Finding[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(keyOf(other), (left.get(keyOf(other)) ?? 0) + 1);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}

function keyOf({ code, message, hit }: AuditFinding): string {
  const { name, namespace = 'default' } = hit.manifest.metadata;
  return [code, hit.manifest.kind, namespace, message.replaceAll(`${namespace}/${name}`, '')].join('\n');
}
