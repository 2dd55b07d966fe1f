import { GatewaySpec, GatewaySpecServers, GatewaySpecServersTlsMode } from '../../../imports/networking.istio.io';
import { ClientTls } from '../../mesh/client-tls';
import { ExternalHost } from '../../mesh/external-host';
import { isDynamicTls } from '../../mesh/dynamic-tls';
import { furtherPortOf, HostServer, isFurther, passthroughService, serversOf } from '../../mesh/host-server';
import { servingPods } from './credential-filter';
import { innerServer } from './egress-proxy';
import { handshakeIdentities } from './identity-filter';
import { loopbackServer } from './loopback';
import { tunnelServers } from './tunnel';

/**
 * Returns the Gateway object that opens the gateway's ports for one host, for VirtualServices of the host's namespace only
 * (`namespace/host`): the VirtualService of another team cannot bind to its servers.
 *
 * With mesh mTLS both servers terminate the mesh mTLS: `HTTPS` for HTTP, `TLS` for TCP and the TLS of applications. Istio then
 * reads a `tcp` route for `TLS` (`createGatewayTCPFilterChainOpts` in istio.io/istio `pilot/pkg/networking/core/gateway.go`).
 * Without mesh mTLS, the servers are those of Istio's egress gateway task. A `TLS` server also checks the caller's identity in the
 * handshake (`handshakeIdentities`). An `HTTPS` server need not: the gateway connects to a host when it has authorized a request.
 *
 * If the inner SNI identifies the host, a further server on the loopback address of the pod receives egress-proxy traffic after
 * another server has terminated its mesh mTLS (`egressProxyServerSpec`). For TLS to names that the gateway resolves, a server on
 * a loopback address of its own reads the SNI of the application (`loopbackServer`). If the gateway reaches the host through a proxy,
 * tunnels begin at further servers on a loopback address of the host (`tunnelServers`).
 *
 * The servers of a host with credentials are on the pods that have the files of the credentials only.
 */
export function gatewaySpec(external: ExternalHost): GatewaySpec {
  const { namespace, host, gateway, matchedByInnerSni } = external;
  const inner = matchedByInnerSni ? [innerServer(gateway, `${namespace}/${host.name}`)] : [];
  const servers = serversOf(external).flatMap((server) => [
    ...httpServer(external, server),
    ...tlsServer(external, server),
    ...(isDynamicTls(server, external) ? [loopbackServer(external, server)] : []),
  ]);
  return { selector: servingPods(external), servers: [...servers, ...inner, ...tunnelServers(external)] };
}

function httpServer(external: ExternalHost, server: HostServer): GatewaySpecServers[] {
  if (!server.http) return [];
  const { httpPort, clientTls } = external.gateway;
  const name = portName('http', external, server);
  const hosts = hostsOf(external, server);
  if (clientTls === ClientTls.DISABLE) return [{ port: { number: httpPort.port, name, protocol: 'HTTP' }, hosts }];
  return [
    {
      port: { number: httpPort.port, name, protocol: 'HTTPS' },
      hosts,
      tls: { mode: GatewaySpecServersTlsMode.ISTIO_UNDERSCORE_MUTUAL },
    },
  ];
}

function tlsServer(external: ExternalHost, server: HostServer): GatewaySpecServers[] {
  if (!server.passthrough) return [];
  const { clientTls } = external.gateway;
  const mode =
    clientTls === ClientTls.DISABLE
      ? GatewaySpecServersTlsMode.PASSTHROUGH
      : GatewaySpecServersTlsMode.ISTIO_UNDERSCORE_MUTUAL;
  const identities = handshakeIdentities(server.passthrough, external.gateway);
  return [
    {
      port: {
        number: passthroughService(server.passthrough, external.gateway).port,
        name: portName('tls', external, server),
        protocol: 'TLS',
      },
      hosts: hostsOf(external, server),
      tls: { mode, ...(identities && { subjectAltNames: [...identities] }) },
    },
  ];
}

function hostsOf({ namespace }: ExternalHost, { name }: HostServer): string[] {
  return [`${namespace}/${name.name}`];
}

/** Returns the name of a server's port. istiod requires the names of a Gateway object to differ. */
function portName(kind: 'http' | 'tls', external: ExternalHost, server: HostServer): string {
  return isFurther(server, external) ? `${kind}-${furtherPortOf(server).number}` : kind;
}
