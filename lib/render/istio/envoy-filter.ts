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
