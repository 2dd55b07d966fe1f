import { Mesh } from '../model/mesh';
import { inOne } from '../model/sentence';
import { Answer, Reason } from './answer';
import { checkConnections, Connections } from './connections';
import { routeStep } from './declare-step';
import { effectOf } from './effects';
import { callerText, declaredAddresses, Destination, hasName, hostAt } from './ends';
import { addressOf, needOf, needsOfName, needsOfSidecar } from './needs';
import { Asked, Caller } from './question';

/** An answer without its stations. */
export interface Rest extends Omit<Answer, 'hops' | 'changes'> {
  /** Returns the changes. Only answers that people read have them. */
  readonly changes: () => readonly string[];
  /** The number of gateways that a request comes to which policies refuse. */
  readonly gateways?: number;
}

/** A port of a host, and the endpoints one of which receives the connection, if an object names them. */
export interface Goal extends HostPort {
  readonly endpoints?: readonly HostPort[] | undefined;
}

interface HostPort {
  readonly host: string;
  readonly port: number;
}

/**
 * The ends of a connection without a gateway. A sidecar connects to the addresses of a ServiceEntry, whatever address the application
 * dials.
 */
function endsOf(mesh: Mesh, question: Asked, { host, port, endpoints }: Goal): readonly Destination[] {
  const protocol = question.protocol === 'udp' ? 'UDP' : 'TCP';
  if (endpoints !== undefined && question.caller.hasSidecar) return endpoints.map((each) => endAt(host, each));
  const resolved = addressOf(question, host);
  const declared = declaredAddresses(mesh, host);
  const isResolved = resolved !== undefined && (declared.length === 0 || !question.caller.hasSidecar);
  const known = isResolved ? [resolved] : declared;
  return (known.length > 0 ? known : [undefined]).map((address) => hostAt(host, port, address, protocol));
}

/** An endpoint of a host. */
function endAt(host: string, { host: address, port }: HostPort): Destination {
  return hasName(host) ? hostAt(host, port, hasName(address) ? undefined : address) : hostAt(address, port);
}

/**
 * Returns the outcome of a request that leaves without a gateway, if the network policies allow the connection.
 *
 * @param steps the steps by which the request goes through a gateway
 */
export function aroundGateway(
  mesh: Mesh,
  question: Asked,
  destination: Goal,
  reason: Reason,
  steps: readonly string[] = [routeStep(question)],
): Rest {
  const { caller, protocol } = question;
  const end = caller.hasSidecar ? 'sidecar' : 'application';
  const connect = needOf(question, endsOf(mesh, question, destination), effectOf(end, protocol));
  const needs = [...(caller.hasSidecar ? needsOfSidecar(mesh, question) : needsOfName(question)), connect];
  const connections = checkConnections(mesh, caller.hasHostNetwork ? [] : needs);
  const [route = ''] = inOne(steps);
  if (connections.denied !== undefined) {
    const { why, changes, ...refused } = blocked(connections);
    return {
      ...refused,
      why: [...why, reason],
      // Pods with a sidecar need no way around the gateway, only the connections that every way needs.
      changes: () =>
        caller.hasSidecar
          ? inOne([route, ...(checkConnections(mesh, needs.slice(0, -1)).denied?.steps() ?? [])])
          : changes().map((change) => `${change}, which opens a way around the gateway`),
    };
  }
  const { reasons, change } = opening(caller);
  const open = connections.why.length > 0 ? [] : reasons;
  const changes = (): readonly string[] => [change, ...(caller.hasSidecar ? [route] : [])];
  const exit = {
    clientTls: 'NONE',
    origination: 'NONE',
    destination: { host: destination.host, port: destination.port },
  } as const;
  const why = [reason, ...connections.why, ...open];
  const { assumptions, isUnevaluated } = connections;
  return { outcome: 'direct', why, changes, assumptions, isUnevaluated, exit };
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
export function blocked({ denied, assumptions }: Pick<Connections, 'denied' | 'assumptions'>): Rest {
  return {
    outcome: 'blocked',
    why: denied?.why ?? [],
    changes: () => inOne(denied?.steps() ?? []),
    assumptions,
    gateways: 0,
  };
}
