/**
 * Answers about requests whose way is not evaluated to its end: the worst case counts.
 */
import { serviceId } from '../model/gateway-services';
import { Mesh } from '../model/mesh';
import { Doubt } from '../way/types';
import { Outcome } from './answer';
import { aroundGateway, blocked, Rest } from './around-gateway';
import { checkConnections } from './connections';
import { needsOfHops, needsOfSidecar, PodPort } from './needs';
import { Question } from './question';

/** Outcomes, the worst last. */
const DANGER: readonly Outcome[] = ['blocked', 'denied', 'fails', 'gateway', 'direct'];

/** Returns the worst of several answers. Of equal ones the first counts that does not rely on something unevaluated alone. */
export function worstAnswer<Each extends Rest>([first, ...others]: readonly [Each, ...Each[]]): Each {
  return others.reduce((worst, each) => (dangerOf(each) > dangerOf(worst) ? each : worst), first);
}

function dangerOf({ outcome, isUnevaluated }: Rest): number {
  return 2 * DANGER.indexOf(outcome) + (isUnevaluated === true ? 0 : 1);
}

/**
 * Returns the outcome of a request that something unevaluated sends wherever network policies permit: around the gateways, else through a
 * gateway that accepts every request. A request that a gateway has received leaves through that gateway.
 */
export function worstCase(mesh: Mesh, question: Question, { what, decidedBy, received }: Doubt): Rest {
  const reason = { text: `${what} is not evaluated`, decidedBy };
  const gateways = received === undefined ? portsOfGateways(mesh) : [{ ...received, port: received.targetPort }];
  const around = received === undefined ? [aroundGateway(mesh, question, question, reason)] : [];
  const through = gateways.map((pods) => acceptedBy(mesh, question, pods, reason));
  const [first = blocked({ assumptions: [] }), ...others] = [...around, ...through];
  const worst = worstAnswer([first, ...others]);
  const isUnevaluated = worst.exit !== undefined;
  return {
    ...worst,
    isUnevaluated,
    unevaluated: [{ text: `${reason.text}${COUNTS[worst.outcome] ?? ''}`, decidedBy }],
  };
}

const COUNTS: Readonly<Partial<Record<Outcome, string>>> = {
  direct: ': the request counts as direct',
  gateway: ': the request counts as accepted by the gateway',
};

function portsOfGateways({ gatewayServices }: Mesh): readonly PodPort[] {
  return [...gatewayServices.values()].flatMap((service) =>
    service.ports.map(({ targetPort: port }) => ({ service, port })),
  );
}

function acceptedBy(mesh: Mesh, question: Question, pods: PodPort, reason: Rest['why'][number]): Rest {
  const connections = checkConnections(mesh, [...needsOfSidecar(mesh, question), ...needsOfHops(question, [pods])]);
  if (connections.denied !== undefined) return blocked(connections);
  const { host, port } = question;
  const exit = {
    service: serviceId(pods.service),
    clientTls: 'NONE',
    origination: 'NONE',
    destination: { host, port },
  } as const;
  const why = [reason, ...connections.why];
  return { outcome: 'gateway', why, changes: () => [], assumptions: connections.assumptions, exit };
}
