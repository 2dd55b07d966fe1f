/**
 * The Services in front of gateways: of the settings, of the manifests, and those that only routes name. A mesh's own manifests
 * seldom have the Service of the gateway that `istioctl` or Helm installs.
 */
import { idOf, Manifest } from '../manifest/manifest';
import { HostIndex } from './host-index';
import { bareHost, fullName } from './hosts';
import { MESH, Resource, VirtualService } from './resource';
import { generatedServices } from './generated-services';
import { isService, KubernetesService, kubernetesServices } from './kubernetes-services';
import { canHaveLabels, hasLabels } from './labels';
import { GatewayService, MeshSettings } from './settings';
import { GatewaySpec, MatchedRoute } from './specs';

/** The objects from which the Services of gateways are read. */
export interface GatewaySources {
  readonly manifests: readonly Manifest[];
  readonly settings: MeshSettings;
  readonly clusterDomain: string;
  readonly gateways: readonly Resource<GatewaySpec>[];
  readonly virtualServices: readonly VirtualService[];
}

/** The ports in the pods of Istio's own installation. */
const INSTALLED_TARGETS: ReadonlyMap<number, number> = new Map([
  [80, 8080],
  [443, 8443],
]);

/** Returns the Services in front of gateways, by full host name. */
export function gatewayServicesOf(sources: GatewaySources): Map<string, GatewayService> {
  const { settings, clusterDomain, manifests, gateways } = sources;
  const given = settings.gatewayServices ?? [];
  const services = new Map(given.map((service) => [serviceHost(service, clusterDomain), service]));
  const generated = generatedServices(manifests);
  const selectors = [...distinctSelectors(gateways), ...generated.map(({ podLabels }) => podLabels)];
  const others = new Map<string, KubernetesService>();
  for (const service of kubernetesServices(manifests)) {
    const host = serviceHost(service, clusterDomain);
    if (services.has(host)) continue;
    const twin = given.find(
      ({ namespace, podLabels }) => namespace === service.namespace && hasLabels(podLabels, service.podLabels),
    );
    const podLabels = service.hasPods ? service.podLabels : (twin?.podLabels ?? service.podLabels);
    if (service.canBeGateway && selectors.some((each) => hasLabels(podLabels, each)))
      services.set(host, { ...service, podLabels });
    else others.set(host, service);
  }
  const written = new Set(manifests.filter(isService).map(idOf));
  for (const service of generated) {
    const host = serviceHost(service, clusterDomain);
    if (!services.has(host) && !written.has(serviceId(service))) services.set(host, service);
  }
  for (const [host, uses] of destinationsOf(sources)) {
    const other = others.get(host);
    if (services.has(host) || other?.canBeGateway === false) continue;
    const gateways = gatewaysOf(uses.routes, sources);
    if (gateways.length === 0 || areBehindOthers(gateways, other, host, services.values(), given)) continue;
    services.set(host, other?.hasPods ? other : inferService(host, uses.ports, gateways, other));
  }
  return services;
}

/** Returns the full name of a Service: `istio-egress/egress`. */
export function serviceId({ namespace, name }: Pick<GatewayService, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** Returns the host name of a gateway Service in the mesh. */
export function serviceHost(
  { name, namespace }: Pick<GatewayService, 'name' | 'namespace'>,
  clusterDomain: string,
): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

function distinctSelectors(gateways: readonly Resource<GatewaySpec>[]): Record<string, string>[] {
  const texts = new Set(gateways.map(({ spec }) => JSON.stringify(spec.selector ?? {})));
  return [...texts]
    .map((text) => JSON.parse(text) as Record<string, string>)
    .filter((selector) => Object.keys(selector).length > 0);
}

/** The routes of sidecars to one host of the cluster. */
interface Uses {
  readonly routes: Set<VirtualService>;
  readonly ports: Set<number>;
}

/** The hosts of the cluster to which VirtualServices send what sidecars receive. */
function destinationsOf({ virtualServices, clusterDomain }: GatewaySources): ReadonlyMap<string, Uses> {
  const uses = new Map<string, Uses>();
  for (const vs of virtualServices) {
    if (!vs.gateways.includes(MESH)) continue;
    const { http = [], tls = [], tcp = [] } = vs.spec;
    for (const { match, route = [] } of [...http, ...tls, ...tcp] as MatchedRoute[]) {
      if (match?.length && match.every(({ gateways }) => gateways?.length && !gateways.includes(MESH))) continue;
      for (const { destination } of route) {
        const host = destination && fullName(destination.host, vs.namespace, clusterDomain);
        if (!host?.endsWith(`.svc.${clusterDomain}`)) continue;
        const known = uses.get(host) ?? { routes: new Set(), ports: new Set() };
        uses.set(host, known);
        known.routes.add(vs);
        if (destination?.port?.number) known.ports.add(destination.port.number);
      }
    }
  }
  return uses;
}

/**
 * Whether the pods of one of the Gateways are behind another Service: of the settings, or of the namespace of the host. Authors in other
 * namespaces can write a Service for pods with the labels of the gateway.
 */
function areBehindOthers(
  gateways: readonly Resource<GatewaySpec>[],
  known: KubernetesService | undefined,
  host: string,
  services: Iterable<GatewayService>,
  stated: readonly GatewayService[],
): boolean {
  const [, namespace] = host.split('.');
  return [...services].some(
    (service) =>
      (service.namespace === namespace ? known === undefined : stated.includes(service)) &&
      gateways.some(({ spec }) => hasLabels(service.podLabels, spec.selector ?? {})),
  );
}

function inferService(
  host: string,
  used: ReadonlySet<number>,
  gateways: readonly Resource<GatewaySpec>[],
  known: KubernetesService | undefined,
): GatewayService {
  const [name = '', namespace = ''] = host.split('.');
  const labels: Record<string, string> = { ...known?.podLabels };
  for (const { spec } of gateways) {
    if (canHaveLabels(labels, spec.selector ?? {})) Object.assign(labels, spec.selector);
  }
  const text = Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .sort()
    .join(', ');
  const pods = `the pods of Service ${namespace}/${name} have the labels ${text}`;
  if (known !== undefined) {
    const assumption = `${pods}: no workload of the manifests is behind the Service`;
    return { ...known, podLabels: labels, assumptions: [...(known.assumptions ?? []), assumption] };
  }
  const served = gateways.flatMap(({ spec }) => spec.servers ?? []).filter(({ bind }) => !bind);
  const numbers = [...new Set([...used, ...served.map(({ port }) => port.number)])].sort((a, b) => a - b);
  const ports = numbers.map((port) => ({ port, targetPort: INSTALLED_TARGETS.get(port) ?? port }));
  const targets = ports.map(({ port, targetPort }) => `${targetPort} for port ${port}`).join(', ');
  const assumption = `${pods}, and listen at ${targets}: the manifests do not contain the Service`;
  return { namespace, name, podLabels: labels, ports, assumptions: [assumption] };
}

/** The Gateways behind the routes: those to which the VirtualServices are bound, else those that have a host of them. */
function gatewaysOf(routes: ReadonlySet<VirtualService>, sources: GatewaySources): Resource<GatewaySpec>[] {
  const names = new Set([...routes].flatMap(({ gateways }) => gateways));
  const bound = sources.gateways.filter(({ id }) => names.has(id));
  if (bound.length > 0) return bound;
  const byHost = new HostIndex<Resource<GatewaySpec>>();
  for (const gateway of sources.gateways) {
    for (const { hosts = [] } of gateway.spec.servers ?? []) {
      for (const host of hosts) byHost.add(bareHost(host), gateway);
    }
  }
  const found = new Set<Resource<GatewaySpec>>();
  for (const host of [...routes].flatMap(({ hosts }) => hosts)) {
    const [closest = ''] = byHost.over(host);
    for (const gateway of byHost.get(closest)) found.add(gateway);
  }
  return [...found];
}
