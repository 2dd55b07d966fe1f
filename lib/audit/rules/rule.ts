import { Evidence } from '../manifest/evidence';
import { Level } from '../manifest/level';
import { Mesh } from '../model/mesh';

/** A mistake that a rule found in an object. */
export interface Hit extends Evidence {
  /** The mistake, as a sentence without its end: `DestinationRule egress/partner is not visible in namespace payments`. */
  readonly message: string;
  /** An instruction that resolves the mistake: `add "payments" to spec.exportTo`. */
  readonly fix: string;
  /** The other values that let requests out which the finding is about. */
  readonly covers?: readonly Evidence[];
}

/** A check of the manifests of a mesh. */
export interface Rule {
  /** `EGR3001`; the code of the check in `lib/analysis` where the library warns of the same. */
  readonly code: string;
  readonly level: Exclude<Level, 'note'>;
  /** The mistake in general, as a sentence for `docs/audit.md`. */
  readonly title: string;
  /** The effect in a running mesh, as sentences. */
  readonly effect: string;
  /**
   * The pages that document the effect, and the functions of Istio and Envoy that cause the effect: `mergeGateways in
   * pilot/pkg/model/gateway.go`.
   */
  readonly sources: readonly string[];
  /** Whether the rule leaves out what the other rules find. */
  readonly isLast?: boolean;
  /** @param found the hits of the other rules, for a rule that is the last */
  readonly check: (mesh: Mesh, found?: readonly Hit[]) => readonly Hit[];
}
