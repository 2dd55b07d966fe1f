import { uniqueBy } from '../../input/unique';
import { keyOfPlace } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { RULES } from './all';
import { Hit, Rule } from './rule';
import { reasonOf, suppressionRule } from './suppression';

/** A finding of the audit. */
export interface AuditFinding {
  readonly code: string;
  readonly level: Rule['level'];
  readonly message: string;
  readonly fix: string;
  /** `VirtualService egress/partner`. */
  readonly object: string;
  readonly hit: Hit;
}

/** A finding that an annotation of its object suppresses. */
export interface SuppressedFinding extends AuditFinding {
  readonly reason: string;
}

/** The findings of an audit. */
export interface AuditResult {
  readonly findings: readonly AuditFinding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** Returns the findings of every rule, in the order of the rules, without suppressed findings. */
export function auditMesh(mesh: Mesh): readonly AuditFinding[] {
  return auditWithSuppressed(mesh).findings;
}

/** Returns the findings of every rule, in the order of the rules, and the suppressed findings in a list of their own. */
export function auditWithSuppressed(mesh: Mesh, rules: readonly Rule[] = RULES): AuditResult {
  const codes = rules.map(({ code }) => code);
  const findings: AuditFinding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const [{ code, level }, hits] of hitsByRule(mesh, [...rules, suppressionRule(codes)])) {
    for (const hit of hits) {
      const { message, fix, manifest } = hit;
      const finding = { code, level, message, fix, object: nameOf(manifest), hit };
      const reason = reasonOf(manifest, code);
      if (reason === undefined) findings.push(finding);
      else suppressed.push({ ...finding, reason });
    }
  }
  return { findings, suppressed };
}

/** Returns the hits of each rule, in the order of the rules, each hit once. */
export function hitsByRule(mesh: Mesh, rules: readonly Rule[]): ReadonlyMap<Rule, readonly Hit[]> {
  const others = new Map(rules.filter(({ isLast }) => !isLast).map((rule) => [rule, rule.check(mesh)]));
  const found = [...others.values()].flat();
  return new Map(rules.map((rule) => [rule, uniqueBy(others.get(rule) ?? rule.check(mesh, found), keyOfHit)]));
}

function keyOfHit(hit: Hit): string {
  return `${keyOfPlace(hit)} ${hit.message}`;
}
