/**
 * Namespaces of clients whose sidecars see other objects than the sidecars of other namespaces. The manifests of most meshes distinguish
 * few namespaces.
 */
import { isNamespaceName, namespacesIn } from '../model/export-to';
import { fullName } from '../model/hosts';
import { HostIndex } from '../model/host-index';
import { serviceEntriesByHost, virtualServicesById } from '../model/lookup';
import { getOrAdd } from '../../input/get-or-add';
import { Mesh, VirtualService } from '../model/mesh';
import { outsideServices } from '../model/outside-services';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { DestinationRuleSpec, DestinationSpec, StaticMatch, VirtualServiceSpec } from '../model/specs';

/** The namespaces that no object distinguishes. */
export const OTHERS = '*';

/** Returns a namespace whose sidecars see what the sidecars of a namespace see: itself, if an object distinguishes the namespace. */
export function namespaceLike(mesh: Mesh, namespace: string): string {
  return distinct(mesh).has(namespace) ? namespace : OTHERS;
}

/** The namespaces that have objects for their own proxies, or that objects name. */
const distinct = perMesh((mesh): ReadonlySet<string> => {
  const { rootNamespace, sidecars, proxyFilters, destinationRules, serviceEntries, virtualServices } = mesh;
  const exported = [...serviceEntries, ...virtualServices, ...destinationRules];
  // A Sidecar of the root namespace imports `./*`: the objects of the namespace of each proxy.
  const imported = sidecars.some(({ namespace }) => namespace === rootNamespace)
    ? [...serviceEntries, ...virtualServices, ...outsideServices(mesh).values()]
    : [];
  return new Set([
    rootNamespace,
    ...[...sidecars, ...proxyFilters, ...destinationRules, ...imported].map(({ namespace }) => namespace),
    ...exported.flatMap(({ spec, namespace }) => {
      const seenBy = namespacesIn(spec.exportTo, namespace);
      return seenBy === undefined ? [] : [namespace, ...seenBy];
    }),
    ...virtualServices.flatMap(({ spec }) => sourcesIn(spec)),
    ...ownersOfOneHost(mesh),
  ]);
});

/** Of several ServiceEntries and Services of one host, a proxy uses that of its own namespace. */
function ownersOfOneHost(mesh: Mesh): string[] {
  const entries = serviceEntriesByHost(mesh);
  return [...entries.hosts].flatMap((host) => {
    const service = mesh.gatewayServices.get(host);
    const owners = new Set([...entries.get(host), ...(service ? [service] : [])].map(({ namespace }) => namespace));
    return owners.size > 1 ? [...owners] : [];
  });
}

/**
 * Returns the namespaces whose sidecars can see other objects for a host: those of the objects of the host and of the destinations of its
 * routes, and those that these objects name.
 */
export function namespacesOfHost(mesh: Mesh, host: string): ReadonlySet<string> {
  return namespacesByHost(mesh).get(host, () => findNamespaces(mesh, host));
}

const namespacesByHost = perMesh(() => new Memo<ReadonlySet<string>>());

function findNamespaces(mesh: Mesh, host: string): ReadonlySet<string> {
  const { objects, targets, rules } = indexOf(mesh);
  const found = new Set<string>();
  const destinations: readonly DestinationSpec[] = [{ host }, ...valuesOver(targets, host)];
  for (const { host: name, subset = '' } of destinations) {
    for (const index of new Set([objects, rules.get(''), rules.get(subset)])) {
      for (const namespace of valuesOver(index, name)) if (distinct(mesh).has(namespace)) found.add(namespace);
    }
  }
  return found;
}

function valuesOver<T>(index: HostIndex<ReadonlySet<T>> | undefined, host: string): readonly T[] {
  return (index?.over(host) ?? []).flatMap((name) => index?.get(name).flatMap((values) => [...values]) ?? []);
}

/** Values by host, each value once. */
type Index<T> = HostIndex<Set<T>>;

interface Indexes {
  /** The namespaces of ServiceEntries, Services and VirtualServices. */
  readonly objects: Index<string>;
  /** The destinations of the routes of VirtualServices. */
  readonly targets: Index<DestinationSpec>;
  /** The namespaces of DestinationRules, by subset. Those of rules for every connection to the host have the key `''`. */
  readonly rules: ReadonlyMap<string, Index<string>>;
}

const indexOf = perMesh((mesh): Indexes => {
  const objects: Index<string> = new HostIndex();
  const targets: Index<DestinationSpec> = new HostIndex();
  const rules = new Map<string, Index<string>>();
  for (const { spec, namespace } of mesh.serviceEntries) addAll(objects, spec.hosts, named(spec.exportTo, namespace));
  for (const { host, namespace } of outsideServices(mesh).values()) addAll(objects, [host], [namespace]);
  for (const vs of mesh.virtualServices) {
    for (const { spec, namespace } of withDelegates(mesh, vs)) {
      addAll(objects, vs.hosts, [...named(spec.exportTo, namespace), ...sourcesIn(spec)]);
      addAll(targets, vs.hosts, destinationsIn(mesh, spec, namespace));
    }
  }
  for (const { spec, namespace } of mesh.destinationRules) {
    const hosts = [fullName(spec.host ?? '', namespace, mesh.clusterDomain)];
    for (const subset of subsetsOf(spec)) {
      addAll(
        getOrAdd(rules, subset, (): Index<string> => new HostIndex()),
        hosts,
        named(spec.exportTo, namespace),
      );
    }
  }
  return { objects, targets, rules };
});

function addAll<T>(index: Index<T>, hosts: readonly string[] = [], values: readonly T[]): void {
  for (const host of new Set(hosts)) {
    const [known] = index.get(host);
    if (known === undefined) index.add(host, new Set(values));
    else for (const value of values) known.add(value);
  }
}

/** A proxy can prefer an object of its own namespace. */
function named(exportTo: readonly string[] | undefined, owner: string): readonly string[] {
  return [owner, ...(namespacesIn(exportTo, owner) ?? [])];
}

/** Returns a VirtualService and its delegates. */
export function withDelegates(mesh: Mesh, vs: VirtualService): VirtualService[] {
  const delegates = (vs.spec.http ?? []).flatMap(({ delegate }) => {
    if (delegate === undefined) return [];
    return virtualServicesById(mesh).get(`${delegate.namespace || vs.namespace}/${delegate.name}`) ?? [];
  });
  return [vs, ...delegates];
}

function sourcesIn({ http = [], tls = [], tcp = [] }: VirtualServiceSpec): string[] {
  const matches: readonly StaticMatch[] = [...http, ...tls, ...tcp].flatMap(({ match = [] }) => match);
  return matches.flatMap(({ sourceNamespace = '' }) => (isNamespaceName(sourceNamespace) ? [sourceNamespace] : []));
}

function destinationsIn(
  { clusterDomain }: Mesh,
  { http = [], tls = [], tcp = [] }: VirtualServiceSpec,
  namespace: string,
): DestinationSpec[] {
  const routes = [...http, ...tls, ...tcp].flatMap(({ route = [] }) => route);
  return routes.flatMap(({ destination }) =>
    destination === undefined ? [] : { ...destination, host: fullName(destination.host, namespace, clusterDomain) },
  );
}

/** A rule of subsets alone decides about these subsets. */
function subsetsOf({ subsets = [], trafficPolicy }: DestinationRuleSpec): string[] {
  const own = subsets.length === 0 || trafficPolicy !== undefined ? [''] : [];
  return [...own, ...subsets.map(({ name }) => name)];
}
