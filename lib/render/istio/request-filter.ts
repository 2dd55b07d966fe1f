import { Operation } from '../../http/operation';
import { ExternalHost, ExternalPort, maySendHttp2 } from '../../mesh/external-host';
import { ClientTls } from '../../mesh/client-tls';
import { HostServer, serversOf } from '../../mesh/host-server';
import { EXTENSIONS, gatewayFilter, HTTP_MANAGER } from './envoy-filter';

/** Returns whether a host may interpret requests of a route differently from the gateway. */
export function needsRequestFilter(external: ExternalHost): boolean {
  return serversOf(external).some((server) => patchesOf(server, external).length > 0);
}

/**
 * Returns an EnvoyFilter for requests that a host may interpret differently from the gateway:
 *
 * - The gateway drops headers with an underscore: many servers read `x_http_method_override` as `x-http-method-override`, which the
 *   route removes by name.
 * - If a route restricts paths, the gateway answers paths with an escaped slash or backslash with 400: `/v1/..%2Fadmin` begins with
 *   `/v1/` for the gateway, and is `/admin` for a host that decodes the path.
 * - If a route restricts paths, the gateway refuses dot segments with parameters: `/v1/..;/admin` is `/admin` for a servlet container.
 *   Envoy resolves this segment too, but `/v1/%2e%2e;/admin` only becomes `/v1/..;/admin`. The gateway also refuses `/v1/..%3b/admin`,
 *   which a proxy such as mod_proxy of Apache decodes (https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxypass).
 * - If the gateway speaks HTTP/2 over TLS to the host, the gateway replaces the scheme of requests, which is `http` from the
 *   application on, by `https`. Servers such as Kestrel refuse a scheme that differs from that of the connection
 *   (https://learn.microsoft.com/dotnet/api/microsoft.aspnetcore.server.kestrel.core.kestrelserveroptions.allowalternateschemes).
 *
 * No other API has these settings for a single host. Every server has a separate filter chain at the gateway, chosen by the outer SNI
 * (`buildGatewayListeners` in istio.io/istio `pilot/pkg/networking/core/gateway.go`).
 */
export function requestFilterSpec(external: ExternalHost): object {
  return gatewayFilter(
    external.gateway,
    serversOf(external).flatMap((server) => patchesOf(server, external)),
  );
}

function patchesOf(server: HostServer, { gateway }: ExternalHost): readonly object[] {
  const operations = operationsOf(server);
  const https = server.http !== undefined && needsHttps(server.http) && gateway.clientTls === ClientTls.ISTIO_MUTUAL;
  if (operations.length === 0 && !https) return [];
  const paths = operations.some((operation) => operation.paths.length > 0);
  const manager = {
    '@type': `${EXTENSIONS}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
    ...(operations.length > 0 && {
      common_http_protocol_options: { headers_with_underscores_action: 'DROP_HEADER' },
    }),
    ...(paths && { path_with_escaped_slashes_action: 'REJECT_REQUEST' }),
    ...(https && { scheme_header_transformation: { scheme_to_overwrite: 'https' } }),
  };
  const match = { context: 'GATEWAY', listener: { filterChain: { sni: server.name.name, filter: HTTP_MANAGER } } };
  const dotSegments = { name: 'egress.dot-segments', typed_config: DOT_SEGMENTS };
  return [
    { applyTo: 'NETWORK_FILTER', match, patch: { operation: 'MERGE', value: { typed_config: manager } } },
    ...(paths ? [{ applyTo: 'HTTP_FILTER', match, patch: { operation: 'INSERT_FIRST', value: dotSegments } }] : []),
  ];
}

/** Returns whether requests of HTTP/2 reach the host over TLS. */
function needsHttps(port: ExternalPort): boolean {
  return port.origination !== undefined && maySendHttp2(port);
}

/** Refuses segments that begin with `.` or `..` and `;` or an encoded character, after the normalization of the path. */
const DOT_SEGMENTS = {
  '@type': `${EXTENSIONS}.filters.http.rbac.v3.RBAC`,
  rules: {
    action: 'DENY',
    policies: {
      'dot-segments': {
        permissions: [{ url_path: { path: { safe_regex: { regex: '.*/[.]{1,2}[;%].*' } } } }],
        principals: [{ any: true }],
      },
    },
  },
};

function operationsOf({ http }: HostServer): readonly Operation[] {
  return http?.access.operations ?? [];
}
