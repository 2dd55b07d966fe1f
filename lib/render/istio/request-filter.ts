import { Operation } from '../../http/operation';
import { ExternalHost, gatewayPorts } from '../../mesh/external-host';
import { HostServer, serversOf } from '../../mesh/host-server';
import { EXTENSIONS, gatewayFilter, HTTP_MANAGER } from './envoy-filter';

/** Returns whether a route restricts methods or paths, which a host may interpret differently from the gateway. */
export function needsRequestFilter(external: ExternalHost): boolean {
  return gatewayPorts(external, 'HTTP').some(({ access }) => access.operations.length > 0);
}

/**
 * Returns an EnvoyFilter for requests that a host may interpret differently from the gateway:
 *
 * - The gateway drops headers with an underscore: many servers read `x_http_method_override` as `x-http-method-override`, which the
 *   route removes by name.
 * - If a route restricts paths, the gateway answers paths with an escaped slash or backslash with 400: `/v1/..%2Fadmin` begins with
 *   `/v1/` for the gateway, and is `/admin` for a host that decodes the path.
 * - If a route restricts paths, the gateway refuses dot segments with parameters: `/v1/..;/admin` is `/admin` for a servlet container.
 *   Envoy resolves this segment too, but `/v1/%2e%2e;/admin` only becomes `/v1/..;/admin`.
 *
 * No other API has these settings for a single host. Every server has a separate filter chain at the gateway, chosen by the outer SNI
 * (`buildGatewayListeners` in istio.io/istio `pilot/pkg/networking/core/gateway.go`).
 */
export function requestFilterSpec(external: ExternalHost): object {
  return gatewayFilter(external.gateway, serversOf(external).flatMap(patchesOf));
}

function patchesOf(server: HostServer): readonly object[] {
  const operations = operationsOf(server);
  if (operations.length === 0) return [];
  const paths = operations.some((operation) => operation.paths.length > 0);
  const manager = {
    '@type': `${EXTENSIONS}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
    common_http_protocol_options: { headers_with_underscores_action: 'DROP_HEADER' },
    ...(paths && { path_with_escaped_slashes_action: 'REJECT_REQUEST' }),
  };
  const match = { context: 'GATEWAY', listener: { filterChain: { sni: server.name.name, filter: HTTP_MANAGER } } };
  const dotSegments = { name: 'egress.dot-segments', typed_config: DOT_SEGMENTS };
  return [
    { applyTo: 'NETWORK_FILTER', match, patch: { operation: 'MERGE', value: { typed_config: manager } } },
    ...(paths ? [{ applyTo: 'HTTP_FILTER', match, patch: { operation: 'INSERT_FIRST', value: dotSegments } }] : []),
  ];
}

/** Refuses the segments `.;` and `..;` in a path, after the normalization of the path. */
const DOT_SEGMENTS = {
  '@type': `${EXTENSIONS}.filters.http.rbac.v3.RBAC`,
  rules: {
    action: 'DENY',
    policies: {
      'dot-segments': {
        permissions: [{ url_path: { path: { safe_regex: { regex: '.*/[.]{1,2};.*' } } } }],
        principals: [{ any: true }],
      },
    },
  },
};

function operationsOf({ http }: HostServer): readonly Operation[] {
  return http?.access.operations ?? [];
}
