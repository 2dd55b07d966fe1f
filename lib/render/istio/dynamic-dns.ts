/** The parts of Envoy's configuration by which a gateway resolves requested names, and checks their addresses. */
import { internetBlocks, RangeWithExceptions } from '../../network/internet';
import { EXTENSIONS } from './envoy-filter';

/**
 * Returns the settings of the DNS cache. **Other settings need another name**: a running Envoy rejects them under the old name.
 *
 * `V4_PREFERRED` returns addresses of one family, so that Envoy never tries the other family after the checked address. Search
 * domains are off, so that no Service of the cluster receives requests for an external name.
 */
export function dnsCache(host: string): object {
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

/**
 * Returns a patch that makes the cluster of a wildcard use the DNS cache of the filters, so that the checked address is that of the
 * connection. Envoy rejects a listener whose cache has the name of an existing cache and other settings. istiod's settings depend on
 * the addresses of the pod (`buildDFPCluster` in istio.io/istio `pilot/pkg/networking/core/cluster_builder.go`), so that the patch
 * replaces those of the cluster.
 */
export function clusterPatch(host: string, portNumber: number): object {
  const cluster_type = {
    name: 'envoy.clusters.dynamic_forward_proxy',
    typed_config: {
      '@type': `${EXTENSIONS}.clusters.dynamic_forward_proxy.v3.ClusterConfig`,
      dns_cache_config: dnsCache(host),
    },
  };
  return {
    applyTo: 'CLUSTER',
    match: { context: 'GATEWAY', cluster: { service: host, portNumber } },
    patch: { operation: 'MERGE', value: { cluster_type } },
  };
}

/** Returns the rules of an `rbac` filter that allow addresses of the internet only, and deny connections without an address. */
export function toInternetOnly(): object {
  const internet = { permissions: toInternet(), principals: [{ any: true }] };
  return { rules: { action: 'ALLOW', policies: { internet } } };
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
