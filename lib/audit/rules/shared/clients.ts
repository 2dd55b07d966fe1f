import { Manifest } from '../../manifest/manifest';
import { Mesh } from '../../model/mesh';
import { GatewayService } from '../../model/settings';
import { Way } from '../../way/types';
import { egressPods } from './egress-pods';
import { HostWays, hostWays, OTHERS } from './host-ways';
import { perMesh } from '../../model/per-mesh';
import { policiesAt } from './policies';
import { podTemplates } from './workloads';

/** A namespace whose requests go through a gateway. */
export interface Client {
  readonly namespace: string;
  /** The ports of gateways that sidecars of the namespace connect to. */
  readonly entrances: readonly Entrance[];
  /** An object that routes a request of the namespace to a gateway. */
  readonly routedBy: Manifest;
}

/** A port of a gateway. */
export interface Entrance {
  readonly service: GatewayService;
  /** The port of the Service, and the port of the pods behind the Service. */
  readonly port: number;
  readonly targetPort: number;
}

/**
 * Returns the namespaces with clients of a gateway: those with pods or with NetworkPolicies for egress, those that `exportTo` or policies of the
 * gateway name, and those with sidecar injection.
 */
export const clientsOf: (mesh: Mesh) => readonly Client[] = perMesh((mesh) => {
  const { byNamespace, others } = routesOf(mesh);
  const outsiders = new Set([
    ...egressPods(mesh).map(({ namespace }) => namespace),
    ...[...mesh.gatewayServices.values()].map(({ namespace }) => namespace),
    ...[mesh.rootNamespace, 'kube-system', OTHERS],
  ]);
  return [...clientNamespaces(mesh)]
    .filter((namespace) => !outsiders.has(namespace))
    .sort()
    .flatMap((namespace): Client[] => {
      const found = byNamespace.get(namespace) ?? others;
      return found ? [{ namespace, entrances: [...found.entrances.values()], routedBy: found.routedBy }] : [];
    });
});

/** Returns an object that routes requests to a gateway. */
export function firstRoute(mesh: Mesh): Manifest | undefined {
  const { byNamespace, others } = routesOf(mesh);
  return (others ?? [...byNamespace.values()][0])?.routedBy;
}

interface Routes {
  readonly entrances: Map<string, Entrance>;
  readonly routedBy: Manifest;
}

const routesOf = perMesh((mesh) => {
  const services = new Map([...mesh.gatewayServices.values()].map((each) => [`${each.namespace}/${each.name}`, each]));
  const byNamespace = new Map<string, Routes>();
  for (const { request, way } of hostWays(mesh).flatMap(({ ways }: HostWays) => ways)) {
    const entrance = entranceOf(way, services);
    const routedBy = way.hops[2]?.decidedBy?.[0]?.manifest;
    if (entrance === undefined || routedBy === undefined) continue;
    const routes = byNamespace.get(request.clientNamespace) ?? { entrances: new Map<string, Entrance>(), routedBy };
    byNamespace.set(request.clientNamespace, routes);
    routes.entrances.set(way.hops[2]?.text ?? '', entrance);
  }
  return { byNamespace, others: byNamespace.get(OTHERS) };
});

/** Returns the port of a gateway at which a way enters the gateway. */
function entranceOf({ hops }: Way, services: ReadonlyMap<string, GatewayService>): Entrance | undefined {
  const [name = '', port] = hops[2]?.text.split(':') ?? [];
  const service = services.get(name);
  const found = service?.ports.find((each) => each.port === Number(port));
  return service && found && { service, ...found };
}

function clientNamespaces(mesh: Mesh): ReadonlySet<string> {
  const exported = [...mesh.serviceEntries, ...mesh.virtualServices].flatMap(({ spec }) => spec.exportTo ?? []);
  const written = mesh.manifests.flatMap(({ kind, metadata, spec }): string[] => {
    if (kind === 'NetworkPolicy' && isForEgress(spec)) return [metadata.namespace ?? 'default'];
    const { labels = {} } = metadata;
    const isInjected = labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
    return kind === 'Namespace' && isInjected ? [metadata.name] : [];
  });
  return new Set([
    ...exported.filter((name) => !['*', '.', '~'].includes(name)),
    ...written,
    ...podTemplates(mesh).map(({ namespace }) => namespace),
    ...sourcesOf(mesh),
  ]);
}

function isForEgress(spec: unknown): boolean {
  const { policyTypes, egress } = (spec ?? {}) as {
    readonly policyTypes?: readonly string[];
    readonly egress?: unknown;
  };
  return policyTypes?.includes('Egress') ?? egress !== undefined;
}

/** Returns the namespaces that the policies of the gateways allow by name. */
function sourcesOf(mesh: Mesh): readonly string[] {
  const policies = new Set(egressPods(mesh).flatMap((pods) => policiesAt(mesh, pods)));
  const sources = [...policies]
    .filter(({ action }) => action === 'ALLOW')
    .flatMap(({ spec }) => (spec.rules ?? []).flatMap(({ from = [] }) => from.map(({ source = {} }) => source)));
  return sources.flatMap(({ namespaces = [], principals = [] }) => [
    ...namespaces.filter((name) => !name.includes('*')),
    ...principals.flatMap((principal) => /\/ns\/([a-z0-9-]+)\//.exec(principal)?.[1] ?? []),
  ]);
}
