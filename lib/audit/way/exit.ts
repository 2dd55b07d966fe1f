/**
 * The last leg: from the gateway's pods to where the external service is.
 */
import { at, Evidence } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { broken } from '../model/broken';
import { notEvaluated } from '../model/unevaluated';
import { Viewer } from './viewer';
import { Journey, Option } from './journey';
import { isWildcard } from '../model/hosts';
import { endpointsOf, ExternalPort, ExternalService } from './registry';
import { Mesh } from '../model/mesh';
import { patchesOf } from './envoy-patches';
import { OutsideTarget, Routed } from './targets';
import { tunnelFor } from './tunnel';
import { Request, Sent } from './types';
import { Destination } from './destination';
import { StartedTls, startedTls, UpstreamTls, upstreamTls } from './upstream-tls';
import { hostPort } from '../model/host-port';

/** The destination of a connection of the gateway, and the TLS that the gateway starts. */
export interface LastLeg {
  readonly destination: Destination;
  /** The endpoints outside one of which receives the connection. */
  readonly endpoints: readonly Destination[];
  readonly started?: StartedTls;
  /** The target of the CONNECT request, if the destination is a proxy. */
  readonly tunnel?: Destination;
  /** The settings of the TLS and of the tunnel. */
  readonly decidedBy: readonly Evidence[];
}

/** Returns the way out of a gateway. */
export function exitTo(
  mesh: Mesh,
  viewer: Viewer,
  { target: { service, port, cluster }, to: { tunnelOf } }: Routed<OutsideTarget>,
  request: Sent,
  journey: Journey,
): LastLeg {
  const dynamic = dynamicAddress(mesh, viewer, service, port, request);
  const destination = dynamic ?? addressOf(service, port, journey);
  const outside = endpointsOf(service, port).filter(({ host }) => !isLoopback(host));
  const endpoints = dynamic !== undefined || outside.length === 0 ? [destination] : outside;
  const tls = upstreamTls(mesh, viewer, cluster);
  const { mode, decidedBy } = tls;
  const tunnel = tunnelOf && tunnelFor(mesh, viewer, tunnelOf);
  if (mode === 'ISTIO_MUTUAL') {
    broken(
      'mtls-mismatch',
      `mesh mTLS would leave the mesh towards ${hostPort(service.host, port.number)}`,
      ...decidedBy,
    );
  }
  if (tunnel !== undefined) {
    if (mode !== 'NONE') notEvaluated(`TLS towards the proxy ${destination.host}`, ...decidedBy);
    return { destination, endpoints, tunnel: tunnel.target, decidedBy: [tunnel.decidedBy] };
  }
  if (mode === 'NONE') refuseMergedTls(mesh, viewer, service, port);
  refuseTlsInTls(service, port, mode, request, decidedBy);
  const isPlainHttp = request.protocol === 'http' && mode === 'NONE' && !request.isTlsStarted;
  if (isPlainHttp && !isLoopback(destination.host)) refusePlainHttp(service, port, decidedBy);
  return { destination, endpoints, started: startedTls(tls, request), decidedBy };
}

/** Refuses parameters of TLS for a cluster without TLS: the patch that merges the parameters also makes the proxy start TLS. */
function refuseMergedTls(mesh: Mesh, viewer: Viewer, { host }: ExternalService, { number }: ExternalPort): void {
  const { tls } = patchesOf(mesh, viewer);
  const evidence = tls.get(`${host}:${number}`) ?? tls.get(host) ?? tls.get('');
  if (evidence !== undefined)
    notEvaluated(
      `${nameOf(evidence.manifest)} with TLS for ${hostPort(host, number)}, which no DestinationRule starts,`,
      evidence,
    );
}

/** Returns whether a connection to the address stays in the pod. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** The name that the caller requests, if an EnvoyFilter makes the gateway resolve names for the host. */
function dynamicAddress(
  mesh: Mesh,
  viewer: Viewer,
  { host }: ExternalService,
  { number, targetPort }: ExternalPort,
  request: Request,
): Destination | undefined {
  const { dynamic } = patchesOf(mesh, viewer);
  return dynamic.has(`${host}:${number}`) || dynamic.has(host) ? { host: request.host, port: targetPort } : undefined;
}

/** Refuses an external service without an address to connect to. */
export function refuseEmpty(service: ExternalService, port: ExternalPort): void {
  const { host, resolution, entries } = service;
  if (resolution === 'STATIC' && endpointsOf(service, port).length === 0) {
    broken(
      'unresolvable-host',
      `no healthy upstream: ${host} has no endpoints`,
      ...entries.map((entry) => at(entry, 'spec', 'resolution')),
    );
  }
}

/** An endpoint outside, or a listener of the gateway itself. A ServiceEntry without endpoints is reached at its host. */
function addressOf(service: ExternalService, port: ExternalPort, journey: Journey): Destination {
  const { host, resolution, entries } = service;
  const resolutions = entries.map((entry) => at(entry, 'spec', 'resolution'));
  // "Gateways cannot use passthrough clusters. So fallback to EDS" (core/cluster.go convertResolution): no endpoints.
  if (resolution === 'NONE') {
    broken('unresolvable-host', `no healthy upstream: ${host} has resolution NONE at the gateway`, ...resolutions);
  }
  if (resolution === 'DYNAMIC_DNS') {
    broken('unresolvable-host', `${host} has resolution DYNAMIC_DNS, which a gateway does not support`, ...resolutions);
  }
  refuseEmpty(service, port);
  const endpoints = endpointsOf(service, port);
  // No server of the gateway sees a connection to an endpoint outside.
  const outside = endpoints.filter((each) => !isLoopback(each.host)).slice(0, 1);
  const own = endpoints.filter((each) => isLoopback(each.host));
  const [first = { host, port: port.targetPort }, ...more] = [...outside, ...own];
  if (isWildcard(first.host)) {
    const wildcards = entries.map((entry) => at(entry, 'spec', 'hosts'));
    broken('unresolvable-host', `${host} cannot be resolved: a wildcard has no address`, ...wildcards);
  }
  const optionOf = (value: Destination): Option<Destination> => {
    return { value, sentence: `the gateway connects to ${hostPort(value.host, value.port)}, an endpoint of ${host}` };
  };
  return journey.pick([optionOf(first), ...more.map(optionOf)]);
}

/** Refuses TLS around TLS. */
function refuseTlsInTls(
  { host }: ExternalService,
  { number, protocol, decidedBy }: ExternalPort,
  mode: UpstreamTls['mode'],
  request: Request,
  tls: readonly Evidence[],
): void {
  if (request.protocol !== 'tls' || mode === 'NONE') return;
  const reason = `TLS in TLS: the gateway starts ${mode} TLS for ${hostPort(host, number)} (${protocol}) around the application's`;
  broken('tls-in-tls', reason, ...tls, decidedBy);
}

/** Refuses plain HTTP to a port of TLS. The gateway checks no other protocol: it copies the bytes of a connection. */
function refusePlainHttp(
  { host }: ExternalService,
  { kinds, number, protocol, decidedBy }: ExternalPort,
  tls: readonly Evidence[],
): void {
  if (!kinds.includes('tls')) return;
  const where = `${hostPort(host, number)} (${protocol})`;
  const reason = `plain HTTP reaches ${where}: no DestinationRule in the gateway's view starts TLS`;
  broken('lost-origination', reason, ...tls, decidedBy);
}
