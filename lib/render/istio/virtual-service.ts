import {
  VirtualServiceSpec,
  VirtualServiceSpecHttp,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
} from '../../../imports/networking.istio.io';
import { Host } from '../../host/host';
import { headersToStrip } from '../../http/stripped-headers';
import { ClientTls } from '../../mesh/client-tls';
import { isDynamicTls } from '../../mesh/dynamic-tls';
import { loopbackPort } from '../../mesh/egress-proxy';
import { ExternalHost, ExternalPort } from '../../mesh/external-host';
import { serviceHost } from '../../mesh/gateway';
import { hasOwnEntry, HostServer, isFurther, passthroughService, serverOf, serversOf } from '../../mesh/host-server';
import { gatewayRetries, meshRetries } from './http-retries';
import { subsetName } from './object-names';

/** The name by which a VirtualService applies to all sidecars. */
export const MESH = 'mesh';

/** The blocks of a VirtualService. */
interface Routes {
  readonly http: readonly VirtualServiceSpecHttp[];
  readonly tls: readonly VirtualServiceSpecTls[];
  readonly tcp: readonly VirtualServiceSpecTcp[];
}

/**
 * Returns the VirtualService of a host: the legs of its ports from the sidecars (`mesh`) to the gateway, and the legs of its first
 * server from the gateway to the host. Every port that a route claims has both legs. Direct ports have no leg; the ServiceEntry alone
 * routes them.
 *
 * The server determines the block of the gateway's leg: `http` for HTTP and HTTPS, `tls` for PASSTHROUGH, and `tcp` if the
 * gateway terminates the mesh mTLS that carries TCP or the application's TLS. A `tls` block there would drop the whole listener.
 * The server for egress-proxy traffic to the host is a PASSTHROUGH server on a separate port.
 *
 * A further port with a ServiceEntry of its own has its leg from the sidecars here too: while the port moves to that ServiceEntry, the
 * ServiceEntry of the host still has the port, and sidecars would connect directly.
 *
 * Headers are removed on the gateway's leg, not on the client's leg. Envoy removes the headers of a route last, so that the
 * headers that the gateway adds are removed too.
 *
 * @param gateway the Gateway object as `namespace/name`
 */
export function virtualServiceSpec(external: ExternalHost, gateway: string): VirtualServiceSpec {
  const servers = serversOf(external);
  const routes = servers.flatMap((server) => [
    meshLegs(external, server),
    ...(isFurther(server, external) ? [] : [gatewayLegs(external, server, gateway)]),
  ]);
  return specOf(external, external.host, [gateway, MESH], [...routes, dynamicTlsLeg(external, gateway)]);
}

/**
 * Returns the VirtualService of a further port: the leg from the gateway to the host. Its host is the outer name, which sidecars must
 * not see, unless the port has a ServiceEntry under that name: then the VirtualService also has the leg from the sidecars.
 *
 * @param gateway the Gateway object as `namespace/name`
 */
export function furtherVirtualServiceSpec(
  external: ExternalHost,
  outerName: Host,
  gateway: string,
): VirtualServiceSpec {
  const server = serverOf(external, outerName);
  const hasMeshLeg = hasOwnEntry(server, external);
  const routes = [...(hasMeshLeg ? [meshLegs(external, server)] : []), gatewayLegs(external, server, gateway)];
  return specOf(external, server.name, hasMeshLeg ? [gateway, MESH] : [gateway], routes);
}

function specOf(
  { exportTo }: ExternalHost,
  { name }: Host,
  gateways: string[],
  routes: readonly Partial<Routes>[],
): VirtualServiceSpec {
  const http = routes.flatMap((each) => each.http ?? []);
  const tls = routes.flatMap((each) => each.tls ?? []);
  const tcp = routes.flatMap((each) => each.tcp ?? []);
  return {
    hosts: [name],
    gateways: gateways.sort(),
    ...(exportTo && { exportTo: [...exportTo] }),
    ...(http.length > 0 && { http }),
    ...(tls.length > 0 && { tls }),
    ...(tcp.length > 0 && { tcp }),
  };
}

/** Returns the routes from the sidecars to a server of the gateway. */
function meshLegs(external: ExternalHost, server: HostServer): Partial<Routes> {
  const { http, passthrough } = server;
  const { gateway } = external;
  const subset = subsetName(server.name);
  const to = (host: string, number: number) => [{ destination: { host, subset, port: { number } } }];
  const isRenamed = isFurther(server, external) || http?.addresses !== undefined;
  const rewrite = isRenamed ? { rewrite: { authority: server.name.name } } : {};
  const service = passthrough && passthroughService(passthrough, gateway);
  const toPassthrough = service && to(service.serviceHost, service.port);
  const match = { gateways: [MESH], port: passthrough?.number };
  const sniHosts = [external.host.name];
  return {
    ...(http && {
      http: [
        {
          match: [{ gateways: [MESH], port: http.number }],
          ...rewrite,
          ...(http.upstream?.retries && { retries: meshRetries() }),
          route: to(serviceHost(gateway), gateway.httpPort.port),
        },
      ],
    }),
    ...(passthrough?.protocol === 'TCP' && { tcp: [{ match: [match], route: toPassthrough }] }),
    ...(passthrough &&
      passthrough.protocol !== 'TCP' && { tls: [{ match: [{ ...match, sniHosts }], route: toPassthrough }] }),
  };
}

/** Returns the routes from a server of the gateway to the host. */
function gatewayLegs(external: ExternalHost, server: HostServer, gateway: string): Partial<Routes> {
  const { http, passthrough } = server;
  return {
    ...(http && { http: [httpLeg(external, server, http, gateway)] }),
    ...(passthrough && passthroughLegs(external, server, passthrough, gateway)),
  };
}

function httpLeg(
  external: ExternalHost,
  server: HostServer,
  port: ExternalPort,
  gateway: string,
): VirtualServiceSpecHttp {
  const { timeout, retries } = port.upstream ?? {};
  const remove = [...headersToStrip(port.keptHeaders ?? [], port.access.operations.length > 0)];
  return {
    match: [{ gateways: [gateway], port: external.gateway.httpPort.port, ...onlyPort(external, port.number) }],
    ...authorityAtHost(external, server, port),
    ...(timeout !== undefined && { timeout }),
    ...(retries && { retries: gatewayRetries(retries) }),
    ...(remove.length > 0 && { headers: { request: { remove } } }),
    route: toHost(external.host, port.number),
  };
}

/**
 * Returns the rewrite of the Host header that sidecars replaced by the name of the server: to that of the host and port; for a host
 * that applications call by address, to the address.
 */
function authorityAtHost(
  external: ExternalHost,
  server: HostServer,
  { number, addresses, origination }: ExternalPort,
): Pick<VirtualServiceSpecHttp, 'rewrite'> {
  const [address] = addresses ?? [];
  if (address !== undefined) {
    const [port, usual] = origination ? [origination.port, 443] : [number, 80];
    const name = address.includes(':') ? `[${address}]` : address;
    return { rewrite: { authority: port === usual ? name : `${name}:${port}` } };
  }
  return isFurther(server, external) ? { rewrite: { authority: `${external.host.name}:${number}` } } : {};
}

/**
 * Returns a match for the port in the Host header. If the gateway resolves the requested name, it would also connect to the port
 * in the Host header, so that requests for a port other than that of the route must not match.
 */
function onlyPort({ resolution }: ExternalHost, port: number): { readonly authority?: { readonly regex: string } } {
  return resolution?.kind === 'DYNAMIC_DNS' ? { authority: { regex: `[^:]+(:${port})?` } } : {};
}

function passthroughLegs(
  external: ExternalHost,
  server: HostServer,
  port: ExternalPort,
  gateway: string,
): Partial<Routes> {
  const { clientTls } = external.gateway;
  const { port: at } = passthroughService(port, external.gateway);
  const route = passthroughRoute(external, server, port);
  const tlsLeg = (on: number): VirtualServiceSpecTls => ({
    match: [{ gateways: [gateway], port: on, sniHosts: [external.host.name] }],
    route,
  });
  if (clientTls === ClientTls.DISABLE) return { tls: [tlsLeg(at)] };
  return {
    ...(external.matchedByInnerSni && { tls: [tlsLeg(loopbackPort(external.gateway))] }),
    tcp: [{ match: [{ gateways: [gateway], port: at }], route }],
  };
}

/**
 * Returns the destination of a server. TLS to names that the gateway resolves goes to the gateway itself: a filter replaces the
 * destination by a loopback address (`dynamicTlsPatches`). Without the filter, the gateway refuses the connection, which has no
 * certificate of the mesh.
 */
function passthroughRoute(external: ExternalHost, server: HostServer, { number }: ExternalPort) {
  const { gateway, host } = external;
  if (isDynamicTls(server, external)) {
    return [{ destination: { host: serviceHost(gateway), port: { number: gateway.tlsPort.port } } }];
  }
  return toHost(hasOwnEntry(server, external) ? server.name : host, number);
}

/**
 * Returns the route from the loopback addresses to the names of a wildcard, for all its TLS ports: a match has no address. The port
 * is that of the first server; a filter sets the port of each server (`dynamicTlsPatches`).
 */
function dynamicTlsLeg(external: ExternalHost, gateway: string): Partial<Routes> {
  const { host, gateway: model } = external;
  const first = serversOf(external).find((server) => isDynamicTls(server, external))?.passthrough;
  if (first === undefined) return {};
  const match = { gateways: [gateway], port: loopbackPort(model), sniHosts: [host.name] };
  return { tls: [{ match: [match], route: toHost(host, first.number) }] };
}

function toHost({ name }: Host, port: number) {
  return [{ destination: { host: name, port: { number: port } } }];
}
