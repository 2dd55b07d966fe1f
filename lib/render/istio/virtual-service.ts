import {
  VirtualServiceSpec,
  VirtualServiceSpecHttp,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
} from '../../../imports/networking.istio.io';
import { loopbackPort } from '../../mesh/egress-proxy';
import { removedHeaders } from '../../http/stripped-headers';
import { ExternalHost, gatewayPort, opaquePort } from '../../mesh/external-host';
import { serviceHost } from '../../mesh/gateway';

/** What a VirtualService refers to: names that must agree with the other objects of its host. */
export interface VirtualServiceReferences {
  /** The Gateway object as `namespace/name`. */
  readonly gateway: string;
  /** The subset of the gateway's Service. */
  readonly subset: string;
}

const MESH = 'mesh';

/**
 * Both legs of a host's way: from the sidecars (`mesh`) to the gateway, and from the gateway to the host. Every port that a
 * route claims has both; direct ports have none and leave as the ServiceEntry says.
 *
 * The block of the gateway's leg follows from its server: `http` for HTTP and HTTPS, `tls` for PASSTHROUGH, `tcp` where the
 * gateway terminates the mesh's mTLS around the application's TLS or TCP; a `tls` block there would drop the whole listener. The
 * server for what sidecars send that do not know the host is one of PASSTHROUGH, on a port of its own.
 *
 * Headers are taken away on the gateway's leg, not on the client's: what the gateway itself adds goes too, since Envoy removes a
 * route's headers last.
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
  const remove = [...removedHeaders(port.keptHeaders ?? [], port.access.operations.length > 0)];
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
 * Where the gateway resolves the name that was asked for, it would call the port that stands behind it too: requests for any other
 * than the route's have no route.
 */
function onlyPort({ wildcard }: ExternalHost, port: number): { readonly authority?: { readonly regex: string } } {
  return wildcard?.kind === 'dynamic' ? { authority: { regex: `[^:]+(:${port})?` } } : {};
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
  if (external.toldByInnerName) return [meshLeg, gatewayLeg(loopbackPort(external.gateway))];
  return external.gateway.clientTls === 'ISTIO_MUTUAL' ? [meshLeg] : [meshLeg, gatewayLeg(server)];
}

function tcpRoutes(external: ExternalHost, refs: VirtualServiceReferences): VirtualServiceSpecTcp[] {
  const port = opaquePort(external);
  if (port === undefined || external.gateway.clientTls === 'DISABLE') return [];
  const server = external.gateway.tlsPort.port;
  const meshLeg = { match: [{ gateways: [MESH], port: port.number }], route: toGateway(external, refs, server) };
  const gatewayLeg = { match: [{ gateways: [refs.gateway], port: server }], route: toHost(external, port.number) };
  return port.protocol === 'TCP' ? [meshLeg, gatewayLeg] : [gatewayLeg];
}
