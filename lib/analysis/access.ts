/**
 * Routes and their sources. As soon as one AuthorizationPolicy of a gateway allows something, Istio denies every request that no
 * policy allows (https://istio.io/latest/docs/concepts/security/#implicit-enablement). A route without sources would be closed
 * silently.
 */
import { ExportTo } from '../mesh/export-to';
import { GatewayModel, gatewayKey, maySharePolicies, sameGateway } from '../mesh/gateway';
import { MeshModel } from '../mesh/mesh-model';
import { credentialsOf, ownersOf, RouteThrough, usesClientCertificate } from '../mesh/route-through';
import { isForAnyAuthenticated } from '../mesh/source';
import { Analyzer, error, Finding, perOwner } from './analyzer';

const ADD_SOURCES = 'write allowFrom: [EgressSource.namespace("payments")] on the route';

/** The checks of routes and their sources. */
export const ACCESS: readonly Analyzer[] = [
  error('EGR1101', 'A gateway has routes with and without sources.', (mesh) => {
    const gateways = mesh.gateways.all.map(({ model }) => model);
    return gateways.flatMap((gateway) => withoutSources(mesh, gateway, gateways));
  }),
  error('EGR1102', 'A route allows operations, but has no sources.', ({ plan }) =>
    perOwner(
      open(plan.routes).filter(({ access }) => access.operations.length > 0),
      {
        problem: 'a route with allowedOperations must have sources',
        allowed: 'allowedOperations on routes with allowFrom',
        fix: ADD_SOURCES,
      },
    ),
  ),
  error('EGR1103', 'A route presents a client certificate without restricting callers.', ({ plan }) =>
    perOwner(open(plan.routes).filter(usesClientCertificate), {
      problem: "a route that presents the gateway's client certificate must have sources",
      allowed: 'TlsOrigination.mutual(...) on routes with allowFrom',
      fix: ADD_SOURCES,
    }),
  ),
  error('EGR1104', 'A route is exported to its sources, but its sources name no namespace.', ({ plan }) =>
    perOwner(
      plan.routes.filter((route) => route.exportTo === ExportTo.SOURCES && !namesNamespaces(route)),
      {
        problem: 'a route with exportTo: ExportTo.SOURCES must have sources that name namespaces',
        allowed: 'allowFrom with namespaces and service accounts only',
        fix: ADD_SOURCES,
      },
    ),
  ),
  error('EGR1105', 'A route sends a credential of the gateway without restricting callers.', ({ plan }) =>
    perOwner(
      open(plan.routes).filter((route) => credentialsOf(route).length > 0),
      {
        problem: 'a route with a credential must have sources',
        allowed: 'credential on routes with allowFrom: every caller acts with the credential at the host',
        fix: ADD_SOURCES,
      },
    ),
  ),
];

function open(routes: readonly RouteThrough[]): readonly RouteThrough[] {
  return routes.filter(({ access }) => access.sources.length === 0);
}

function namesNamespaces({ access: { sources } }: RouteThrough): boolean {
  return sources.length > 0 && !isForAnyAuthenticated(sources);
}

function withoutSources({ plan }: MeshModel, gateway: GatewayModel, all: readonly GatewayModel[]): readonly Finding[] {
  const key = gatewayKey(gateway);
  const routes = plan.routesThrough(key);
  const found = open(routes);
  if (found.length === 0) return [];
  const besides = all.filter((other) => !sameGateway(other, gateway) && maySharePolicies(other, gateway));
  const restricted = [...routes, ...besides.flatMap((other) => plan.routesThrough(gatewayKey(other)))];
  const example = restricted.find(({ access }) => access.sources.length > 0);
  if (!gateway.defaultDeny && example === undefined) return [];
  const other = !gateway.defaultDeny && example?.gateway !== key ? example?.gateway : undefined;
  const owners = ownersOf(found);
  return [
    {
      constructPath: owners[0] ?? '',
      problem: `routes through gateway ${key} must have sources`,
      got: { routesWithoutSources: owners },
      allowed: gateway.defaultDeny
        ? 'allowFrom on every route: the gateway has defaultDeny'
        : `allowFrom on every route, because ${example?.owner} has sources${other ? `, and its gateway ${other} has the same pods` : ''}: the gateway denies every other request`,
      fix: `write allowFrom: [EgressSource.namespace("payments")] on each route, or allowFrom: [EgressSource.anyAuthenticated()]${other ? ', or give the pods of the two gateways different labels' : ''}`,
    },
  ];
}
