import {
  VirtualServiceSpec,
  VirtualServiceSpecHttp,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
} from '../../../imports/networking.istio.io';
import { headersToStrip } from '../../http/stripped-headers';
import { ClientTls } from '../../mesh/client-tls';
import { loopbackPort } from '../../mesh/egress-proxy';
import { ExternalHost, gatewayPort, passthroughPort } from '../../mesh/external-host';
import { serviceHost } from '../../mesh/gateway';

/** The objects that a VirtualService refers to. The names must match the other objects of the host. */
export interface VirtualServiceReferences {
  /** The Gateway object as `namespace/name`. */
  readonly gateway: string;
  /** The subset of the gateway's Service. */
  readonly subset: string;
}

const MESH = 'mesh';

/**
 * Returns the VirtualService with both legs to a host: from the sidecars (`mesh`) to the gateway, and from the gateway to the
 * host. Every port that a route claims has both legs. Direct ports have no leg; the ServiceEntry alone routes them.
 *
 * The server determines the block of the gateway's leg: `http` for HTTP and HTTPS, `tls` for PASSTHROUGH, and `tcp` if the
 * gateway terminates the mesh mTLS that carries TCP or the application's TLS. A `tls` block there would drop the whole listener.
 * The server for egress-proxy traffic to the host is a PASSTHROUGH server on a separate port.
 *
 * Headers are removed on the gateway's leg, not on the client's leg. Envoy removes the headers of a route last, so that the
 * headers that the gateway adds are removed too.
 */
export function virtualServiceSpec(external: ExternalHost, refs: VirtualServiceReferences): VirtualServiceSpec {
  const http = httpRoutes(external, refs);
  const tls = tlsRoutes(external, refs);
  const tcp = tcpRoutes(external, refs);
  return {
    hosts: [external.host.name],
    gateways: [refs.gateway, MESH].sort(),
    ...(external.exportTo && { exportTo: [...external.exportTo] }),
    ...(http.length > 0 && { http }),
    ...(tls.length > 0 && { tls }),
    ...(tcp.length > 0 && { tcp }),
  };
}

function toGateway(external: ExternalHost, refs: VirtualServiceReferences, port: number) {
  return [{ destination: { host: serviceHost(external.gateway), subset: refs.subset, port: { number: port } } }];
}

function toHost(external: ExternalHost, port: number) {
  return [{ destination: { host: external.host.name, port: { number: port } } }];
}

function httpRoutes(external: ExternalHost, refs: VirtualServiceReferences): VirtualServiceSpecHttp[] {
  const port = gatewayPort(external, 'HTTP');
  if (port === undefined) return [];
  const server = external.gateway.httpPort.port;
  const remove = [...headersToStrip(port.keptHeaders ?? [], port.access.operations.length > 0)];
  return [
    { match: [{ gateways: [MESH], port: port.number }], route: toGateway(external, refs, server) },
    {
      match: [{ gateways: [refs.gateway], port: server, ...onlyPort(external, port.number) }],
      ...(remove.length > 0 && { headers: { request: { remove } } }),
      route: toHost(external, port.number),
    },
  ];
}

/**
 * Returns a match for the port in the Host header. If the gateway resolves the requested name, it would also connect to the port
 * in the Host header, so that requests for a port other than that of the route must not match.
 */
function onlyPort({ wildcard }: ExternalHost, port: number): { readonly authority?: { readonly regex: string } } {
  return wildcard?.kind === 'dynamicDns' ? { authority: { regex: `[^:]+(:${port})?` } } : {};
}

function tlsRoutes(external: ExternalHost, refs: VirtualServiceReferences): VirtualServiceSpecTls[] {
  const port = gatewayPort(external, 'TLS')?.number;
  if (port === undefined) return [];
  const server = external.gateway.tlsPort.port;
  const sniHosts = [external.host.name];
  const meshLeg = { match: [{ gateways: [MESH], port, sniHosts }], route: toGateway(external, refs, server) };
  const gatewayLeg = (at: number): VirtualServiceSpecTls => ({
    match: [{ gateways: [refs.gateway], port: at, sniHosts }],
    route: toHost(external, port),
  });
  if (external.matchedByInnerSni) return [meshLeg, gatewayLeg(loopbackPort(external.gateway))];
  return external.gateway.clientTls === ClientTls.ISTIO_MUTUAL ? [meshLeg] : [meshLeg, gatewayLeg(server)];
}

function tcpRoutes(external: ExternalHost, refs: VirtualServiceReferences): VirtualServiceSpecTcp[] {
  const port = passthroughPort(external);
  if (port === undefined || external.gateway.clientTls === ClientTls.DISABLE) return [];
  const server = external.gateway.tlsPort.port;
  const meshLeg = { match: [{ gateways: [MESH], port: port.number }], route: toGateway(external, refs, server) };
  const gatewayLeg = { match: [{ gateways: [refs.gateway], port: server }], route: toHost(external, port.number) };
  return port.protocol === 'TCP' ? [meshLeg, gatewayLeg] : [gatewayLeg];
}
