/**
 * Who may use a route, decided from what sources mean and from nothing that the library writes: what the gateways refuse is held
 * against it.
 */
import { DrawnRoute, DrawnSource } from '../../../property/arbitraries';

/** A pod with an identity of the mesh. */
export interface Caller {
  readonly namespace: string;
  /** Its service account. */
  readonly account: string;
}

/** What is asked of a host in HTTP; the gateway sees nothing of it in TLS. */
export interface AskedOperation {
  readonly method: string;
  readonly path: string;
}

/** Whether the caller may use the route so. */
export function mayUse(route: DrawnRoute, caller: Caller, asked: AskedOperation): boolean {
  return route.sources.some((source) => isAmong(source, caller)) && (route.protocol === 'tls' || mayAsk(route, asked));
}

function isAmong({ namespace, account }: DrawnSource, caller: Caller): boolean {
  if (namespace === undefined) return true;
  return namespace === caller.namespace && (account === undefined || account === caller.account);
}

function mayAsk({ method, below }: DrawnRoute, asked: AskedOperation): boolean {
  return (method === undefined || method === asked.method) && (below === undefined || asked.path.startsWith(below));
}
