import { Exit, Outcome } from '../answer/answer';
import { WayOut } from '../answer/way-out';

/** The effect of a change on requests. */
export type Effect =
  /** Requests leave that were refused, or leave around the gateways that failed. */
  | 'opens'
  /** Requests leave through a gateway that failed. */
  | 'mends'
  /** Requests leave another way: another gateway, without a gateway, other TLS, another destination. */
  | 'reroutes'
  /** Requests fail that left, or that were refused. */
  | 'breaks'
  /** Requests are refused that left. */
  | 'closes'
  /** The outcome is the same, and relies on a new assumption. */
  | 'depends';

/** The outcome of the requests of a change, before or after. */
export interface WayState {
  readonly outcome: Outcome;
  /** `namespace/name` of the gateway's Service; absent without a gateway. */
  readonly service?: string;
  /** Absent without mesh mTLS. */
  readonly clientTls?: Exit['clientTls'];
  /** Absent without TLS origination. */
  readonly origination?: Exit['origination'];
  /** The destination, if it is not the requested host and port. */
  readonly destination?: Exit['destination'];
  readonly authority?: string;
  /** Whether the requests leave by something alone that the audit does not evaluate. */
  readonly isUnevaluated?: boolean;
}

/** Returns the state of a way, without what is no change by itself: names of Gateway objects and ports of pods. */
export function stateOf({ outcome, exit, host, port, isUnevaluated }: WayOut): WayState {
  if (exit === undefined) return { outcome, isUnevaluated };
  const { service, clientTls, origination, destination, authority } = exit;
  const isAsked = destination.host === host && destination.port === port;
  return {
    outcome,
    service,
    clientTls: clientTls === 'NONE' ? undefined : clientTls,
    origination: origination === 'NONE' ? undefined : origination,
    destination: isAsked ? undefined : destination,
    authority: authority === host ? undefined : authority,
    isUnevaluated,
  };
}

/** Returns the effect of a change of one outcome; undefined without an effect. */
export function effectBetween(before: WayState | undefined, after: WayState | undefined): Effect | undefined {
  if (after?.outcome === 'fails') return before?.outcome === 'fails' ? undefined : 'breaks';
  if (leaves(after)) {
    if (!leaves(before)) return before?.outcome === 'fails' && after.outcome === 'gateway' ? 'mends' : 'opens';
    if (isSettled(before, after)) return 'opens';
    const wayBefore = { ...before, isUnevaluated: after.isUnevaluated };
    return JSON.stringify(wayBefore) === JSON.stringify(after) ? undefined : 'reroutes';
  }
  return leaves(before) ? 'closes' : undefined;
}

/**
 * Returns the way out that requests gain by a change. A request that the gateway carried gains a direct way. A request with a new
 * destination gains a way to the destination.
 */
export function gainBetween(
  before: WayState | undefined,
  after: WayState | undefined,
): 'direct' | 'gateway' | undefined {
  if (!leaves(after)) return undefined;
  const sameDestination = JSON.stringify(before?.destination) === JSON.stringify(after.destination);
  const had = leaves(before) && sameDestination && !isSettled(before, after) ? before.outcome : undefined;
  return had === after.outcome || had === 'direct' ? undefined : after.outcome;
}

/** Returns whether a way relied on something alone that is not evaluated, and no longer does. */
function isSettled(before: WayState, after: WayState): boolean {
  return before.outcome === after.outcome && before.isUnevaluated === true && after.isUnevaluated !== true;
}

/** The state of requests that leave the mesh. */
export interface LeavingState extends WayState {
  readonly outcome: 'gateway' | 'direct';
}

/** Returns whether requests leave the mesh. */
export function leaves(state: WayState | undefined): state is LeavingState {
  return state?.outcome === 'gateway' || state?.outcome === 'direct';
}
