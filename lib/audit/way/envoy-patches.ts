/**
 * The patches of EnvoyFilters and WasmPlugins that decide where a gateway connects. A patch whose effect on the way is unknown makes the
 * whole filter one that is not evaluated.
 */
import { at, Evidence } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { Unevaluated } from '../model/unevaluated';
import { canHaveLabels, hasLabels } from '../model/labels';
import { getOrAdd } from '../../input/get-or-add';
import { Mesh, Resource } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { ProxyFilter } from '../model/proxy-filters';
import { EnvoyFilterSpec, EnvoyPatch } from '../model/specs';
import { isHarmless, ProxyKind } from './harmless-patches';
import { Viewer } from './viewer';

/** A cluster that a patch adds. */
export interface AddedCluster {
  /** The address of the cluster. The address that the caller dialled when absent. */
  readonly address?: { readonly host: string; readonly port: number };
}

/** A patch that makes the filter that passes bytes on connect to another cluster. */
export interface ClusterRedirection {
  readonly listener: NonNullable<EnvoyPatch['match']>['listener'];
  readonly cluster: string;
  readonly evidence: Evidence;
}

/** The changes that the EnvoyFilters of a proxy make. */
export interface Patches {
  readonly clusters: ReadonlyMap<string, AddedCluster>;
  /** `host:port` of clusters that resolve the name that the caller requests. A cluster of every port has no port. */
  readonly dynamic: ReadonlyMap<string, Evidence>;
  /**
   * `host:port` of clusters into whose TLS a patch merges parameters. A cluster of every port has no port, and every cluster has no name.
   */
  readonly tls: ReadonlyMap<string, Evidence>;
  /** By the SNI of the filter chain, which is empty for every chain of a listener. */
  readonly redirections: ReadonlyMap<string, readonly ClusterRedirection[]>;
  /** The addresses from which clusters connect, by the name of the cluster, `host:port` or `host`. */
  readonly sources: ReadonlyMap<string, string>;
  /** The ports that read a PROXY header; true for a port that accepts connections without the header too. */
  readonly proxyPorts: ReadonlyMap<number, boolean>;
  /** The filters that are not evaluated. */
  readonly unevaluated: readonly Unevaluated[];
}

/** Returns what the EnvoyFilters of the proxy's namespace and of the root namespace change. */
export function patchesOf(mesh: Mesh, viewer: Viewer, proxy: ProxyKind = 'GATEWAY'): Patches {
  const { namespace, podLabels, hasAllLabels = false } = viewer;
  return known(mesh).get(`${proxy} ${hasAllLabels} ${namespace} ${JSON.stringify(podLabels)}`, () => {
    const own = filtersFor(mesh, viewer).filter(({ spec }) => hasLabels(podLabels, spec.workloadSelector?.labels));
    const patches = readAll(mesh, own, proxy);
    const uncertain = uncertainFilters(mesh, viewer, proxy).map((filter) => ({
      what: `the selector of ${nameOf(filter.manifest)}`,
      decidedBy: [filter.selectedBy],
    }));
    return { ...patches, unevaluated: [...patches.unevaluated, ...uncertain] };
  });
}

const known = perMesh(() => new Memo<Patches>());

function filtersFor(mesh: Mesh, { namespace }: Viewer): readonly ProxyFilter[] {
  return [...new Set([namespace, mesh.rootNamespace])].flatMap((space) => filtersByNamespace(mesh).get(space) ?? []);
}

/** Returns the filters with an effect on ways that select the pod by labels that the pod can have, and that are unknown. */
export function uncertainFilters(mesh: Mesh, viewer: Viewer, proxy: ProxyKind = 'GATEWAY'): readonly ProxyFilter[] {
  const { podLabels, hasAllLabels, isSidecar } = viewer;
  if (hasAllLabels === true || isSidecar === true) return [];
  return filtersFor(mesh, viewer).filter((filter) => {
    const selector = filter.spec.workloadSelector?.labels ?? {};
    return canHaveLabels(podLabels, selector) && !hasLabels(podLabels, selector) && changesWays(mesh, filter, proxy);
  });
}

/** Returns whether a patch of a filter decides about a way, or is not evaluated. */
function changesWays(mesh: Mesh, filter: ProxyFilter, proxy: ProxyKind): boolean {
  const { unevaluated, ...changes } = readAll(mesh, [filter], proxy);
  return unevaluated.length > 0 || Object.values(changes).some(({ size }) => size > 0);
}

const filtersByNamespace = perMesh(({ proxyFilters }) => {
  const byNamespace = new Map<string, ProxyFilter[]>();
  for (const filter of proxyFilters) {
    getOrAdd(byNamespace, filter.namespace, () => []).push(filter);
  }
  return byNamespace;
});

function readAll(mesh: Mesh, filters: readonly ProxyFilter[], proxy: ProxyKind): Patches {
  const clusters = new Map<string, AddedCluster>();
  const dynamic = new Map<string, Evidence>();
  const tls = new Map<string, Evidence>();
  const redirections = new Map<string, ClusterRedirection[]>();
  const sources = new Map<string, string>();
  const proxyPorts = new Map<number, boolean>();
  const unevaluated: Unevaluated[] = [];
  for (const filter of filters) {
    for (const [index, patch] of (filter.spec.configPatches ?? []).entries()) {
      if (!isFor(patch, proxy)) continue;
      const evidence = at(filter, 'spec', 'configPatches', index);
      const added = addedCluster(patch);
      if (added) clusters.set(added.name, added);
      const resolving = dynamicCluster(patch);
      if (resolving) dynamic.set(resolving, evidence);
      if (patch.applyTo === 'CLUSTER' && patch.patch?.value?.transport_socket) {
        tls.set(clusterKey(patch.match?.cluster) ?? '', evidence);
      }
      const [bound, source] = sourceOf(patch);
      if (bound && source) sources.set(bound, source);
      const header = proxyPort(patch);
      if (header) proxyPorts.set(header.port, header.isOptional);
      const cluster = patch.patch?.value?.typed_config?.cluster;
      if (patch.applyTo === 'NETWORK_FILTER' && cluster !== undefined) {
        const listener = patch.match?.listener;
        getOrAdd(redirections, listener?.filterChain?.sni ?? '', () => []).push({ listener, cluster, evidence });
      }
    }
    if (!isEvaluated(filter, mesh, proxy)) {
      unevaluated.push({ what: nameOf(filter.manifest), decidedBy: [filter.patchedBy] });
    }
  }
  return { clusters, dynamic, tls, redirections, sources, proxyPorts, unevaluated };
}

/** Returns whether every patch of a filter for proxies is followed, or changes nothing of where requests go. */
export function isEvaluated(filter: Resource<EnvoyFilterSpec>, mesh: Mesh, proxy: ProxyKind): boolean {
  return patchesFor(filter.spec, proxy).every(
    (patch) => isHarmless(patch, filter, mesh, proxy) || (proxy === 'GATEWAY' && isFollowed(patch)),
  );
}

function patchesFor({ configPatches = [] }: EnvoyFilterSpec, proxy: ProxyKind): readonly EnvoyPatch[] {
  return configPatches.filter((patch) => isFor(patch, proxy));
}

function isFor({ match }: EnvoyPatch, proxy: ProxyKind): boolean {
  return CONTEXTS[proxy].includes(match?.context);
}

/**
 * The contexts of the patches of a proxy. Applications can connect to the listeners of their own sidecar, also to those for inbound
 * connections.
 */
const CONTEXTS: Readonly<Record<ProxyKind, readonly (string | undefined)[]>> = {
  SIDECAR: [undefined, 'ANY', 'SIDECAR_OUTBOUND', 'SIDECAR_INBOUND'],
  GATEWAY: [undefined, 'ANY', 'GATEWAY'],
};

function isFollowed(patch: EnvoyPatch): boolean {
  return addedCluster(patch) !== undefined || dynamicCluster(patch) !== undefined;
}

/** A cluster to the address that the caller dialled, or to one fixed address. */
function addedCluster({ applyTo, patch }: EnvoyPatch): (AddedCluster & { readonly name: string }) | undefined {
  const { name, type, load_assignment: assignment } = patch?.value ?? {};
  if (applyTo !== 'CLUSTER' || patch?.operation !== 'ADD' || name === undefined) return undefined;
  if (type === 'ORIGINAL_DST') return { name };
  const endpoints = assignment?.endpoints?.flatMap(({ lb_endpoints = [] }) => lb_endpoints) ?? [];
  const { address: host, port_value: port } = endpoints[0]?.endpoint?.address?.socket_address ?? {};
  return type === 'STATIC' && endpoints.length === 1 && host && port ? { name, address: { host, port } } : undefined;
}

/** `host:port` of a cluster that resolves the name that the caller requests. */
function dynamicCluster({ applyTo, match, patch }: EnvoyPatch): string | undefined {
  const type = patch?.value?.cluster_type?.name;
  if (applyTo !== 'CLUSTER' || type !== 'envoy.clusters.dynamic_forward_proxy') return undefined;
  return clusterKey(match?.cluster);
}

function clusterKey({ service, portNumber }: NonNullable<EnvoyPatch['match']>['cluster'] = {}): string | undefined {
  return service && (portNumber === undefined ? service : `${service}:${portNumber}`);
}

/** The cluster of a patch, and the address from which the cluster connects. */
function sourceOf({ applyTo, match, patch }: EnvoyPatch): readonly [cluster?: string, address?: string] {
  if (applyTo !== 'CLUSTER') return [];
  const address = patch?.value?.upstream_bind_config?.source_address?.address;
  return patch?.operation === 'ADD' ? [patch.value?.name, address] : [clusterKey(match?.cluster), address];
}

/** The port of a patch that makes a listener read a PROXY header. */
function proxyPort({ applyTo, match, patch }: EnvoyPatch): { port: number; isOptional: boolean } | undefined {
  const { '@type': type = '', allow_requests_without_proxy_protocol: isOptional = false } =
    patch?.value?.typed_config ?? {};
  const port = match?.listener?.portNumber;
  const reads = applyTo === 'LISTENER_FILTER' && type.endsWith('.proxy_protocol.v3.ProxyProtocol');
  return reads && port !== undefined ? { port, isOptional } : undefined;
}

/** Returns the last redirection of a filter chain. A chain is named by the port and the address of its listener, and by one of its SNIs. */
export function redirectionOf(
  { redirections }: Patches,
  socket: { readonly bind?: string; readonly port: number },
  serverNames: readonly string[],
): ClusterRedirection | undefined {
  const name = `${socket.bind || '0.0.0.0'}_${socket.port}`;
  const candidates = ['', ...serverNames].flatMap((sni) => redirections.get(sni) ?? []);
  return candidates
    .filter(
      ({ listener }) => (listener?.portNumber ?? socket.port) === socket.port && (listener?.name ?? name) === name,
    )
    .at(-1);
}
