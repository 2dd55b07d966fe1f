import { Mesh } from '../model/mesh';
import { inOne } from '../model/sentence';
import { Answer, Reason } from './answer';
import { checkConnections, Connections } from './connections';
import { effectOf } from './effects';
import { callerText, declaredAddress, hostAt } from './ends';
import { addressOf, needOf, needsOfName, needsOfSidecar } from './needs';
import { Caller, Question } from './question';

/** An answer without its stations. */
export interface Rest extends Omit<Answer, 'hops'> {
  /** The number of gateways that a request comes to which policies refuse. */
  readonly gateways?: number;
}

/**
 * Returns the outcome of a request that leaves without a gateway, if the network policies allow the connection.
 *
 * @param declaration the step that declares the host, if no object declares the host
 */
export function aroundGateway(
  mesh: Mesh,
  question: Question,
  destination: { readonly host: string; readonly port: number },
  reason: Reason,
  declaration?: string,
): Rest {
  const { caller, protocol, host, port } = question;
  const end = caller.hasSidecar ? 'sidecar' : 'application';
  const [resolved, declared] = [addressOf(question, destination.host), declaredAddress(mesh, destination.host)];
  // A sidecar connects to the address of a ServiceEntry, whatever address the application dials.
  const address = caller.hasSidecar ? (declared ?? resolved) : (resolved ?? declared);
  const connect = needOf(question, [hostAt(destination.host, destination.port, address)], effectOf(end, protocol));
  const needs = [...(caller.hasSidecar ? needsOfSidecar(mesh, question) : needsOfName(question)), connect];
  const connections = checkConnections(mesh, caller.hasHostNetwork ? [] : needs);
  const [route = ''] = inOne([
    ...(declaration === undefined ? [] : [declaration]),
    `route ${host} on port ${port} to a gateway in a VirtualService with gateways: [mesh]`,
  ]);
  if (connections.denied !== undefined) {
    const { why, changes, ...refused } = blocked(connections);
    // Pods with a sidecar need no way around the gateway, only the connections that every way needs.
    const needed = checkConnections(mesh, needs.slice(0, -1)).denied?.steps ?? [];
    return {
      ...refused,
      why: [...why, reason],
      changes: caller.hasSidecar
        ? inOne([route, ...needed])
        : changes.map((change) => `${change}, which opens a way around the gateway`),
    };
  }
  const { reasons, change } = opening(caller);
  const open = connections.why.length > 0 ? [] : reasons;
  const changes = [change, ...(caller.hasSidecar ? [route] : [])];
  const exit = {
    clientTls: 'NONE',
    origination: 'NONE',
    destination: { host: destination.host, port: destination.port },
  } as const;
  const why = [reason, ...connections.why, ...open];
  return { outcome: 'direct', why, changes, assumptions: connections.assumptions, exit };
}

/** The reason for which no network policy stops a caller, and the change by which one does. */
function opening(caller: Caller): { readonly reasons: readonly Reason[]; readonly change: string } {
  const pods = callerText(caller);
  return caller.hasHostNetwork
    ? {
        reasons: [{ text: 'no network policy applies to pods with the network of the node' }],
        change: `remove hostNetwork from the pods of ${pods} that have the field, so that network policies apply`,
      }
    : {
        reasons: [{ text: `no network policy denies egress of ${pods}` }],
        change: `deny egress of namespace ${caller.namespace} except to the gateway in a NetworkPolicy to block the request`,
      };
}

/** Returns the outcome of a request that network policies stop at the caller. */
export function blocked({ denied, assumptions }: Connections): Rest {
  return { outcome: 'blocked', why: denied?.why ?? [], changes: inOne(denied?.steps ?? []), assumptions, gateways: 0 };
}
