import { fullName, isWildcard } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { DestinationRuleSpec, StaticMatch, VirtualServiceSpec } from '../model/specs';

/**
 * Returns the namespaces for which the way of a host can differ from the way for other namespaces: those of objects of the host, and those
 * that these objects name in `exportTo` and `sourceNamespace`.
 */
export function namespacesOfHost(mesh: Mesh, host: string): ReadonlySet<string> {
  const { byHost, targets } = indexOf(mesh);
  const found = new Set<string>();
  const add = (key: string): void => {
    for (const namespace of byHost.get(key) ?? []) found.add(namespace);
  };
  for (const name of namesOver(host)) {
    add(name);
    for (const target of targets.get(name) ?? []) add(target);
  }
  return found;
}

interface Index {
  /** Namespaces by host, and by host and subset. */
  readonly byHost: ReadonlyMap<string, ReadonlySet<string>>;
  /** The destinations of the VirtualServices of a host: hosts, and hosts with subsets. */
  readonly targets: ReadonlyMap<string, ReadonlySet<string>>;
}

const indexOf = perMesh((mesh): Index => {
  const byHost = new Map<string, Set<string>>();
  const targets = new Map<string, Set<string>>();
  const { clusterDomain } = mesh;
  for (const { spec, namespace } of mesh.serviceEntries) {
    for (const host of spec.hosts ?? []) addAll(byHost, host, named(spec.exportTo, namespace));
  }
  for (const { spec, namespace, hosts } of mesh.virtualServices) {
    const namespaces = [...named(spec.exportTo, namespace), ...sourceNamespaces(spec)];
    const destinations = destinationsOf(spec).map(({ host, subset }) => [
      fullName(host, namespace, clusterDomain),
      subset,
    ]);
    for (const host of hosts) {
      addAll(byHost, host, namespaces);
      addAll(
        targets,
        host,
        destinations.flatMap(([to = '', subset]) => [to, `${to}|${subset}`]),
      );
    }
  }
  for (const { spec, namespace } of mesh.destinationRules) {
    const host = fullName(spec.host ?? '', namespace, clusterDomain);
    for (const key of keysOf(host, spec)) addAll(byHost, key, named(spec.exportTo, namespace));
  }
  return { byHost, targets };
});

/** A rule of subsets alone decides about these subsets. */
function keysOf(host: string, { subsets = [], trafficPolicy }: DestinationRuleSpec): string[] {
  const own = subsets.length === 0 || trafficPolicy !== undefined ? [host] : [];
  return [...own, ...subsets.map(({ name }) => `${host}|${name}`)];
}

/** A proxy can prefer an object of its own namespace. An object that is exported to every namespace is the same for all others. */
function named(exportTo: readonly string[] = [], namespace: string): readonly string[] {
  return exportTo.includes('*') ? [namespace] : [namespace, ...exportTo.filter((name) => name !== '.')];
}

function sourceNamespaces({ http = [], tls = [], tcp = [] }: VirtualServiceSpec): string[] {
  const matches: readonly StaticMatch[] = [...http, ...tls, ...tcp].flatMap(({ match = [] }) => match);
  return matches.flatMap(({ sourceNamespace }) => (sourceNamespace === undefined ? [] : [sourceNamespace]));
}

function destinationsOf({ http = [], tls = [], tcp = [] }: VirtualServiceSpec): { host: string; subset?: string }[] {
  return [...http, ...tls, ...tcp].flatMap(({ route = [] }) =>
    route.flatMap(({ destination }) => (destination === undefined ? [] : [destination])),
  );
}

function addAll(map: Map<string, Set<string>>, key: string, values: readonly string[]): void {
  const known = map.get(key) ?? new Set();
  for (const value of values) known.add(value);
  map.set(key, known);
}

/** The host and the wildcards over the host. */
function namesOver(host: string): string[] {
  const labels = (isWildcard(host) ? host.slice(2) : host).split('.');
  return [host, ...labels.map((_, index) => `*.${labels.slice(index + 1).join('.')}`), '*'];
}
