import { Evidence, Hop } from '../manifest/evidence';

/** The outcome of a request. */
export type Outcome =
  /** The request leaves the mesh through an egress gateway. */
  | 'gateway'
  /** The request leaves the mesh without an egress gateway. */
  | 'direct'
  /**
   * A network policy drops the connection, the host is unknown to the sidecar under `REGISTRY_ONLY`, or a Service of the cluster receives
   * the request.
   */
  | 'blocked'
  /** The gateway refuses the request: an AuthorizationPolicy or the missing identity of the caller. */
  | 'denied'
  /** The configuration cannot carry the request: a missing subset, a rejected listener, TLS that does not fit. */
  | 'fails';

/** A sentence that explains the outcome, with its evidence. */
export interface Reason {
  readonly text: string;
  readonly decidedBy?: readonly Evidence[];
}

/** The way out of the mesh, for the outcomes `gateway` and `direct`. */
export interface Exit {
  /** `namespace/name` of the Gateway object; absent for a direct way. */
  readonly gateway?: string;
  /** `namespace/name` of the Service in front of the gateway's pods; absent for a direct way. */
  readonly service?: string;
  readonly serverPort?: number;
  readonly clientTls: 'ISTIO_MUTUAL' | 'NONE';
  /** The TLS that the last proxy starts towards the destination. */
  readonly origination: 'SIMPLE' | 'MUTUAL' | 'NONE';
  readonly destination: { readonly host: string; readonly port: number };
  /** The Host header that arrives, if a route writes another. */
  readonly authority?: string;
}

/** Returns the sentences of reasons. */
export function textsOf(reasons: readonly Reason[] = []): readonly string[] {
  return reasons.map(({ text }) => text);
}

/** The outcome of a request, and the reasons of the outcome. */
export interface Answer {
  readonly outcome: Outcome;
  /** The stations, as far as the request gets. */
  readonly hops: readonly Hop[];
  readonly why: readonly Reason[];
  /** The changes each of which would give another outcome, a sentence each with every step of the change. */
  readonly changes: readonly string[];
  /** The facts that the manifests do not state and the answer relies on, a sentence each. */
  readonly assumptions: readonly string[];
  /** The assumptions about what the audit does not evaluate. */
  readonly unevaluated?: readonly Reason[];
  /** Whether the request leaves by something alone that the audit does not evaluate. */
  readonly isUnevaluated?: boolean;
  readonly exit?: Exit;
}
