/**
 * Patches of EnvoyFilters that decide no way: a list of allowed patches, since patches can change everything of Envoy.
 */
import { fullName } from '../model/hosts';
import { canHaveLabels } from '../model/labels';
import { Mesh, Resource } from '../model/mesh';
import { EnvoyFilterSpec, EnvoyPatch, SidecarSpec } from '../model/specs';
import { clientViewer, sidecarsByNamespace } from './viewer';

/** The proxies that a patch configures. */
export type ProxyKind = 'SIDECAR' | 'GATEWAY';

/** Returns whether a patch changes nothing of where requests go. */
export function isHarmless(
  patch: EnvoyPatch,
  filter: Resource<EnvoyFilterSpec>,
  mesh: Mesh,
  proxy: ProxyKind,
): boolean {
  const { applyTo = '', match, patch: { operation = '', value = {} } = {} } = patch;
  // A connection to the application has no other way if something is missing. Everything else can send the application's own connections
  // out.
  if (match?.context === 'SIDECAR_INBOUND' && operation === 'REMOVE') return true;
  if (applyTo === 'HTTP_ROUTE') return repeatsEgressProxy(patch, filter, mesh);
  if (operation.startsWith('INSERT')) return INSERTED[proxy].test(value.typed_config?.['@type'] ?? '');
  if (operation !== 'MERGE' || proxy !== 'GATEWAY') return false;
  const known = MERGED[applyTo] ?? {};
  return Object.entries(value).every(([name, inner]) =>
    fieldsOf(name, inner).every((field) => known[name]?.has(field)),
  );
}

/**
 * Filters that refuse requests, or add a header by which no route is chosen; at a gateway also those that resolve a name without choosing a
 * cluster.
 */
const INSERTED: Readonly<Record<ProxyKind, RegExp>> = {
  SIDECAR: /\.(rbac\.v3\.RBAC|credential_injector\.v3\.CredentialInjector|local_ratelimit\.v3\.LocalRateLimit)$/,
  GATEWAY:
    /\.(rbac\.v3\.RBAC|credential_injector\.v3\.CredentialInjector|proxy_protocol\.v3\.ProxyProtocol|(sni_)?dynamic_forward_proxy\.v3\.FilterConfig)$/,
};

/** Fields of TLS that decide what a proxy verifies. */
const TLS = new Set([
  ...['name', '@type', 'san_type', 'prefix', 'exact', 'tls_minimum_protocol_version', 'tls_maximum_protocol_version'],
]);

/** Fields that may be merged at a gateway, by what they are merged into, and by the field of the value that they are part of. */
const MERGED: Readonly<Record<string, Readonly<Record<string, ReadonlySet<string>>>>> = {
  // Who may connect, and the ranges that a chain accepts.
  FILTER_CHAIN: {
    transport_socket: TLS,
    filter_chain_match: new Set(['destination_port', 'address_prefix', 'prefix_len']),
  },
  // When to connect, what to drop, and the cluster, which is read where a request leaves.
  NETWORK_FILTER: {
    typed_config: new Set([
      ...['@type', 'upstream_connect_mode', 'max_early_data_bytes', 'scheme_to_overwrite', 'cluster'],
      ...['headers_with_underscores_action', 'path_with_escaped_slashes_action'],
    ]),
  },
  // The address from which to connect.
  CLUSTER: { transport_socket: TLS, upstream_bind_config: new Set(['address', 'port_value']) },
};

/** The names of the fields of a value whose own value is no object and no list. */
function fieldsOf(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [name];
  return Object.entries(value).flatMap(([inner, each]) => fieldsOf(inner, each));
}

/**
 * Returns whether a patch repeats the egressProxy of the Sidecar of every pod that the filter selects, for unknown hosts, and nothing else.
 */
function repeatsEgressProxy({ match, patch }: EnvoyPatch, filter: Resource<EnvoyFilterSpec>, mesh: Mesh): boolean {
  if (match?.routeConfiguration?.vhost?.name !== 'allow_any' || patch?.operation !== 'MERGE') return false;
  return sidecarsFor(filter, mesh).every((sidecar) => {
    const { host = '', subset = '', port } = sidecar?.spec.outboundTrafficPolicy?.egressProxy ?? {};
    const name = fullName(host, sidecar?.namespace ?? '', mesh.clusterDomain);
    const cluster = `outbound|${port?.number}|${subset}|${name}`;
    return JSON.stringify(patch.value) === JSON.stringify({ route: { cluster } });
  });
}

/** The Sidecars of the pods that a filter selects: of pods without further labels, and of those with the labels of another Sidecar. */
function sidecarsFor(
  { namespace, spec: { workloadSelector: { labels = {} } = {} } }: Resource<EnvoyFilterSpec>,
  mesh: Mesh,
): readonly (Resource<SidecarSpec> | undefined)[] {
  const inRoot = namespace === mesh.rootNamespace;
  const others = (inRoot ? mesh.sidecars : (sidecarsByNamespace(mesh).get(namespace) ?? [])).filter((sidecar) => {
    const { labels: selector = {} } = sidecar.spec.workloadSelector ?? {};
    return (sidecar.namespace !== namespace || Object.keys(selector).length > 0) && canHaveLabels(labels, selector);
  });
  return [clientViewer(mesh, namespace, labels).sidecar, ...others];
}
