/** The decisions of policies about a request on its way to gateways, through gateways and out. */
import { unique } from '../../input/unique';
import { Mesh } from '../model/mesh';
import { inOne } from '../model/sentence';
import { Entry } from '../way/entry';
import { Rest } from './around-gateway';
import { decideAtGateways, GatewayDecision, gatewaysOf } from './at-gateway';
import { checkConnections, Connections } from './connections';
import { needsOfHops, needsOfSidecar } from './needs';
import { Question } from './question';

/** The decisions about a request on its way to and through gateways. */
export interface Passage {
  readonly arriving: Connections;
  readonly decision: GatewayDecision;
  /** The answer if policies refuse the request, with the steps for every refusal in one change. */
  readonly refused?: Rest;
}

/** Returns the decisions in the order in which a request meets them. */
export function passage(mesh: Mesh, question: Question, entries: readonly Entry[], leaving = NO_CONNECTIONS): Passage {
  const first = needsOfSidecar(mesh, question);
  const arriving = checkConnections(mesh, entries.length === 0 ? [] : [...first, ...needsOfHops(question, entries)]);
  const decision = decideAtGateways(mesh, question, entries);
  const refusals: Refusal[] = [];
  if (arriving.denied) refusals.push(blockedAt(arriving.denied, Math.max(0, arriving.denied.index - first.length)));
  if (!decision.allowed) refusals.push({ ...decision, steps: decision.changes, outcome: 'denied' });
  if (leaving.denied) refusals.push(blockedAt(leaving.denied, gatewaysOf(entries)));
  const [refusal] = refusals;
  if (refusal === undefined) return { arriving, decision };
  const passed = [
    ...arriving.assumptions,
    ...(arriving.denied ? [] : decision.assumptions),
    ...(arriving.denied || !decision.allowed ? [] : leaving.assumptions),
  ];
  const { outcome, why, gateways } = refusal;
  const changes = (): readonly string[] => inOne(refusals.flatMap(({ steps }) => steps()));
  return { arriving, decision, refused: { outcome, why, changes, assumptions: unique(passed), gateways } };
}

interface Refusal extends Pick<Rest, 'outcome' | 'why' | 'gateways'> {
  readonly steps: () => readonly string[];
}

function blockedAt(denied: NonNullable<Connections['denied']>, gateways: number): Refusal {
  return { ...denied, outcome: 'blocked', gateways };
}

const NO_CONNECTIONS: Connections = { why: [], assumptions: [], isUnevaluated: false };
