import { unique } from '../../input/unique';
import { describePlace } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { inOne } from '../model/sentence';
import { Entry } from '../way/entry';
import { Request, Way } from '../way/types';
import { wayOf } from '../way/way';
import { Answer, Reason, textsOf } from './answer';
import { aroundGateway, Goal, Rest } from './around-gateway';
import { Bypass, captureOf } from './capture';
import { checkConnections, Connections } from './connections';
import { routeStep } from './declare-step';
import { effectOf } from './effects';
import { assumptionsAboutNamespace } from './default-namespace';
import { callerText } from './ends';
import { fixOfFailure } from './fix-of-failure';
import { assumptionsAboutSource } from './named-source';
import { needsOfGateway } from './needs';
import { passage } from './passage';
import { Asked, Question } from './question';
import { stationsUntil } from './stations';
import { UnknownRequest, unknownRequest } from './unknown-request';
import { worstCase, worstAnswer } from './worst-case';
import { hostPort } from '../model/host-port';

/** An answer whose changes are not written yet. */
export interface OpenAnswer extends Omit<Answer, 'changes'> {
  readonly changes: () => readonly string[];
}

/** Returns the outcome of a request with its reasons, and the changes that would give another outcome. */
export function explain(mesh: Mesh, question: Asked): Answer {
  const { changes, ...outcome } = outcomeOf(mesh, question);
  return { ...outcome, changes: changes() };
}

/**
 * Returns the outcome of a request: the way of the sidecar, the network policies at each connection, and the policies of the gateway.
 *
 * The packets of a pod without a sidecar, and datagrams, go to the host itself: only network policies and the DNS stop them.
 */
export function outcomeOf(mesh: Mesh, question: Asked): OpenAnswer {
  if (question.protocol === 'udp') return explainWithoutSidecar(mesh, question, NO_UDP);
  const { hasSidecar, without, doubts, assumptions } = captureOf(mesh, question);
  const hops = [{ text: callerText(question.caller) }];
  const [first, ...others] = [
    ...(hasSidecar ? [explainAlong(mesh, question, wayOf(mesh, requestOf(question)))] : []),
    ...without.map((reason) => explainWithoutSidecar(mesh, question, reason)),
    ...doubts.map((doubt) => ({ ...worstCase(mesh, question, doubt), hops })),
  ];
  if (first === undefined) throw new Error('a caller has pods');
  const worst = worstAnswer([first, ...others]);
  const relies = unique([...worst.assumptions, ...textsOf(worst.unevaluated), ...assumptions]);
  return answerWith(worst.hops, worst, relies, worst.unevaluated);
}

/** `istio-iptables` redirects TCP. */
const NO_UDP: Bypass = { text: 'datagrams of UDP do not pass the sidecar: no object of Istio routes the datagrams' };

/** Returns the outcome of a request from a source that a user has written, with the assumptions about namespaces that no manifest names. */
export function explainAsked(mesh: Mesh, question: Asked): Answer {
  const answer = explain(mesh, question);
  return {
    ...answer,
    assumptions: [
      ...answer.assumptions,
      ...assumptionsAboutSource(mesh, question.caller.namespace),
      ...assumptionsAboutNamespace(mesh),
    ],
  };
}

/** Returns the request of a sidecar. Requests of workloads that differ in their service accounts alone have the same way. */
export function requestOf({ caller, ...request }: Question): Request {
  return { clientNamespace: caller.namespace, clientLabels: caller.labels, ...request };
}

/** Returns the outcome of a request on a given way. */
function explainAlong(mesh: Mesh, question: Question, way: Way): OpenAnswer {
  const worst = way.doubts.map((doubt) => worstCase(mesh, question, doubt));
  const [first, ...others] = way.kind === 'unevaluated' ? worst : [answerOf(mesh, question, way), ...worst];
  if (first === undefined) throw new Error('a way that is not evaluated has a doubt');
  const rest = worstAnswer([first, ...others]);
  const unevaluated = worst.flatMap(({ unevaluated: each = [] }) => each);
  const assumptions = [...way.assumptions, ...rest.assumptions];
  const stations = rest.gateways === undefined ? way.hops : stationsUntil(way, rest.gateways);
  const hops = [{ text: callerText(question.caller) }, ...stations.slice(1)];
  return answerWith(hops, rest, assumptions, unevaluated.length > 0 ? unevaluated : rest.unevaluated);
}

function answerWith(
  hops: Answer['hops'],
  { outcome, why, changes, isUnevaluated, exit }: Rest,
  assumptions: readonly string[],
  unevaluated?: readonly Reason[],
): OpenAnswer {
  return {
    ...{ outcome, hops, why, changes, assumptions, exit },
    ...(unevaluated !== undefined && { unevaluated }),
    ...(isUnevaluated === true && { isUnevaluated }),
  };
}

function answerOf(mesh: Mesh, question: Question, way: Exclude<Way, { kind: 'unevaluated' }>): Rest {
  switch (way.kind) {
    case 'gateway':
      return throughGateway(mesh, question, way);
    case 'direct':
      return aroundGateway(mesh, question, goalOf(way), declaredReason(question, way), [directStep(question, way)]);
    case 'unknown':
      return way.cluster === 'BlackHoleCluster'
        ? blackHole(question, unknownRequest(mesh, question, way))
        : passthrough(mesh, question, unknownRequest(mesh, question, way));
    case 'broken':
      return failing(mesh, question, way);
    case 'inside':
      return staying(question, way);
  }
}

function goalOf({ destination, endpoints }: DirectWay): Goal {
  return { ...destination, endpoints };
}

function explainWithoutSidecar(mesh: Mesh, question: Asked, reason: Bypass): OpenAnswer {
  const { host, port } = question;
  const caller = { ...question.caller, hasSidecar: false, hasHostNetwork: reason.hasHostNetwork };
  const rest = aroundGateway(mesh, Object.assign({}, question, { caller }), { host, port }, reason);
  const reached = rest.gateways === undefined ? [{ text: hostPort(host, port) }] : [];
  return answerWith([{ text: callerText(caller) }, ...reached], rest, rest.assumptions);
}

type GatewayWay = Extract<Way, { kind: 'gateway' }>;

function throughGateway(mesh: Mesh, question: Question, way: GatewayWay): Rest {
  const { gateway, service, serverPort, clientTls, origination, destination, authority, entries } = way;
  const leaving = leavingOf(mesh, question, way);
  const { arriving, decision, refused } = passage(mesh, question, entries, leaving);
  if (refused !== undefined) return refused;
  const [sent] = way.connections;
  const tls = clientTls === 'ISTIO_MUTUAL' ? ' with mesh mTLS' : '';
  const why: Reason[] = [
    {
      text: `the sidecar sends ${hostPort(question.host, question.port)} to gateway ${service}${tls}`,
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
    assumptions: unique([...arriving.assumptions, ...decision.assumptions, ...leaving.assumptions]),
    isUnevaluated: arriving.isUnevaluated || leaving.isUnevaluated,
    exit,
  };
}

/** The connections of the last gateway, which are the same for every caller. */
function leavingOf(mesh: Mesh, question: Question, { entries, connectsTo }: GatewayWay): Connections {
  const known = question.address === undefined ? leavingBy(mesh).get(entries) : undefined;
  if (known !== undefined) return known;
  const last = entries[entries.length - 1]?.service;
  const found = checkConnections(mesh, last === undefined ? [] : needsOfGateway(mesh, question, last, connectsTo));
  if (question.address === undefined) leavingBy(mesh).set(entries, found);
  return found;
}

/** By the listeners of a way, which are of one request. */
const leavingBy = perMesh(() => new WeakMap<readonly Entry[], Connections>());

/** A request that fails behind the listeners that it comes to, unless policies refuse the request there. */
function failing(mesh: Mesh, question: Question, way: Extract<Way, { kind: 'broken' }>): Rest {
  const { reason, decidedBy, entries = [] } = way;
  const refused = passage(mesh, question, entries).refused;
  if (refused !== undefined) return refused;
  const { namespace } = question.caller;
  const from = namespace === '*' ? 'every other namespace' : `namespace ${namespace}`;
  const changes = (): readonly string[] => [fixOfFailure(mesh, { request: requestOf(question), way, from })];
  return { outcome: 'fails', why: [{ text: reason, decidedBy }], changes, assumptions: [] };
}

function staying({ host, port }: Question, { decidedBy }: Extract<Way, { kind: 'inside' }>): Rest {
  const text = `a Service of the cluster receives the request to ${hostPort(host, port)}, which does not leave the mesh`;
  return { outcome: 'blocked', why: [{ text, decidedBy }], changes: () => [], assumptions: [] };
}

function passthrough(mesh: Mesh, question: Question, { reason, step, isDeclared }: UnknownRequest): Rest {
  return aroundGateway(mesh, question, question, reason, isDeclared ? [step] : [step, routeStep(question)]);
}

function blackHole(question: Question, { reason, step, isDeclared }: UnknownRequest): Rest {
  const changes = (): readonly string[] => inOne(isDeclared ? [step] : [step, routeStep(question)]);
  const effect = { text: effectOf('unknown', question.protocol) };
  return { outcome: 'blocked', why: [reason, effect], changes, assumptions: [] };
}

type DirectWay = Extract<Way, { kind: 'direct' }>;

function declaredReason({ host, port }: Question, { hops, dialledBy }: DirectWay): Reason {
  const why =
    dialledBy === undefined
      ? 'and no rule sends the request to a gateway'
      : `and the sidecar connects to the address that the application dials, by ${describePlace(dialledBy)}`;
  return {
    text: `${hostPort(host, port)} is declared in the mesh, ${why}`,
    decidedBy: hops[hops.length - 1]?.decidedBy,
  };
}

/** The step that makes the rules of a host count, or the step to a rule. */
function directStep(question: Question, { dialledBy }: DirectWay): string {
  return dialledBy === undefined
    ? routeStep(question)
    : `remove ${pathText(dialledBy.path ?? [])} from ${nameOf(dialledBy.manifest)}`;
}
