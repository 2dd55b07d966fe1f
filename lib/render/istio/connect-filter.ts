import { GatewayModel } from '../../mesh/gateway';
import { EXTENSIONS, gatewayFilter } from './envoy-filter';

/**
 * Returns an EnvoyFilter that makes the gateway connect to the hosts of TLS and TCP routes after the TLS handshake with the caller.
 * By default Envoy connects when it accepts the caller's connection, so that a host sees a connection for a caller that the handshake
 * refuses. One patch is for all hosts of the gateway: istiod compares each patch with each filter chain.
 *
 * Envoy has the setting since 1.37 (https://www.envoyproxy.io/docs/envoy/v1.37.0/configuration/listeners/network_filters/tcp_proxy_filter).
 * Older versions ignore the setting: Envoy accepts unknown fields in what istiod sends, unless Envoy is started with
 * `--reject-unknown-dynamic-fields`. For connections without TLS the setting has no effect.
 */
export function connectFilterSpec(gateway: GatewayModel): object {
  const filter = { name: 'envoy.filters.network.tcp_proxy' };
  const proxy = {
    '@type': `${EXTENSIONS}.filters.network.tcp_proxy.v3.TcpProxy`,
    upstream_connect_mode: 'ON_DOWNSTREAM_TLS_HANDSHAKE',
    max_early_data_bytes: EARLY_DATA_BYTES,
  };
  return gatewayFilter(gateway, [
    {
      applyTo: 'NETWORK_FILTER',
      match: { context: 'GATEWAY', listener: { portNumber: gateway.tlsPort.targetPort, filterChain: { filter } } },
      patch: { operation: 'MERGE', value: { typed_config: proxy } },
    },
  ]);
}

/** Bytes of the caller that the gateway keeps until it is connected to the host. Envoy requires a value. */
export const EARLY_DATA_BYTES = 65_536;
