import { GatewayModel, PortPair } from '../../mesh/gateway';
import { CIDRS_DOMAIN } from '../../mesh/host-server';
import { ServiceSpec } from '../gateway-deployment';
import { connecting } from './connect-filter';
import { EXTENSIONS, gatewayFilter, TCP_PROXY, tcpProxyPatch } from './envoy-filter';

/** Returns the Service with the port for ranges, which selects the pods of the gateway. */
export function cidrsServiceSpec({ selector }: GatewayModel, { port, targetPort }: PortPair): ServiceSpec {
  return {
    type: 'ClusterIP',
    selector: { ...selector },
    ports: [{ name: 'tls-cidrs', port, protocol: 'TCP', targetPort }],
  };
}

/**
 * Returns an EnvoyFilter for the port for ranges, the only port where the gateway reads a PROXY protocol header. The header is the word
 * of the caller. It has the address that the caller wants to reach, and a source address, which nothing depends on: `source.ip` of
 * an AuthorizationPolicy is the address of the connection.
 *
 * - The gateway reads a header before the handshake, and closes connections without one.
 * - Only servers for ranges accept connections, and others connect to no host before the check, which Envoy makes at the first byte. On this port, `destination.port` of an AuthorizationPolicy is the word of the caller too.
 *   Through the Gateway object of a tenant that opens this port, a header with the port 8443 would satisfy the policy of any host that
 *   the caller may reach (seen on a running mesh). The names of servers for ranges are in a domain that no other server has.
 *
 * Istio has patches of listener filters since 1.16.
 */
export function cidrsPortFilterSpec(gateway: GatewayModel, { targetPort: portNumber }: PortPair): object {
  const match = { context: 'GATEWAY', listener: { portNumber } };
  const filter = gatewayFilter(gateway, [
    { applyTo: 'LISTENER_FILTER', match, patch: { operation: 'INSERT_FIRST', value: READ_HEADER } },
    { applyTo: 'NETWORK_FILTER', match, patch: { operation: 'INSERT_FIRST', value: ONLY_RANGES } },
    {
      applyTo: 'NETWORK_FILTER',
      match: { ...match, listener: { ...match.listener, filterChain: { filter: TCP_PROXY } } },
      patch: tcpProxyPatch(connecting('ON_DOWNSTREAM_DATA')),
    },
  ]);
  return { ...filter, priority: BEFORE_HOSTS };
}

/** Istio applies the filter before those of hosts, whose priority is 0. The filter of a range connects after the handshake. */
const BEFORE_HOSTS = -10;

const READ_HEADER = {
  name: 'envoy.filters.listener.proxy_protocol',
  typed_config: { '@type': `${EXTENSIONS}.filters.listener.proxy_protocol.v3.ProxyProtocol` },
};

const ONLY_RANGES = {
  name: 'egress.only-cidrs',
  typed_config: {
    '@type': `${EXTENSIONS}.filters.network.rbac.v3.RBAC`,
    stat_prefix: 'egress_only_cidrs.',
    rules: {
      action: 'ALLOW',
      policies: {
        cidrs: {
          permissions: [{ requested_server_name: { suffix: `.${CIDRS_DOMAIN}` } }],
          principals: [{ any: true }],
        },
      },
    },
  },
};
