import { Evidence } from '../manifest/evidence';

/** Whether policies let a connection or a request pass. */
export interface Verdict {
  readonly allowed: boolean;
  /**
   * If allowed, the rules that allow, none if no policy applies. Otherwise the rules that deny, or the policies none of whose rules allows.
   */
  readonly decidedBy: readonly Evidence[];
  /** The facts that the manifests do not state and the verdict relies on, a sentence without a full stop each. */
  readonly assumptions: readonly string[];
}

/** The verdict if no policy applies. */
export const OPEN: Verdict = { allowed: true, decidedBy: [], assumptions: [] };
