import { ExternalHost, gatewayPort } from '../../model/external-host';

/** Whether paths are looked at, which a host may read in another way than the gateway. */
export function needsPlainPaths(external: ExternalHost): boolean {
  const operations = gatewayPort(external, 'HTTP')?.access.operations ?? [];
  return operations.some(({ paths }) => paths.length > 0);
}

/**
 * An EnvoyFilter that makes the gateway answer 400 to paths with an escaped slash or backslash: `/v1/..%2Fadmin` begins with
 * `/v1/` to the gateway, and is `/admin` to a host that decodes it. The mesh's `pathNormalization` could do it too, for every
 * proxy and every host of the mesh; this is for one host at the gateway, since each has a filter chain of its own there, chosen by
 * the outer SNI (`buildGatewayListeners` in istio.io/istio `pilot/pkg/networking/core/gateway.go`).
 */
export function escapedSlashesSpec({ gateway, host }: ExternalHost): object {
  const filter = { name: 'envoy.filters.network.http_connection_manager' };
  const manager = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    path_with_escaped_slashes_action: 'REJECT_REQUEST',
  };
  return {
    workloadSelector: { labels: { ...gateway.selector } },
    configPatches: [
      {
        applyTo: 'NETWORK_FILTER',
        match: { context: 'GATEWAY', listener: { filterChain: { sni: host.name, filter } } },
        patch: { operation: 'MERGE', value: { typed_config: manager } },
      },
    ],
  };
}
