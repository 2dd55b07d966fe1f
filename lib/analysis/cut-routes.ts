/** Routes that the network cuts off from those whom they are for: nothing would say so but a connection that times out. */
import { RouteThrough } from '../mesh/route-through';

/** A gateway, with its routes and with the namespaces whose pods reach it. */
export interface GatewayInReach {
  /** Namespace and name. */
  readonly gateway: string;
  readonly routes: readonly RouteThrough[];
  /** Namespaces that lockdowns lead to it. */
  readonly reachedFrom: readonly string[];
}

/**
 * What is wrong between routes and the lockdown of these namespaces, in words; an `allow` of the lockdown by pods or addresses may
 * have opened the way all the same.
 */
export function cutRoutes(namespaces: readonly string[], gateways: readonly GatewayInReach[]): readonly string[] {
  return gateways.flatMap(({ gateway, routes, reachedFrom }) => {
    const cut = namespaces.filter((namespace) => !reachedFrom.includes(namespace));
    const found = cut.filter((namespace) => routes.some((route) => isFor(route, namespace)));
    if (found.length === 0) return [];
    const owners = ownersFor(routes, found);
    return [
      `${owners} through gateway ${gateway} are for ${found.join(', ')}, which this lockdown does not lead there; ` +
        'fix: allow: [EgressPeer.gateway(...)] for that gateway, or other sources',
    ];
  });
}

/** The same seen from a gateway's own lockdown, which lets `clients` in. */
export function shutOut(clients: readonly string[], routes: readonly RouteThrough[]): readonly string[] {
  const sources = routes.flatMap(({ access }) => access.sources);
  const named = sources.flatMap((source) => (source.kind === 'anyone' ? [] : [source.namespace]));
  const out = [...new Set(named)].filter((namespace) => !clients.includes(namespace)).sort();
  if (out.length === 0) return [];
  return [
    `${ownersFor(routes, out)} are for ${out.join(', ')}, whose pods the policy does not let in; ` +
      `fix: lock ${out.length === 1 ? 'that namespace' : 'those namespaces'} down in this app, or name them in namespaces`,
  ];
}

function isFor({ access }: RouteThrough, namespace: string): boolean {
  return access.sources.some((source) => source.kind !== 'anyone' && source.namespace === namespace);
}

function ownersFor(routes: readonly RouteThrough[], namespaces: readonly string[]): string {
  const owners = routes.flatMap((route) => (namespaces.some((name) => isFor(route, name)) ? [route.owner] : []));
  return [...new Set(owners)].sort().join(', ');
}
