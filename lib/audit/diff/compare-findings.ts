import { AuditFinding } from '../rules/audit';

/** Findings that only one of two sets of manifests has. */
export interface FindingsChange {
  readonly added: readonly AuditFinding[];
  readonly fixed: readonly AuditFinding[];
}

/** Returns the findings that are new and those that are gone. A finding stays the same if its object has another name. */
export function compareFindings(before: readonly AuditFinding[], after: readonly AuditFinding[]): FindingsChange {
  return { added: without(after, before), fixed: without(before, after) };
}

function without(findings: readonly AuditFinding[], others: readonly AuditFinding[]): readonly AuditFinding[] {
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
