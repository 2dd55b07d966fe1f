import { ExternalHost, ExternalPort } from '../../mesh/external-host';
import { serversOf } from '../../mesh/host-server';
import { clusterPatch, dnsCache, toInternetOnly } from './dynamic-dns';
import { dynamicTlsPatches } from './dynamic-tls-patches';
import { AFTER_USERS, beforeRouter, gatewayFilter } from './envoy-filter';

/** Returns whether the gateway resolves names that callers request. */
export function needsAddressFilter({ resolution }: ExternalHost): boolean {
  return resolution?.kind === 'DYNAMIC_DNS';
}

/**
 * Returns an EnvoyFilter that makes the gateway refuse a request, before any connection, if the requested name resolves to an address
 * that is not part of the internet: of the cluster, of a private network, or of the metadata service of a cloud. The gateway answers
 * 403 to HTTP, and resets the connection of TLS ({@link dynamicTlsPatches}).
 *
 * The filters of a gateway do not resolve names: without `dynamic_forward_proxy`, the cluster of the wildcard resolves the name
 * after all filters. This filter saves the address for `rbac`, whose policy allows addresses of the internet only, and therefore
 * also denies requests without an address. Both filters are before the router, and after the AuthorizationPolicies of the gateway, so
 * that the gateway resolves no name of a denied caller.
 *
 * Envoy checks the first address of a name only. If the connection fails, Envoy connects to the next address without a check.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/rbac/matchers/upstream_ip_port/v3/upstream_ip_port_matcher.proto
 */
export function addressFilterSpec(external: ExternalHost): object {
  const { gateway, host } = external;
  const patches = serversOf(external).flatMap((server) => [
    ...(server.http ? httpPatches(host.name, server.http) : []),
    ...(server.passthrough ? dynamicTlsPatches(external, server, server.passthrough) : []),
  ]);
  return { ...AFTER_USERS, ...gatewayFilter(gateway, patches) };
}

function httpPatches(host: string, { number }: ExternalPort): readonly object[] {
  const saving = { save_upstream_address: true, dns_cache_config: dnsCache(host) };
  return [
    clusterPatch(host, number),
    beforeRouter({ sni: host }, 'dynamic_forward_proxy', 'FilterConfig', saving),
    beforeRouter({ sni: host }, 'rbac', 'RBAC', toInternetOnly()),
  ];
}
