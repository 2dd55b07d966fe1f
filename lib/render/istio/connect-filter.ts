import { GatewayModel } from '../../mesh/gateway';
import { gatewayFilter, TCP_PROXY, tcpProxyPatch } from './envoy-filter';

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
  return gatewayFilter(gateway, [
    {
      applyTo: 'NETWORK_FILTER',
      match: {
        context: 'GATEWAY',
        listener: { portNumber: gateway.tlsPort.targetPort, filterChain: { filter: TCP_PROXY } },
      },
      patch: tcpProxyPatch(connecting('ON_DOWNSTREAM_TLS_HANDSHAKE')),
    },
  ]);
}

/**
 * Returns the settings by which the gateway connects to a host after the handshake with the caller, or after the first bytes of the caller.
 */
export function connecting(mode: 'ON_DOWNSTREAM_TLS_HANDSHAKE' | 'ON_DOWNSTREAM_DATA'): object {
  return { upstream_connect_mode: mode, max_early_data_bytes: EARLY_DATA_BYTES };
}

/** Bytes of the caller that the gateway keeps until it is connected to the host. Envoy requires a value. */
export const EARLY_DATA_BYTES = 65_536;
