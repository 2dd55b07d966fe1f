import { nameOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { RULES } from './all';
import { AuditLevel, Hit } from './rule';

/** A finding of the audit. */
export interface AuditFinding {
  readonly code: string;
  readonly level: AuditLevel;
  readonly message: string;
  readonly fix: string;
  /** `VirtualService egress/partner`. */
  readonly object: string;
  readonly hit: Hit;
}

/** Returns the findings of every rule, in the order of the rules. */
export function auditMesh(mesh: Mesh): readonly AuditFinding[] {
  return RULES.flatMap(({ code, level, check }) =>
    check(mesh).map((hit) => {
      const { message, fix, manifest } = hit;
      return { code, level, message, fix, object: nameOf(manifest), hit };
    }),
  );
}
