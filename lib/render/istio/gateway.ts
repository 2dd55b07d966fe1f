import { GatewaySpec, GatewaySpecServers, GatewaySpecServersTlsMode } from '../../../imports/networking.istio.io';
import { ExternalHost, gatewayPort, opaquePort } from '../../mesh/external-host';
import { innerServer } from './egress-proxy';

/**
 * Opens the gateway's ports for one host, to VirtualServices of the host's own namespace only (`namespace/host`): another
 * team's VirtualService cannot bind to it.
 *
 * With mesh mTLS both servers terminate it: `HTTPS` in front of HTTP, `TLS` in front of the application's own TLS, and of TCP. Istio
 * then reads a `tcp` route for the latter (`createGatewayTCPFilterChainOpts` in istio.io/istio
 * `pilot/pkg/networking/core/gateway.go`). Without, they are the servers of Istio's egress gateway task.
 *
 * What sidecars send that do not know the host comes out of the mesh's mTLS elsewhere, and then here: to a server on the pod's own
 * address, told by the SNI inside.
 */
export function gatewaySpec(external: ExternalHost): GatewaySpec {
  const { namespace, host, gateway, toldByInnerName } = external;
  const inner = toldByInnerName ? [innerServer(gateway, `${namespace}/${host.name}`)] : [];
  return { selector: gateway.selector, servers: [...httpServer(external), ...tlsServer(external), ...inner] };
}

function httpServer(external: ExternalHost): GatewaySpecServers[] {
  if (!gatewayPort(external, 'HTTP')) return [];
  const { httpPort, clientTls } = external.gateway;
  const hosts = [`${external.namespace}/${external.host.name}`];
  if (clientTls === 'DISABLE') {
    return [{ port: { number: httpPort.port, name: 'http', protocol: 'HTTP' }, hosts }];
  }
  return [
    {
      port: { number: httpPort.port, name: 'http', protocol: 'HTTPS' },
      hosts,
      tls: { mode: GatewaySpecServersTlsMode.ISTIO_UNDERSCORE_MUTUAL },
    },
  ];
}

function tlsServer(external: ExternalHost): GatewaySpecServers[] {
  if (!opaquePort(external)) return [];
  const { tlsPort, clientTls } = external.gateway;
  const mode =
    clientTls === 'DISABLE' ? GatewaySpecServersTlsMode.PASSTHROUGH : GatewaySpecServersTlsMode.ISTIO_UNDERSCORE_MUTUAL;
  return [
    {
      port: { number: tlsPort.port, name: 'tls', protocol: 'TLS' },
      hosts: [`${external.namespace}/${external.host.name}`],
      tls: { mode },
    },
  ];
}
