import { gatewayKey } from '../mesh/gateway';
import { MeshModel } from '../mesh/mesh-model';
import { namespacesOf } from '../mesh/source';
import { ownersOf } from '../mesh/route-through';
import { Analyzer, error, Finding, pairsBy, warning } from './analyzer';

/** Lockdowns of the cluster: their precedence, and the routes that they cut off. */
export const CLUSTER_LOCKDOWNS: readonly Analyzer[] = [
  error('EGR1361', 'Two lockdowns of the cluster have one priority.', ({ clusterLockdowns }) =>
    pairsBy(clusterLockdowns.all, ({ priority }) => String(priority)).map(([earlier, later]) => ({
      constructPath: later.owner,
      problem: `priority ${later.priority} cannot be that of two lockdowns of the cluster`,
      got: { constructs: [earlier.owner, later.owner] },
      allowed: 'a priority of its own for each: the API leaves open which of two policies with one priority decides',
      fix: `write priority: ${beside(later.priority)} on one, or one ClusterLockdownPolicy with allowTo: [EgressPeer.gateway(...)] for the other gateway`,
    })),
  ),
  error('EGR1362', 'A lockdown of the cluster closes no namespace.', closesNothing),
  warning('EGR2061', 'A lockdown of the cluster cuts off a route from its sources.', cutOff),
  warning('EGR2063', 'A lockdown of the cluster leaves sources in the namespace of a gateway open.', openSources),
];

/** Returns another priority, which is accepted for every priority. */
function beside(priority: number): number {
  return priority === 0 ? 1 : priority - 1;
}

/** Only a lockdown of every namespace is certain to close a source: the program does not contain the labels of namespaces. */
function cutOff({ clusterLockdowns, clusterReaches, gateways, plan }: MeshModel): readonly Finding[] {
  return clusterLockdowns.all
    .filter(({ selectsAll }) => selectsAll)
    .flatMap(({ owner, exemptNamespaces }) => {
      const reached = new Set(clusterReaches.all.filter((each) => each.owner === owner).map(({ gateway }) => gateway));
      const open = new Set([...exemptNamespaces, ...gateways.all.map(({ model }) => model.namespace)]);
      return gateways.all.flatMap(({ model }) => {
        const key = gatewayKey(model);
        const routes = reached.has(key) ? [] : plan.routesThrough(key);
        const cut = namespacesOf(routes.flatMap(({ access }) => access.sources)).filter((name) => !open.has(name));
        if (cut.length === 0) return [];
        return [
          {
            constructPath: owner,
            problem: `the lockdown of every namespace cuts off gateway ${key}, whose routes have sources in ${cut.join(', ')}`,
            got: { routes: ownersOf(routes) },
            allowed: 'gateways that the lockdown leaves reachable',
            fix: 'write allowTo: [EgressPeer.gateway(...)] on the lockdown, or the namespaces in exemptNamespaces',
          },
        ];
      });
    });
}

function closesNothing({ clusterLockdowns, gateways }: MeshModel): readonly Finding[] {
  return clusterLockdowns.all.flatMap(({ owner, names, exemptNamespaces }) => {
    if (names?.every((name) => exemptNamespaces.includes(name) || gateways.haveNamespace(name)) !== true) return [];
    return [
      {
        constructPath: owner,
        problem: 'namespaceSelector must select a namespace that does not stay open',
        got: names,
        allowed:
          'namespaces besides exemptNamespaces and those of the cluster, of Istio, of the DNS, of the control plane and of gateways',
        fix: 'write namespaceSelector: {}, or the names of other namespaces',
      },
    ];
  });
}

/** Sources beside a gateway: a lockdown of every namespace leaves the namespace of the gateway open, with all its pods. */
function openSources(mesh: MeshModel): readonly Finding[] {
  const { clusterLockdowns, gateways, plan } = mesh;
  const lockdowns = clusterLockdowns.all.filter(({ selectsAll }) => selectsAll);
  if (lockdowns.length === 0) return [];
  const sources = namespacesOf(plan.routes.flatMap(({ access }) => access.sources));
  const beside = sources.filter((name) => gateways.haveNamespace(name) && !mesh.isLockedDown(name));
  return lockdowns.flatMap(({ owner, exemptNamespaces }) => {
    const open = beside.filter((name) => !exemptNamespaces.includes(name));
    if (open.length === 0) return [];
    return [
      {
        constructPath: owner,
        problem: `the lockdown of every namespace leaves ${open.join(', ')} open, where a gateway and sources of routes are`,
        got: open,
        allowed: 'sources in other namespaces than the gateways, whose pods connect to every host',
        fix: `run the sources in a namespace without a gateway, or write exemptNamespaces: ${JSON.stringify(open)}`,
      },
    ];
  });
}
