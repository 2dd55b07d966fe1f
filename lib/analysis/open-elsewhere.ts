import { RouteThrough } from '../mesh/route-through';
import { GatewayFacts, gatewayKey, maySharePods, ROOT_NAMESPACE } from '../mesh/gateway';
import { InputError } from '../input/input-error';

/** A gateway with its routes. */
export interface Routed {
  readonly facts: GatewayFacts;
  readonly routes: readonly RouteThrough[];
}

/**
 * Where the hosts of a gateway with policies are open: on the pods of another one, in words, with its fix. A Gateway object selects
 * pods in every namespace, an AuthorizationPolicy those of its own; only that of the root namespace holds everywhere.
 *
 * @param all every gateway of the app
 */
export function openElsewhere({ facts, routes }: Routed, all: readonly Routed[]): readonly string[] {
  if (facts.namespace === ROOT_NAMESPACE || !hasPolicies({ facts, routes })) return [];
  const open = all.filter(
    (other) => other.facts.namespace !== facts.namespace && maySharePods(other.facts, facts) && !hasPolicies(other),
  );
  if (open.length === 0) return [];
  const others = open.map((other) => gatewayKey(other.facts)).join(', ');
  const { message } = new InputError({
    problem: `hosts of gateway ${gatewayKey(facts)} are open to everybody on the pods of ${others}, which its selector may select too`,
    got: facts.selector,
    allowed: 'labels that no other gateway has, or one that denies too what no policy of its own allows',
    fix: `give the pods of the two gateways different labels (selector), or write requireSources: true for ${others}`,
  });
  return [message];
}

function hasPolicies({ facts, routes }: Routed): boolean {
  return facts.requireSources || routes.some(({ access }) => access.sources.length > 0);
}
