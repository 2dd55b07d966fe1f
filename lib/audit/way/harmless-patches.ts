/**
 * Patches of EnvoyFilters that decide no way: a list of what may be, since what Envoy can be made to do has no end.
 */
import { fullName } from '../model/hosts';
import { Mesh, Resource } from '../model/mesh';
import { EnvoyFilterSpec, EnvoyPatch } from '../model/specs';
import { sidecarsByNamespace } from './viewer';

/** Returns whether a patch changes nothing of where requests go. */
export function isHarmless(patch: EnvoyPatch, filter: Resource<EnvoyFilterSpec>, mesh: Mesh): boolean {
  const { applyTo = '', patch: { operation = '', value = {} } = {} } = patch;
  if (applyTo === 'HTTP_ROUTE') return repeatsEgressProxy(patch, filter, mesh);
  if (operation.startsWith('INSERT')) return INSERTED.test(value.typed_config?.['@type'] ?? '');
  if (operation !== 'MERGE') return false;
  const known = MERGED[applyTo];
  return known !== undefined && fieldsOf(value).every((field) => known.has(field));
}

/** Filters that refuse requests, add a header by which no route is chosen, or resolve a name without choosing a cluster. */
const INSERTED =
  /\.(rbac\.v3\.RBAC|credential_injector\.v3\.CredentialInjector|proxy_protocol\.v3\.ProxyProtocol|(sni_)?dynamic_forward_proxy\.v3\.FilterConfig)$/;

/** Fields that may be merged, by what they are merged into. What they are part of is not listed. */
const MERGED: Readonly<Record<string, ReadonlySet<string>>> = {
  // Who may connect, and the ranges that a chain accepts.
  FILTER_CHAIN: new Set([
    ...['name', '@type', 'san_type', 'prefix', 'exact', 'destination_port', 'address_prefix', 'prefix_len'],
  ]),
  // When to connect, what to drop, and the cluster, which is read where a request leaves.
  NETWORK_FILTER: new Set([
    ...['@type', 'upstream_connect_mode', 'max_early_data_bytes', 'scheme_to_overwrite', 'cluster'],
    ...['headers_with_underscores_action', 'path_with_escaped_slashes_action'],
  ]),
  // What to verify, and the address from which to connect.
  CLUSTER: new Set([
    ...['name', '@type', 'san_type', 'prefix', 'exact', 'address', 'port_value'],
    ...['tls_minimum_protocol_version', 'tls_maximum_protocol_version'],
  ]),
};

/** The names of the fields whose value is no object and no list. */
function fieldsOf(value: object): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? fieldsOf(inner) : [name],
  );
}

/** The route of unknown hosts repeats the egressProxy of a Sidecar of the namespace. */
function repeatsEgressProxy({ patch }: EnvoyPatch, { namespace }: Resource<EnvoyFilterSpec>, mesh: Mesh): boolean {
  return (sidecarsByNamespace(mesh).get(namespace) ?? []).some(({ spec }) => {
    const proxy = spec.outboundTrafficPolicy?.egressProxy;
    if (proxy === undefined) return false;
    const { host, subset = '', port } = proxy;
    const cluster = `outbound|${port?.number}|${subset}|${fullName(host, namespace, mesh.clusterDomain)}`;
    return patch?.value?.route?.cluster === cluster;
  });
}
