/** The decisions of policies about a request on its way to gateways, through gateways and out. */
import { unique } from '../../input/unique';
import { Mesh } from '../model/mesh';
import { inOne } from '../model/sentence';
import { Entry } from '../way/entry';
import { Rest } from './around-gateway';
import { decideAtGateways, GatewayDecision } from './at-gateway';
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
  const needs = entries.length === 0 ? [] : [...needsOfSidecar(mesh, question), ...needsOfHops(question, entries)];
  const arriving = checkConnections(mesh, needs);
  const decision = decideAtGateways(mesh, question, entries);
  const refusals = [
    ...(arriving.denied ? [{ ...arriving.denied, outcome: 'blocked' as const }] : []),
    ...(decision.allowed ? [] : [{ ...decision, steps: decision.changes, outcome: 'denied' as const }]),
    ...(leaving.denied ? [{ ...leaving.denied, outcome: 'blocked' as const }] : []),
  ];
  const [first] = refusals;
  if (first === undefined) return { arriving, decision };
  const passed = [
    ...arriving.assumptions,
    ...(arriving.denied ? [] : decision.assumptions),
    ...(arriving.denied || !decision.allowed ? [] : leaving.assumptions),
  ];
  const { outcome, why } = first;
  const changes = inOne(refusals.flatMap(({ steps }) => steps));
  return { arriving, decision, refused: { outcome, why, changes, assumptions: unique(passed) } };
}

const NO_CONNECTIONS: Connections = { why: [], assumptions: [] };
