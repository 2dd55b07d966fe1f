import { ExternalHost, ExternalPort } from '../../mesh/external-host';
import { HostServer, meshSni, passthroughService, serversOf } from '../../mesh/host-server';
import { connecting } from './connect-filter';
import { gatewayFilter, TCP_PROXY, tcpProxyPatch } from './envoy-filter';

/**
 * Returns an EnvoyFilter by which the gateway connects to the addresses that callers dialled, for each port with ranges:
 *
 * - The filter chain of the port accepts connections to its ranges and its port only. Envoy closes all others before the handshake,
 *   and connects to nothing: the AuthorizationPolicy alone would refuse a caller after Envoy has connected (seen on a running mesh).
 * - The chain connects by a cluster of type `ORIGINAL_DST`. istiod gives gateways no such cluster (`convertResolution` in istio.io/istio
 *   `pilot/pkg/networking/core/cluster.go`): without this filter, the cluster of the route has no endpoint. The name of the cluster is
 *   none that istiod makes, so that no VirtualService can refer to the cluster.
 */
export function cidrFilterSpec(external: ExternalHost): object {
  const patches = serversOf(external).flatMap((server) => {
    const { passthrough: port } = server;
    return port?.cidrs ? patchesOf(external, server, port, port.cidrs) : [];
  });
  return gatewayFilter(external.gateway, patches);
}

function patchesOf(
  { host, gateway }: ExternalHost,
  server: HostServer,
  port: ExternalPort,
  cidrs: readonly string[],
): readonly object[] {
  const cluster = `cidrs|${port.number}||${host.name}`;
  const { targetPort: portNumber } = passthroughService(port, gateway);
  const chainWith = (fields: object) => ({
    context: 'GATEWAY',
    listener: { portNumber, filterChain: { sni: meshSni(server), ...fields } },
  });
  const original = { name: cluster, type: 'ORIGINAL_DST', lb_policy: 'CLUSTER_PROVIDED', connect_timeout: '10s' };
  const only = { destination_port: port.number, prefix_ranges: cidrs.map(prefixRange) };
  return [
    { applyTo: 'CLUSTER', match: { context: 'GATEWAY' }, patch: { operation: 'ADD', value: original } },
    {
      applyTo: 'NETWORK_FILTER',
      match: chainWith({ filter: TCP_PROXY }),
      patch: tcpProxyPatch({ cluster, ...connecting('ON_DOWNSTREAM_TLS_HANDSHAKE') }),
    },
    {
      applyTo: 'FILTER_CHAIN',
      match: chainWith({}),
      patch: { operation: 'MERGE', value: { filter_chain_match: only } },
    },
  ];
}

function prefixRange(cidr: string): object {
  const [address, prefix] = cidr.split('/');
  return { address_prefix: address, prefix_len: Number(prefix) };
}
