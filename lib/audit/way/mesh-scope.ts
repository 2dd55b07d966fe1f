/**
 * Objects that change proxies as a whole: Sidecar and EnvoyFilter. Of these the trace follows one field, the outbound
 * traffic policy of a Sidecar. EnvoyFilters that say which callers a gateway accepts, when and from where it connects, and which credential it
 * adds, change no way. It refuses the rest.
 */
import { at, Evidence } from '../manifest/evidence';
import { notModelled, refuseUnmodelled } from '../model/broken';
import { nameOf } from '../manifest/manifest';
import { overlap } from '../model/hosts';
import { Resource, Mesh } from '../model/mesh';
import { ApiRouteSpec, EnvoyFilterSpec, SidecarSpec } from '../model/specs';
import { Request } from './types';

const SIDECAR_FIELDS = new Set(['outboundTrafficPolicy']);
const POLICY_FIELDS = new Set(['mode']);

/** Refuses objects that change the client's sidecar or a gateway in ways that the trace does not follow. */
export function refuseForeignMeans(mesh: Mesh, { clientNamespace, host }: Request): void {
  for (const route of mesh.apiRoutes) {
    if (decidesAbout(host, route, mesh)) notModelled(`${nameOf(route.manifest)} of the Gateway API`, at(route, 'spec'));
  }
  const gatewayNamespaces = [...mesh.gatewayServices.values()].map(({ namespace }) => namespace);
  const proxies = new Set([clientNamespace, mesh.rootNamespace, ...gatewayNamespaces]);
  for (const filter of mesh.envoyFilters) {
    if (proxies.has(filter.namespace) && changesWays(filter.spec)) notModelled(`EnvoyFilter ${filter.id}`, at(filter));
  }
  for (const sidecar of sidecarsFor(mesh, clientNamespace)) {
    const { id, spec } = sidecar;
    refuseUnmodelled(spec, SIDECAR_FIELDS, `Sidecar ${id}`, at(sidecar, 'spec'));
    const policy = at(sidecar, 'spec', 'outboundTrafficPolicy');
    refuseUnmodelled(spec.outboundTrafficPolicy ?? {}, POLICY_FIELDS, `outboundTrafficPolicy of Sidecar ${id}`, policy);
  }
}

/** Whether a route names the host, or binds to a ServiceEntry of the host. */
function decidesAbout(host: string, { spec, namespace }: Resource<ApiRouteSpec>, { serviceEntries }: Mesh): boolean {
  const { hostnames = [], parentRefs = [] } = spec;
  if (hostnames.some((name) => overlap(name, host))) return true;
  return serviceEntries.some(
    (entry) =>
      entry.spec.hosts?.some((name) => overlap(name, host)) &&
      parentRefs.some(
        (parent) => parent.kind === 'ServiceEntry' && `${parent.namespace ?? namespace}/${parent.name}` === entry.id,
      ),
  );
}

/**
 * The fields by which an EnvoyFilter names callers, the moment at which a gateway connects, or the scheme of a request; what they are
 * part of has a name.
 */
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  FILTER_CHAIN: ['name', '@type', 'san_type', 'prefix', 'exact'],
  NETWORK_FILTER: ['@type', 'upstream_connect_mode', 'max_early_data_bytes', 'scheme_to_overwrite'],
};

function changesWays({ configPatches = [] }: EnvoyFilterSpec): boolean {
  return !configPatches.every(({ applyTo, patch }) => {
    if (applyTo === 'HTTP_FILTER' && Object.entries(patch.value).some(isInjector)) return true;
    if (isSource(patch.value)) return true;
    const fields = HARMLESS[applyTo] ?? [];
    return patch.operation === 'MERGE' && leavesOf(patch.value).every((leaf) => fields.includes(leaf));
  });
}

/** The filter that adds a credential: the header that it sets is none by which Envoy routes. */
function isInjector([field, value]: [string, unknown]): boolean {
  return field === 'name' && value === 'envoy.filters.http.credential_injector';
}

/** The address from which a gateway connects to itself, or the only source that a tunnel accepts. */
function isSource(value: object): boolean {
  return /^\{"(upstream_bind_config|filter_chain_match":\{"direct_source_prefix_ranges)":[^}]*\}+\]?\}*$/.test(
    JSON.stringify(value),
  );
}

/** The names of the fields that have a value that is no object and no list. */
function leavesOf(value: object): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? leavesOf(inner) : [name],
  );
}

/** Where the sidecars of a namespace send what they do not know. */
export interface UnknownCluster {
  readonly cluster: 'PassthroughCluster' | 'BlackHoleCluster';
  /** The policy of the Sidecar. Empty when the policy of the mesh decides. */
  readonly decidedBy: readonly Evidence[];
}

/** Returns where the sidecars of a namespace send what they do not know. */
export function clusterOfUnknown(mesh: Mesh, namespace: string): UnknownCluster {
  const [sidecar] = sidecarsFor(mesh, namespace);
  const own = sidecar?.spec.outboundTrafficPolicy?.mode;
  return {
    cluster: (own ?? mesh.outboundPolicy) === 'REGISTRY_ONLY' ? 'BlackHoleCluster' : 'PassthroughCluster',
    decidedBy: sidecar && own ? [at(sidecar, 'spec', 'outboundTrafficPolicy', 'mode')] : [],
  };
}

/** A Sidecar of the namespace replaces the one of the root namespace. */
function sidecarsFor({ sidecars, rootNamespace }: Mesh, namespace: string): Resource<SidecarSpec>[] {
  const own = sidecars.filter((sidecar) => sidecar.namespace === namespace);
  return own.length > 0 ? own : sidecars.filter((sidecar) => sidecar.namespace === rootNamespace);
}
