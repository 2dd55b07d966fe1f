import { Cause } from '../model/broken';
import { Mesh } from '../model/mesh';
import { GatewayService } from '../model/settings';
import { Entry } from '../way/entry';
import { Request, Way } from '../way/types';
import { wayOf } from '../way/way';
import { Answer, Reason } from './answer';
import { decideAtGateways } from './at-gateway';
import { checkConnections, Connections, Need } from './connections';
import { effectOf } from './effects';
import {
  callerText,
  declaredAddress,
  Destination,
  dnsOf,
  gatewayPods,
  hasName,
  hostAt,
  istiodOf,
  OTHER_HOSTS,
  podOf,
} from './ends';
import { Question } from './question';

/**
 * Returns the outcome of a request: the way of the sidecar, the network policies at each connection, and the policies of the gateway.
 *
 * The packets of a pod without a sidecar go to the host itself: only network policies and the DNS stop them.
 */
export function explain(mesh: Mesh, question: Question): Answer {
  return question.caller.hasSidecar
    ? explainAlong(mesh, question, wayOf(mesh, requestOf(question)))
    : explainWithoutSidecar(mesh, question);
}

/** Returns the request of a sidecar. Requests of workloads that differ in their service accounts alone have the same way. */
export function requestOf({ caller, host, port, protocol, method, path }: Question): Request {
  return { clientNamespace: caller.namespace, clientLabels: caller.labels, host, port, protocol, method, path };
}

/** Returns the outcome of a request on a given way. */
export function explainAlong(mesh: Mesh, question: Question, way: Way): Answer {
  const hops = [{ text: callerText(question.caller) }, ...way.hops.slice(1)];
  const rest = answerOf(mesh, question, way);
  return { ...rest, assumptions: unique([...way.assumptions, ...rest.assumptions]), hops };
}

type Rest = Omit<Answer, 'hops'>;

function answerOf(mesh: Mesh, question: Question, way: Way): Rest {
  switch (way.kind) {
    case 'gateway':
      return throughGateway(mesh, question, way);
    case 'direct':
      return aroundGateway(mesh, question, way.destination, declaredReason(question, way));
    case 'unknown':
      return way.cluster === 'BlackHoleCluster'
        ? blackHole(question, way)
        : aroundGateway(mesh, question, question, passthroughReason(question, way));
    case 'broken':
      return failing(mesh, question, way);
  }
}

function explainWithoutSidecar(mesh: Mesh, question: Question): Answer {
  const { caller, host, port } = question;
  const text = `${callerText(caller)} has no sidecar: no object of Istio routes the request`;
  const rest = aroundGateway(mesh, question, { host, port }, { text });
  return { ...rest, hops: [{ text: callerText(caller) }, { text: `${host}:${port}` }] };
}

type GatewayWay = Extract<Way, { kind: 'gateway' }>;

function throughGateway(mesh: Mesh, question: Question, way: GatewayWay): Rest {
  const { gateway, service, serverPort, clientTls, origination, destination, authority, entries, connectsTo } = way;
  const arriving = checkConnections(mesh, [...needsOfSidecar(mesh, question), ...needsOfHops(question, entries)]);
  if (arriving.denied !== undefined) return blocked(arriving);
  const decision = decideAtGateways(mesh, question, entries);
  const relies = [...arriving.assumptions, ...decision.assumptions];
  if (!decision.allowed) return { outcome: 'denied', ...decision, assumptions: unique(relies) };
  const last = entries[entries.length - 1]?.service;
  const leaving = checkConnections(mesh, last === undefined ? [] : needsOfGateway(mesh, question, last, connectsTo));
  if (leaving.denied !== undefined)
    return blocked({ ...leaving, assumptions: unique([...relies, ...leaving.assumptions]) });
  const [sent] = way.connections;
  const tls = clientTls === 'ISTIO_MUTUAL' ? ' with mesh mTLS' : '';
  const why: Reason[] = [
    {
      text: `the sidecar sends ${question.host}:${question.port} to gateway ${service}${tls}`,
      decidedBy: [sent?.routedBy, entries[0]?.server.decidedBy].filter((each) => each !== undefined),
    },
    ...decision.why,
    ...arriving.why,
    ...leaving.why,
  ];
  const exit = { gateway, service, serverPort, clientTls, origination, destination, authority };
  return {
    outcome: 'gateway',
    why,
    changes: decision.changes,
    assumptions: unique([...relies, ...leaving.assumptions]),
    exit,
  };
}

/** A request that fails behind the listeners that it comes to, unless policies refuse the request there. */
function failing(mesh: Mesh, question: Question, way: Extract<Way, { kind: 'broken' }>): Rest {
  const { reason, decidedBy, entries = [] } = way;
  const why = [{ text: reason, decidedBy }];
  const failed: Rest = { outcome: 'fails', why, changes: [], assumptions: unevaluated(way.cause) };
  if (entries.length === 0) return failed;
  const arriving = checkConnections(mesh, [...needsOfSidecar(mesh, question), ...needsOfHops(question, entries)]);
  if (arriving.denied !== undefined) return blocked(arriving);
  const decision = decideAtGateways(mesh, question, entries);
  const assumptions = unique([...arriving.assumptions, ...decision.assumptions]);
  return decision.allowed ? failed : { outcome: 'denied', ...decision, assumptions };
}

/** A request that leaves without a gateway, if the network policies allow the connection. */
function aroundGateway(
  mesh: Mesh,
  question: Question,
  destination: { readonly host: string; readonly port: number },
  reason: Reason,
): Rest {
  const { caller, protocol, host, port } = question;
  const end = caller.hasSidecar ? 'sidecar' : 'application';
  const [resolved, declared] = [addressOf(question, destination.host), declaredAddress(mesh, destination.host)];
  // A sidecar connects to the address of a ServiceEntry, whatever address the application dials.
  const address = caller.hasSidecar ? (declared ?? resolved) : (resolved ?? declared);
  const connect = needOf(question, [hostAt(destination.host, destination.port, address)], effectOf(end, protocol));
  const needs = [...(caller.hasSidecar ? needsOfSidecar(mesh, question) : needsOfName(question)), connect];
  const connections = checkConnections(mesh, needs);
  if (connections.denied !== undefined) return blocked(connections);
  const open: Reason[] =
    connections.why.length > 0 ? [] : [{ text: `no network policy denies egress of ${callerText(caller)}` }];
  const changes = [
    `deny egress of namespace ${caller.namespace} except to the gateway in a NetworkPolicy to block the request`,
    ...(caller.hasSidecar
      ? [`route ${host} on port ${port} to a gateway in a VirtualService with gateways: [mesh]`]
      : []),
  ];
  const exit = {
    clientTls: 'NONE',
    origination: 'NONE',
    destination: { host: destination.host, port: destination.port },
  } as const;
  const why = [reason, ...connections.why, ...open];
  return { outcome: 'direct', why, changes, assumptions: connections.assumptions, exit };
}

function blocked({ denied, assumptions }: Connections): Rest {
  return { outcome: 'blocked', why: denied?.why ?? [], changes: denied?.changes ?? [], assumptions };
}

function blackHole({ host, port, protocol }: Question, { decidedBy }: Extract<Way, { kind: 'unknown' }>): Rest {
  const why = [
    {
      text: `no object that the sidecar imports declares ${textOf(host, port)}, and REGISTRY_ONLY blocks unknown hosts`,
      decidedBy,
    },
    { text: effectOf('unknown', protocol) },
  ];
  const changes = [
    `declare ${host} with port ${port} in a ServiceEntry, and route the host to a gateway in a VirtualService`,
  ];
  return { outcome: 'blocked', why, changes, assumptions: [] };
}

/** A question about every other host has the port as an example. */
function textOf(host: string, port: number): string {
  return host === '*' ? OTHER_HOSTS : `${host}:${port}`;
}

function declaredReason({ host, port }: Question, { hops }: Extract<Way, { kind: 'direct' }>): Reason {
  const decidedBy = hops[hops.length - 1]?.decidedBy;
  return { text: `${host}:${port} is declared in the mesh, and no rule sends the request to a gateway`, decidedBy };
}

function passthroughReason({ host, port }: Question, { decidedBy }: Extract<Way, { kind: 'unknown' }>): Reason {
  return {
    text: `no object that the sidecar imports declares ${textOf(host, port)}, and ALLOW_ANY lets unknown hosts out`,
    decidedBy,
  };
}

function unevaluated(cause: Cause): string[] {
  return cause.kind === 'not-modelled' ? [`the audit does not evaluate ${cause.what}`] : [];
}

function needOf({ caller }: Question, to: readonly Destination[], effect: string): Need {
  return { from: podOf(caller), fromText: callerText(caller), to, effect };
}

/** A sidecar that starts under the policies needs istiod, and the application needs the address of the host. */
function needsOfSidecar(mesh: Mesh, question: Question): Need[] {
  const effect =
    'a sidecar that starts receives no configuration and no certificate, so that its pod does not become ready';
  return [needOf(question, istiodOf(mesh), effect), ...needsOfName(question)];
}

function needsOfName(question: Question): Need[] {
  const { host } = question;
  const effect = `the application cannot resolve ${host}`;
  return hasName(host) ? [needOf(question, dnsOf(), effect)] : [];
}

/** The connection from the sidecar to the first gateway, and from each gateway to the next. */
function needsOfHops(question: Question, entries: readonly Entry[]): Need[] {
  return entries
    .filter(({ isLoopback }) => !isLoopback)
    .map(({ service, port }, index, hops) => {
      const to: Destination = { to: gatewayPods(service), port, protocol: 'TCP', text: `the pods of ${idOf(service)}` };
      const before = hops[index - 1]?.service;
      if (before === undefined) return needOf(question, [to], effectOf('sidecar', question.protocol));
      const from = { from: gatewayPods(before), fromText: `the pods of ${idOf(before)}` };
      return { ...from, to: [to], effect: effectOf('gateway', question.protocol) };
    });
}

function needsOfGateway(
  mesh: Mesh,
  question: Question,
  service: GatewayService,
  { host, port }: { readonly host: string; readonly port: number },
): Need[] {
  const from = { from: gatewayPods(service), fromText: `the pods of ${idOf(service)}` };
  const effect = effectOf('gateway', question.protocol);
  return [
    { ...from, to: istiodOf(mesh), effect: 'a gateway that starts receives no configuration' },
    ...(hasName(host) ? [{ ...from, to: dnsOf(), effect: `the gateway cannot resolve ${host}` }] : []),
    { ...from, to: [hostAt(host, port, addressOf(question, host))], effect },
  ];
}

/** Returns the address of a host, if the question has the address. */
function addressOf({ host, address }: Question, asked: string): string | undefined {
  return host === asked ? address : undefined;
}

function idOf({ namespace, name }: GatewayService): string {
  return `${namespace}/${name}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
