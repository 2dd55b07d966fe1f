import { ExternalHost, gatewayPort } from '../../mesh/external-host';

/** Whether methods or paths are looked at, which a host may read in another way than the gateway. */
export function needsRequestFilter(external: ExternalHost): boolean {
  return operationsOf(external).length > 0;
}

/**
 * An EnvoyFilter for what a host may read in another way than the gateway does:
 *
 * - Headers with an underscore are dropped: many servers take `x_http_method_override` for `x-http-method-override`, which the
 *   route takes away by name.
 * - Where paths are looked at, those with an escaped slash or backslash are answered with 400: `/v1/..%2Fadmin` begins with `/v1/`
 *   to the gateway, and is `/admin` to a host that decodes it.
 *
 * No other API does that for one host. Each has a filter chain of its own at the gateway, chosen by the outer SNI
 * (`buildGatewayListeners` in istio.io/istio `pilot/pkg/networking/core/gateway.go`).
 */
export function requestFilterSpec(external: ExternalHost): object {
  const { gateway, host } = external;
  const paths = operationsOf(external).some((operation) => operation.paths.length > 0);
  const manager = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    common_http_protocol_options: { headers_with_underscores_action: 'DROP_HEADER' },
    ...(paths && { path_with_escaped_slashes_action: 'REJECT_REQUEST' }),
  };
  const filter = { name: 'envoy.filters.network.http_connection_manager' };
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

function operationsOf(external: ExternalHost) {
  return gatewayPort(external, 'HTTP')?.access.operations ?? [];
}
