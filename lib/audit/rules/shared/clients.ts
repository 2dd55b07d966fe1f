import { Manifest, namespaceOf } from '../../manifest/manifest';
import { isNamespaceName, namespacesIn } from '../../model/export-to';
import { injectionOf, isIgnored, knownNamespaces } from '../../model/injection';
import { Mesh, serviceHost } from '../../model/mesh';
import { networkPoliciesOf } from '../../policy/connection';
import { acceptedCallers } from '../../policy/named-callers';
import { isForEgress } from '../../policy/network-policy';
import { selectedLabels } from '../../model/label-selector';
import { OTHERS } from '../../way/distinct-namespaces';
import { GatewayConnection } from '../../way/types';
import { egressPods, policiesAtPods } from './egress-pods';
import { clientPods, gatewayNamespaces, proxiesAlone } from './gateway-namespaces';
import { isBehind } from '../../model/used-gateways';
import { HostWays, hostWays } from './host-ways';
import { perMesh } from '../../model/per-mesh';

/** A namespace whose requests go through a gateway. */
export interface Client {
  readonly namespace: string;
  /** The ports of gateways that sidecars of the namespace connect to. */
  readonly entrances: readonly Entrance[];
  /** An object that routes a request of the namespace to a gateway, of the namespace itself if the namespace has one. */
  readonly routedBy: Manifest;
}

/** A port of a gateway that sidecars connect to. */
export type Entrance = Pick<GatewayConnection, 'service' | 'port' | 'targetPort'>;

/**
 * Returns the namespaces with clients of a gateway: those with pods or with NetworkPolicies for egress, those that `exportTo` or policies
 * of the gateway name, and those with sidecar injection.
 */
export const clientsOf: (mesh: Mesh) => readonly Client[] = perMesh((mesh) => {
  const { byNamespace, others } = routesOf(mesh);
  const outsiders = new Set([...gatewayNamespaces(mesh), ...[mesh.rootNamespace, OTHERS]]);
  return [...clientNamespaces(mesh)]
    .filter((namespace) => !outsiders.has(namespace) && !isIgnored(namespace))
    .sort()
    .flatMap((namespace): Client[] => {
      const found = byNamespace.get(namespace) ?? others;
      if (found === undefined) return [];
      const routedBy = found.byHome.get(namespace) ?? found.first;
      return [{ namespace, entrances: [...found.entrances.values()], routedBy }];
    });
});

/** Returns an object that routes requests to a gateway. */
export function firstRoute(mesh: Mesh): Manifest | undefined {
  const { byNamespace, others } = routesOf(mesh);
  return (others ?? [...byNamespace.values()][0])?.first;
}

interface Routes {
  readonly entrances: Map<string, Entrance>;
  readonly first: Manifest;
  /** The first route of each namespace with routes. */
  readonly byHome: Map<string, Manifest>;
}

const routesOf = perMesh((mesh) => {
  const byNamespace = new Map<string, Routes>();
  for (const { request, way } of hostWays(mesh).flatMap(({ ways }: HostWays) => ways)) {
    const [entrance] = way.connections;
    if (entrance === undefined) continue;
    const first = entrance.routedBy.manifest;
    const routes = byNamespace.get(request.clientNamespace) ?? { entrances: new Map(), first, byHome: new Map() };
    byNamespace.set(request.clientNamespace, routes);
    const home = namespaceOf(first);
    if (!routes.byHome.has(home)) routes.byHome.set(home, first);
    routes.entrances.set(`${serviceHost(entrance.service, mesh.clusterDomain)}:${entrance.port}`, entrance);
  }
  return { byNamespace, others: byNamespace.get(OTHERS) };
});

function clientNamespaces(mesh: Mesh): ReadonlySet<string> {
  const exported = [...mesh.serviceEntries, ...mesh.virtualServices].flatMap(({ spec, namespace }) => [
    ...(namespacesIn(spec.exportTo, namespace) ?? []),
  ]);
  // The injection adds the proxies of gateways too.
  const injected = knownNamespaces(mesh).filter(
    (namespace) => injectionOf(mesh, namespace).kind === 'sidecar' && !proxiesAlone(mesh).has(namespace),
  );
  return new Set([
    ...exported,
    ...injected,
    ...confinedNamespaces(mesh),
    ...clientPods(mesh).map(({ namespace }) => namespace),
    ...acceptedNamespaces(mesh),
  ]);
}

/** Returns the namespaces with NetworkPolicies for egress of pods that are not those of a gateway. */
function confinedNamespaces(mesh: Mesh): readonly string[] {
  const services = [...mesh.gatewayServices.values()];
  return [...networkPoliciesOf(mesh).byNamespace].flatMap(([namespace, policies]) => {
    const isOfClients = policies.some(({ spec }) => {
      const labels = selectedLabels(spec.podSelector ?? {});
      const proxies = proxiesAlone(mesh).get(namespace) ?? [];
      const gateways = [...services, ...proxies.map((podLabels) => ({ namespace, podLabels }))];
      return isForEgress(spec) && !gateways.some((gateway) => isBehind(gateway, namespace, labels));
    });
    return isOfClients ? [namespace] : [];
  });
}

/** Returns the namespaces that the policies of the gateways allow by name. */
function acceptedNamespaces(mesh: Mesh): readonly string[] {
  const policies = new Set(egressPods(mesh).flatMap((pods) => policiesAtPods(mesh, pods)));
  const callers = [...policies]
    .filter(({ action }) => action === 'ALLOW')
    .flatMap(({ spec, namespace }) => (spec.rules ?? []).flatMap((rule) => acceptedCallers(rule, namespace)));
  return callers.map(({ namespace }) => namespace).filter(isNamespaceName);
}
