import { Mesh } from '../model/mesh';
import { wayOf } from '../way/way';
import { Answer } from './answer';
import { Question } from './question';

/** Returns the outcome of a request. */
export function explain(mesh: Mesh, { caller, host, port, protocol }: Question): Answer {
  const way = wayOf(mesh, { clientNamespace: caller.namespace, host, port, protocol });
  const { hops } = way;
  switch (way.kind) {
    case 'gateway': {
      const { gateway, service, serverPort, clientTls, origination, destination, authority } = way;
      const exit = { gateway, service, serverPort, clientTls, origination, destination, authority };
      return { outcome: 'gateway', hops, why: [], changes: [], assumptions: [], exit };
    }
    case 'direct': {
      const exit = { clientTls: 'NONE', origination: 'NONE', destination: way.destination } as const;
      return { outcome: 'direct', hops, why: [], changes: [], assumptions: [], exit };
    }
    case 'unknown': {
      const outcome = way.cluster === 'PassthroughCluster' ? 'direct' : 'blocked';
      return {
        outcome,
        hops,
        why: [{ text: `${way.cluster} takes the request`, decidedBy: way.decidedBy }],
        changes: [],
        assumptions: [],
      };
    }
    case 'broken':
      return {
        outcome: 'fails',
        hops,
        why: [{ text: way.reason, decidedBy: way.decidedBy }],
        changes: [],
        assumptions: [],
      };
  }
}
