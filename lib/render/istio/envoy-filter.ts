/** The common parts of the EnvoyFilters for gateways. */
import { GatewayModel } from '../../mesh/gateway';

/** The prefix of the types of Envoy's extensions. */
export const EXTENSIONS = 'type.googleapis.com/envoy.extensions';

/** The filter whose settings apply to the requests of one filter chain. */
export const HTTP_MANAGER = { name: 'envoy.filters.network.http_connection_manager' };

/** The filter that passes bytes to a host. */
export const TCP_PROXY = { name: 'envoy.filters.network.tcp_proxy' };

/** Returns a patch that adds settings to the filter that passes bytes to a host. */
export function tcpProxyPatch(settings: object): object {
  const type = `${EXTENSIONS}.filters.network.tcp_proxy.v3.TcpProxy`;
  return { operation: 'MERGE', value: { typed_config: { '@type': type, ...settings } } };
}

/** Returns an EnvoyFilter for the pods of a gateway. */
export function gatewayFilter({ selector }: GatewayModel, configPatches: readonly object[]): object {
  return { workloadSelector: { labels: { ...selector } }, configPatches };
}

/** The priority of filters that come after the filters of users, which could change the request: users' filters have no priority. */
export const AFTER_USERS = { priority: 10 };

/** A filter chain of a gateway, in the terms of an EnvoyFilter. */
export interface FilterChain {
  readonly sni: string;
  /** @default - every port */
  readonly portNumber?: number;
}

/**
 * Returns a patch that adds an HTTP filter before the router, in one filter chain.
 *
 * @param filter name of the filter: `rbac`
 * @param message type of the filter's settings: `RBAC`
 */
export function beforeRouter(
  { sni, portNumber }: FilterChain,
  filter: string,
  message: string,
  settings: object,
): object {
  const subFilter = { name: 'envoy.filters.http.router' };
  const filterChain = { sni, filter: { ...HTTP_MANAGER, subFilter } };
  return {
    applyTo: 'HTTP_FILTER',
    match: { context: 'GATEWAY', listener: { ...(portNumber !== undefined && { portNumber }), filterChain } },
    patch: {
      operation: 'INSERT_BEFORE',
      value: {
        name: `envoy.filters.http.${filter}`,
        typed_config: { '@type': `${EXTENSIONS}.filters.http.${filter}.v3.${message}`, ...settings },
      },
    },
  };
}

/** Returns a patch that adds settings to the TLS context towards callers (`Downstream`) or hosts (`Upstream`). */
export function tlsPatch(side: 'Downstream' | 'Upstream', settings: object): object {
  const type = `${EXTENSIONS}.transport_sockets.tls.v3.${side}TlsContext`;
  const context = { '@type': type, common_tls_context: settings };
  return {
    operation: 'MERGE',
    value: { transport_socket: { name: 'envoy.transport_sockets.tls', typed_config: context } },
  };
}

/** Returns the settings of a TLS context by which Envoy verifies the names in a certificate. */
export function verifyingNames(matchers: readonly object[]): object {
  return { combined_validation_context: { default_validation_context: { match_typed_subject_alt_names: matchers } } };
}
