import { GatewaySpecServers } from '../../../imports/networking.istio.io';
import { dynamicTlsLoopback } from '../../mesh/dynamic-tls';
import { loopbackPort } from '../../mesh/egress-proxy';
import { ExternalHost } from '../../mesh/external-host';
import { GatewayModel } from '../../mesh/gateway';
import { furtherPortOf, HostServer, isFurther } from '../../mesh/host-server';
import { objectName, slug } from '../object-name';
import { innerServer } from './egress-proxy';

/** Returns the Gateway server on the loopback address of a server, which accepts names of the wildcard only. */
export function loopbackServer(external: ExternalHost, server: HostServer): GatewaySpecServers {
  const { gateway, namespace, host } = external;
  const { port, ...others } = innerServer(gateway, `${namespace}/${host.name}`);
  const name = isFurther(server, external) ? `${port.name}-${furtherPortOf(server).number}` : port.name;
  return { ...others, port: { ...port, name }, bind: dynamicTlsLoopback(server).destination };
}

/** Returns the name of Envoy's listener on the loopback address of a server. */
export function loopbackListener(server: HostServer, gateway: GatewayModel): string {
  return `${dynamicTlsLoopback(server).destination}_${loopbackPort(gateway)}`;
}

/** Returns the name of Envoy's cluster by which the gateway connects to the loopback address of a server. */
export function loopbackClusterName({ name }: HostServer): string {
  return objectName('egress-loopback', slug(name.name));
}

/** Returns that cluster, whose connections have the source that the AuthorizationPolicy of the host accepts. */
export function loopbackCluster(server: HostServer, gateway: GatewayModel): object {
  const name = loopbackClusterName(server);
  const { destination, source } = dynamicTlsLoopback(server);
  const address = { socket_address: { address: destination, port_value: loopbackPort(gateway) } };
  return {
    name,
    type: 'STATIC',
    upstream_bind_config: { source_address: { address: source, port_value: 0 } },
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] },
  };
}
