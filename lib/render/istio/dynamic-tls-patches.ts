import { ExternalHost, ExternalPort } from '../../mesh/external-host';
import { HostServer } from '../../mesh/host-server';
import { EARLY_DATA_BYTES } from './connect-filter';
import { clusterPatch, dnsCache, toInternetOnly } from './dynamic-dns';
import { EXTENSIONS } from './envoy-filter';
import { loopbackCluster, loopbackClusterName, loopbackListener } from './loopback';

/** The filter that connects to the host. */
const TCP_PROXY = { name: 'envoy.filters.network.tcp_proxy' };

/**
 * Returns the patches for TLS to names that the gateway resolves. The gateway has terminated the mesh mTLS of the server and checked
 * the caller, and connects to the loopback address of the server, where it reads the SNI:
 *
 * - `sni_dynamic_forward_proxy` resolves the SNI, and saves the address (`save_upstream_address`: Envoy 1.33).
 * - `rbac` resets the connection if the address is not part of the internet. It decides on the first byte.
 * - `tcp_proxy` connects to the port of the server when this byte has arrived (`upstream_connect_mode`: Envoy 1.37).
 *
 * `DYNAMIC_DNS` needs Istio 1.30, with Envoy 1.38. Without the patches, the gateway refuses the
 * connection (`passthroughRoute`).
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/listeners/network_filters/sni_dynamic_forward_proxy_filter
 */
export function dynamicTlsPatches(
  { gateway, host }: ExternalHost,
  server: HostServer,
  { number }: ExternalPort,
): readonly object[] {
  const loopback = loopbackCluster(server, gateway);
  const inner = { name: loopbackListener(server, gateway), filterChain: { filter: TCP_PROXY } };
  const outer = {
    portNumber: gateway.tlsPort.targetPort,
    filterChain: { sni: server.name.name, filter: TCP_PROXY },
  };
  return [
    clusterPatch(host.name, number),
    { applyTo: 'CLUSTER', match: { context: 'GATEWAY' }, patch: { operation: 'ADD', value: loopback } },
    patchOf(outer, 'MERGE', { typed_config: tcpProxy({ cluster: loopbackClusterName(server) }) }),
    insert(inner, 'sni_dynamic_forward_proxy', 'FilterConfig', {
      port_value: number,
      save_upstream_address: true,
      dns_cache_config: dnsCache(host.name),
    }),
    insert(inner, 'rbac', 'RBAC', { stat_prefix: 'egress_addresses.', ...toInternetOnly() }),
    patchOf(inner, 'MERGE', {
      typed_config: tcpProxy({
        cluster: `outbound|${number}||${host.name}`,
        upstream_connect_mode: 'ON_DOWNSTREAM_DATA',
        max_early_data_bytes: EARLY_DATA_BYTES,
      }),
    }),
  ];
}

function tcpProxy(settings: object): object {
  return { '@type': `${EXTENSIONS}.filters.network.tcp_proxy.v3.TcpProxy`, ...settings };
}

function insert(listener: object, filter: string, message: string, settings: object): object {
  const typed_config = { '@type': `${EXTENSIONS}.filters.network.${filter}.v3.${message}`, ...settings };
  return patchOf(listener, 'INSERT_BEFORE', { name: `envoy.filters.network.${filter}`, typed_config });
}

function patchOf(listener: object, operation: string, value: object): object {
  return { applyTo: 'NETWORK_FILTER', match: { context: 'GATEWAY', listener }, patch: { operation, value } };
}
