import { requestsOf } from '../answer/requests';
import { waysOf } from '../answer/ways';
import { Mesh } from '../model/mesh';
import { auditWithSuppressed } from '../rules/audit';
import { AuditedSet, compareFindings, FindingsChange } from './compare-findings';
import { compareWays, WayChange } from './compare-ways';

/** The difference between two sets of manifests. */
export interface Diff {
  /** The changes of ways, the biggest danger first. */
  readonly changes: readonly WayChange[];
  readonly findings: FindingsChange;
}

/** Returns the difference between two meshes. Both meshes answer the requests that one of them names. */
export function diffOf(before: Mesh, after: Mesh): Diff {
  const requests = requestsOf(before, after);
  return {
    changes: compareWays(waysOf(before, requests), waysOf(after, requests)),
    findings: compareFindings(auditedSet(before), auditedSet(after)),
  };
}

function auditedSet(mesh: Mesh): AuditedSet {
  const { findings, suppressed } = auditWithSuppressed(mesh);
  return { manifests: mesh.manifests, findings, suppressed };
}

/** Returns whether a source gains a way out. */
export function opens({ changes }: Diff): boolean {
  return changes.some(({ gains }) => gains !== undefined);
}

/**
 * Returns whether a change needs an approval: a source gains a way out, or the audit has a new error, such as a policy that selects no pod
 * of the gateway.
 */
export function needsApproval(diff: Diff): boolean {
  return opens(diff) || diff.findings.added.some(({ level }) => level === 'error');
}
