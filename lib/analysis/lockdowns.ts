import { SHARED_CHECKS } from '../input/shared-checks';
import { gatewayKey } from '../mesh/gateway';
import { MeshModel } from '../mesh/mesh-model';
import { selectorText } from '../mesh/pod-labels';
import { isRouteFor, ownersOf, RouteThrough } from '../mesh/route-through';
import { namespacesOf } from '../mesh/source';
import { Analyzer, error, Finding, warning } from './analyzer';

/** Lockdowns, the routes that they cut off, and the namespaces that they leave open. */
export const LOCKDOWNS: readonly Analyzer[] = [
  error('EGR1401', 'The lockdown of a gateway admits no client.', (mesh) =>
    mesh.gatewayLockdowns.all
      .filter(({ gateway, clientNamespaces }) => mesh.clientNamespacesOf(gateway, clientNamespaces).length === 0)
      .map(({ owner, gateway }) => ({
        constructPath: owner,
        problem: `gateway ${gatewayKey(gateway)} must have a client namespace`,
        got: [],
        allowed: 'one namespace or more, in clientNamespaces or in an EgressLockdownPolicy of the mesh',
        fix: 'write clientNamespaces: ["payments"], or lock the client namespaces down in this mesh',
      })),
  ),
  error('EGR1402', 'The lockdown of a gateway permits no external port.', ({ gatewayLockdowns, plan }) =>
    gatewayLockdowns.all
      .filter(
        ({ gateway, hasExternalPorts }) => !hasExternalPorts && plan.routesThrough(gatewayKey(gateway)).length === 0,
      )
      .map(({ owner, gateway }) => ({
        constructPath: owner,
        problem: `gateway ${gatewayKey(gateway)} must have an external port`,
        got: [],
        allowed: 'one port or more, in externalPorts or of a route',
        fix: 'write externalPorts: [EgressPort.tcp(443)] for the routes of other apps',
      })),
  ),
  warning('EGR2004', SHARED_CHECKS.EGR2004, cutOff),
  warning('EGR2005', SHARED_CHECKS.EGR2005, refusedClients),
  warning('EGR2051', SHARED_CHECKS.EGR2051, othersOpen),
  warning('EGR2009', 'A lockdown relies on labels of namespaces.', ({ lockdowns }) =>
    lockdowns.all.flatMap(({ owner, labelCommands }) =>
      labelCommands.length === 0
        ? []
        : [
            {
              constructPath: owner,
              problem:
                'the lockdown closes everything until namespaces have labels, and everyone who can label a namespace can open it',
              got: 'LockdownMode.NAMESPACE_LABELS',
              allowed: 'LockdownMode.POD_SELECTORS, or labels that are set by these commands',
              fix: `run ${labelCommands.join(' && ')}`,
            },
          ],
    ),
  ),
];

/** Routes whose sources are in a locked-down namespace that cannot reach the gateway: connections would time out. */
function cutOff(mesh: MeshModel): readonly Finding[] {
  return mesh.gateways.all.flatMap(({ model }) => {
    const key = gatewayKey(model);
    const routes = mesh.plan.routesThrough(key);
    const reaching = mesh.clientNamespacesOf(model);
    return mesh.lockdowns.all.flatMap(({ owner, namespaces, labelCommands }) => {
      const cut = namespaces.filter((namespace) => !reaching.includes(namespace));
      const named = cut.filter((namespace) => routes.some((route) => isRouteFor(route, namespace)));
      if (named.length === 0 || labelCommands.length > 0) return [];
      return [
        {
          constructPath: owner,
          problem: `the lockdown of ${named.join(', ')} cuts off gateway ${key}, whose routes have sources there`,
          got: { routes: ownersFor(routes, named) },
          allowed: 'a gateway that the lockdown of the source namespace leaves reachable',
          fix: 'write allowTo: [EgressPeer.gateway(...)] on the lockdown, or remove the namespaces from allowFrom',
        },
      ];
    });
  });
}

function refusedClients(mesh: MeshModel): readonly Finding[] {
  return mesh.gatewayLockdowns.all.flatMap(({ owner, gateway, clientNamespaces }) => {
    const routes = mesh.plan.routesThrough(gatewayKey(gateway));
    const clients = mesh.clientNamespacesOf(gateway, clientNamespaces);
    const named = namespacesOf(routes.flatMap(({ access }) => access.sources));
    const refused = named.filter((namespace) => !clients.includes(namespace));
    if (refused.length === 0) return [];
    return [
      {
        constructPath: owner,
        problem: `the gateway refuses pods of ${refused.join(', ')}, which are sources of its routes`,
        got: { routes: ownersFor(routes, refused) },
        allowed: 'sources in namespaces that the gateway admits',
        fix: `write clientNamespaces: ${JSON.stringify(refused)}, or lock these namespaces down in this mesh`,
      },
    ];
  });
}

function ownersFor(routes: readonly RouteThrough[], namespaces: readonly string[]): readonly string[] {
  return ownersOf(routes.filter((route) => namespaces.some((namespace) => isRouteFor(route, namespace))));
}

/** Lockdowns with `podLabels`, in namespaces that no lockdown closes as a whole: also a pod whose author writes other labels is open. */
function othersOpen(mesh: MeshModel): readonly Finding[] {
  return mesh.lockdowns.all.flatMap(({ owner, namespaces, podLabels }) => {
    const open = namespaces.filter((namespace) => !mesh.isLockedDown(namespace));
    if (open.length === 0) return [];
    return [
      {
        constructPath: owner,
        problem: `pods in ${open.join(', ')} without the labels ${selectorText(podLabels)} are not locked down`,
        got: { podLabels },
        allowed: 'podLabels in namespaces with a lockdown without podLabels, which closes the other pods',
        fix: `create an EgressLockdownPolicy of ${open.join(', ')} without podLabels, or write EgressChecks.of(lockdown).acknowledge('EGR2051', 'the other pods may leave directly') with your reason`,
      },
    ];
  });
}
