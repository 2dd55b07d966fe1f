import { Manifest, nameOf, namespaceOf } from '../manifest/manifest';
import { UNEVALUATED_OBJECT } from '../rules/unevaluated-object';
import { AuditFinding, AuditResult, SuppressedFinding } from '../rules/audit';

/** A set of manifests, and the result of its audit. */
export interface AuditedSet extends AuditResult {
  readonly manifests: readonly Manifest[];
}

/** The findings that differ between two sets of manifests. */
export interface FindingsChange {
  readonly added: readonly AuditFinding[];
  /** The findings whose mistakes are gone. */
  readonly fixed: readonly AuditFinding[];
  /** The findings that are gone where an object is new that the audit does not evaluate: the mistakes can remain. */
  readonly unevaluated: readonly AuditFinding[];
  /** The findings that an annotation suppresses since. */
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * Returns the findings that are new, fixed, or suppressed since. An object that is in one set alone can be an object of the other set with
 * another name: a finding of the one is the same finding of the other.
 */
export function compareFindings(before: AuditedSet, after: AuditedSet): FindingsChange {
  const keyBefore = keyFor(after.manifests);
  const keyAfter = keyFor(before.manifests);
  const old = before.findings.map(keyBefore);
  const now = [...after.findings, ...after.suppressed].map(keyAfter);
  const added = without(after.findings, keyAfter, old);
  const gone = without(before.findings, keyBefore, now);
  const isEvaluated = added.every(({ code }) => code !== UNEVALUATED_OBJECT.code);
  return {
    added,
    ...(isEvaluated ? { fixed: gone, unevaluated: [] } : { fixed: [], unevaluated: gone }),
    suppressed: without(after.suppressed, keyAfter, before.suppressed.map(keyBefore)),
  };
}

type KeyOf = (finding: AuditFinding) => string;

/** Returns the key of a finding, which has the name of the object if the other set has the object too. */
function keyFor(others: readonly Manifest[]): KeyOf {
  const names = new Set(others.map(nameOf));
  return ({ code, message, object, hit }) => {
    if (names.has(object)) return [code, object, message].join('\n');
    return [code, hit.manifest.kind, namespaceOf(hit.manifest), message.replaceAll(object, '')].join('\n');
  };
}

function without<Finding extends AuditFinding>(
  findings: readonly Finding[],
  keyOf: KeyOf,
  others: readonly string[],
): readonly Finding[] {
  const left = new Map<string, number>();
  for (const key of others) left.set(key, (left.get(key) ?? 0) + 1);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}
