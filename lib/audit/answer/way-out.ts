import { DeclaredPort } from '../way/types';
import { compare } from '../../input/compare';
import { Evidence } from '../manifest/evidence';
import { Exit, Outcome, Reason, textsOf } from './answer';
import { Asked } from './question';

export type { DeclaredPort } from '../way/types';

/** The outcome of the requests of a source to a port of a host. */
export interface WayOut {
  /**
   * The workloads: `payments/api` (a service account), `payments/*` (the other workloads of the namespace), `*` (the workloads
   * of the other namespaces); the namespace `*` or a pattern with a service account that policies name in every such namespace; with `
   * (app=api)` for pods with labels that objects select, ` (app=api and net=open)` for pods that two selectors select, and ` without
   * sidecar` for pods that have none.
   */
  readonly source: string;
  /**
   * A declared host; `*` for every host that no object declares, and for UDP for every host; a range of addresses that network policies
   * open: `203.0.113.0/24`.
   */
  readonly host: string;
  /** The port; 0 with the host `*` for every port that has no way of its own, and with a range for every port. */
  readonly port: number;
  /** `udp` for hosts and addresses that network policies open for UDP. */
  readonly protocol: Asked['protocol'];
  readonly outcome: Outcome;
  readonly exit?: Exit;
  /** The first reason of a request that does not leave through a gateway. */
  readonly why?: string;
  /** The facts that the manifests do not state and the outcome relies on, a sentence each. */
  readonly assumptions?: readonly string[];
  /** The assumptions about what the audit does not evaluate. */
  readonly unevaluated?: readonly Reason[];
  /** Whether the request leaves by something alone that the audit does not evaluate. */
  readonly isUnevaluated?: boolean;
  /** The values that let a direct request out, the first of all first. */
  readonly decidedBy?: readonly Evidence[];
}

/** A port of a host that a request asks for. */
export type RequestedPort = Pick<WayOut, 'host' | 'port' | 'protocol'>;

/** The port of a request to any other host on every port that has no way of its own. */
export const ANY_PORT = 0;

/** Requests to any other host, on every port that has no way of its own. */
export const ANY_REQUEST: DeclaredPort = { host: '*', port: ANY_PORT, protocol: 'tls' };

/** Returns whether the host of a request is one host, and neither every host that no object declares nor a range of addresses. */
export function isOneHost(host: string): boolean {
  return host !== '*' && !host.includes('/');
}

/** Returns a text that is equal for equal ports of hosts. */
export function keyOfRequest({ host, port, protocol }: RequestedPort): string {
  return `${host} ${port} ${protocol}`;
}

/** Compares ports of hosts, for a list that is sorted by host, port and protocol. */
export function compareRequests(a: RequestedPort, b: RequestedPort): number {
  return compare(a.host, b.host) || a.port - b.port || compare(a.protocol, b.protocol);
}

/** Returns whether requests leave the same way, or are refused, whatever the reasons and the other assumptions are. */
export function isSameWay(a: WayOut, b: WayOut): boolean {
  return wayKey(a) === wayKey(b);
}

function wayKey({ outcome, exit, unevaluated, isUnevaluated }: WayOut): string {
  if (exit === undefined && unevaluated === undefined) return outcome;
  return JSON.stringify([outcome, exit, textsOf(unevaluated), isUnevaluated === true]);
}

/** Returns whether requests leave or are refused alike, by something alone that is not evaluated or not. */
export function isSameOutcome(a: WayOut | undefined, b: WayOut | undefined): boolean {
  return a?.outcome === b?.outcome && a?.isUnevaluated === b?.isUnevaluated;
}
