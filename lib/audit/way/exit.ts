/**
 * The last leg: from the gateway's pods to where the external service is.
 */
import { broken, notModelled } from '../model/broken';
import { Viewer } from './destination-rules';
import { isWildcard } from '../model/hosts';
import { ExternalPort, ExternalService } from './registry';
import { Mesh } from '../model/mesh';
import { Target } from './targets';
import { Destination, Request } from './types';
import { UpstreamTls, upstreamTls } from './upstream-tls';

/** Where a connection of the gateway goes and the TLS that the gateway starts for it. */
export interface Exit {
  readonly destination: Destination;
  readonly origination: 'SIMPLE' | 'MUTUAL' | 'NONE';
  /** It goes to the gateway's own pod. */
  readonly isLoopback: boolean;
  /** What the destination, a proxy, is asked for. */
  readonly tunnel?: Destination;
}

/** The way out of a gateway. */
export function exitTo(
  mesh: Mesh,
  viewer: Viewer,
  { service, port, cluster }: Extract<Target, { kind: 'outside' }>,
  request: Request,
): Exit {
  const destination = addressOf(service, port);
  const { mode, subset } = upstreamTls(mesh, viewer, cluster);
  const isLoopback = destination.host.startsWith('127.');
  const tunnel = subset?.trafficPolicy?.tunnel;
  if (mode === 'ISTIO_MUTUAL') broken(`mesh mTLS would leave the mesh towards ${service.host}:${port.number}`);
  if (tunnel !== undefined) {
    if (mode !== 'NONE') notModelled(`TLS towards the proxy ${destination.host}`);
    return { destination, origination: mode, isLoopback, tunnel: { host: tunnel.targetHost, port: tunnel.targetPort } };
  }
  if (!isLoopback) refuseMismatch(service, port, mode, request);
  return { destination, origination: mode, isLoopback };
}

/** Refuses an external service that nothing can be reached at, whoever asks. */
export function refuseEmpty({ host, resolution, entries }: ExternalService): void {
  const endpoints = entries.flatMap((entry) => entry.spec.endpoints ?? []);
  if (resolution === 'STATIC' && endpoints.length === 0) broken(`no healthy upstream: ${host} has no endpoints`);
}

/** A ServiceEntry without endpoints is reached at its host. */
function addressOf(service: ExternalService, { targetPort }: ExternalPort): Destination {
  const { host, resolution, entries } = service;
  // "Gateways cannot use passthrough clusters. So fallback to EDS" (core/cluster.go convertResolution): no endpoints.
  if (resolution === 'NONE') broken(`no healthy upstream: ${host} has resolution NONE at the gateway`);
  if (resolution === 'DYNAMIC_DNS') broken(`${host} has resolution DYNAMIC_DNS, which a gateway does not support`);
  refuseEmpty(service);
  const endpoints = entries.flatMap((entry) => entry.spec.endpoints ?? []);
  const [endpoint, ...more] = endpoints;
  if (endpoint === undefined) {
    if (isWildcard(host)) broken(`${host} cannot be resolved: a wildcard has no address`);
    return { host, port: targetPort };
  }
  if (more.length > 0 || endpoint.ports !== undefined || endpoint.address === undefined) {
    notModelled(`several endpoints or endpoint ports of ${host}`);
  }
  // A dot behind the name keeps search domains out of it.
  return { host: endpoint.address.replace(/\.$/, ''), port: targetPort };
}

/** What leaves must be what the port was declared to carry. */
function refuseMismatch(
  { host }: ExternalService,
  { kind, number, protocol }: ExternalPort,
  mode: UpstreamTls['mode'],
  request: Request,
): void {
  const where = `${host}:${number} (${protocol})`;
  if (request.protocol === 'tcp') {
    if (mode !== 'NONE' || kind !== 'other') broken(`TCP of the application reaches ${where} with TLS ${mode}`);
    return;
  }
  if (kind === 'other') notModelled(`protocol ${protocol} of ${where}`);
  if (request.protocol === 'tls') {
    if (mode !== 'NONE') broken(`TLS in TLS: the gateway starts ${mode} TLS for ${where} around the application's`);
    if (kind === 'http') broken(`TLS of the application reaches ${where}`);
  } else if (kind === 'tls' && mode === 'NONE') {
    broken(`plain HTTP reaches ${where}: no DestinationRule in the gateway's view starts TLS`);
  }
}
