import { ExternalHost, gatewayPorts } from '../../mesh/external-host';
import { internetBlocks, RangeWithExceptions } from '../../network/internet';
import { AFTER_USERS, beforeRouter, EXTENSIONS, gatewayFilter } from './envoy-filter';

/** Returns whether the gateway resolves names that callers request. */
export function needsAddressFilter({ resolution }: ExternalHost): boolean {
  return resolution?.kind === 'DYNAMIC_DNS';
}

/**
 * Returns an EnvoyFilter that makes the gateway answer 403, before any connection, if a requested name resolves to an address
 * that is not part of the internet: of the cluster, of a private network, or of the metadata service of a cloud.
 *
 * The filters of a gateway do not resolve names: without `dynamic_forward_proxy`, the cluster of the wildcard resolves the name
 * after all filters. This filter saves the address for `rbac`, whose policy allows addresses of the internet only, and therefore
 * also denies requests without an address. Both filters are before the router, and after the AuthorizationPolicies of the gateway, so
 * that the gateway resolves no name of a denied caller.
 *
 * Filter and cluster must share one DNS cache, so that the checked address is that of the connection. Envoy rejects a listener
 * whose cache has the name of an existing cache and other settings. istiod's settings depend on the addresses of the pod
 * (`buildDFPCluster` in istio.io/istio `pilot/pkg/networking/core/cluster_builder.go`), so that the patch also replaces those of
 * the cluster.
 *
 * Envoy checks the first address of a name only. If the connection fails, Envoy connects to the next address without a check.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/rbac/matchers/upstream_ip_port/v3/upstream_ip_port_matcher.proto
 */
export function addressFilterSpec(external: ExternalHost): object {
  const { gateway, host } = external;
  const cluster = { service: host.name, portNumber: gatewayPorts(external, 'HTTP')[0]?.number };
  const dns_cache_config = dnsCache(host.name);
  const cluster_type = {
    name: 'envoy.clusters.dynamic_forward_proxy',
    typed_config: { '@type': `${EXTENSIONS}.clusters.dynamic_forward_proxy.v3.ClusterConfig`, dns_cache_config },
  };
  return {
    ...AFTER_USERS,
    ...gatewayFilter(gateway, [
      {
        applyTo: 'CLUSTER',
        match: { context: 'GATEWAY', cluster },
        patch: { operation: 'MERGE', value: { cluster_type } },
      },
      beforeRouter({ sni: host.name }, 'dynamic_forward_proxy', 'FilterConfig', {
        save_upstream_address: true,
        dns_cache_config,
      }),
      beforeRouter({ sni: host.name }, 'rbac', 'RBAC', {
        rules: {
          action: 'ALLOW',
          policies: { internet: { permissions: toInternet(), principals: [{ any: true }] } },
        },
      }),
    ]),
  };
}

/**
 * Returns the settings of the DNS cache. **Other settings need another name**: a running Envoy rejects them under the old name.
 *
 * `V4_PREFERRED` returns addresses of one family, so that Envoy never tries the other family after the checked address. Search
 * domains are off, so that no Service of the cluster receives requests for an external name.
 */
function dnsCache(host: string): object {
  return {
    name: `egress_${host}`,
    dns_lookup_family: 'V4_PREFERRED',
    typed_dns_resolver_config: {
      name: 'envoy.network.dns_resolver.cares',
      typed_config: {
        '@type': `${EXTENSIONS}.network.dns_resolver.cares.v3.CaresDnsResolverConfig`,
        dns_resolver_options: { no_default_search_domain: true },
      },
    },
  };
}

let internet: readonly object[] | undefined;

/** Returns the permissions for connections to the internet. They are the same for every wildcard, and are computed once. */
function toInternet(): readonly object[] {
  internet ??= internetBlocks().map(within);
  return internet;
}

/** Returns the permission for connections to a range, except to the ranges inside. */
function within({ cidr, except }: RangeWithExceptions): object {
  return { and_rules: { rules: [to(cidr), { not_rule: { or_rules: { rules: except.map(to) } } }] } };
}

function to(cidr: string): object {
  const [address_prefix, prefix = ''] = cidr.split('/');
  return {
    matcher: {
      name: cidr,
      typed_config: {
        '@type': `${EXTENSIONS}.rbac.matchers.upstream_ip_port.v3.UpstreamIpPortMatcher`,
        upstream_ip: { address_prefix, prefix_len: Number(prefix) },
      },
    },
  };
}
