/**
 * Objects that change a client's sidecar as a whole: its Sidecar, and routes of the Gateway API.
 */
import { at, Evidence } from '../manifest/evidence';
import { Unevaluated, unevaluatedFields } from '../model/unevaluated';
import { nameOf } from '../manifest/manifest';
import { serviceHost } from '../model/gateway-services';
import { fullName, isWithin } from '../model/hosts';
import { serviceEntriesByHost } from '../model/lookup';
import { Resource, Mesh } from '../model/mesh';
import { ApiRouteSpec } from '../model/specs';
import { isGateway } from './api-gateways';
import { Request } from './types';
import { Viewer } from './viewer';
import { RouteDestination } from './virtual-services';

/**
 * Returns what changes the client's sidecar in ways that the reader does not follow. The way without the change is followed all the same:
 * an object that is not evaluated must not hide the mistakes of other objects.
 */
export function foreignMeans(mesh: Mesh, { sidecar }: Viewer, { host }: Request): readonly Unevaluated[] {
  const routes = mesh.apiRoutes
    .filter((route) => decidesAbout(host, route, mesh))
    .map((route) => ({ what: `${nameOf(route.manifest)} of the Gateway API`, decidedBy: [at(route, 'spec')] }));
  if (sidecar === undefined) return routes;
  const listeners = (sidecar.spec.egress ?? []).flatMap((listener, index) =>
    unevaluatedFields(listener, EGRESS_FIELDS, `egress of Sidecar ${sidecar.id}`, at(sidecar, 'spec', 'egress', index)),
  );
  const fields = unevaluatedFields(sidecar.spec, SIDECAR_FIELDS, `Sidecar ${sidecar.id}`, at(sidecar, 'spec'));
  return [...routes, ...fields, ...listeners];
}

/** `ingress` and `inboundConnectionPool` are for connections to the application. */
const SIDECAR_FIELDS = new Set([
  ...['outboundTrafficPolicy', 'egress', 'workloadSelector', 'ingress', 'inboundConnectionPool'],
]);
const EGRESS_FIELDS = new Set(['hosts']);

/**
 * Returns whether a route that configures sidecars names the host or a wildcard over the host, or binds to the Service or to a ServiceEntry
 * of the host.
 */
function decidesAbout(host: string, { spec, namespace }: Resource<ApiRouteSpec>, mesh: Mesh): boolean {
  const { hostnames = [], parentRefs = [] } = spec;
  if (parentRefs.length > 0 && parentRefs.every(isGateway)) return false;
  if (hostnames.some((name) => isWithin(host, name))) return true;
  const services = parentRefs.filter(({ kind }) => kind === 'Service');
  if (services.some((each) => serviceHost({ namespace, ...each }, mesh.clusterDomain) === host)) return true;
  const parents = parentRefs.filter(({ kind }) => kind === 'ServiceEntry');
  const entries = serviceEntriesByHost(mesh);
  return entries
    .over(host)
    .flatMap((pattern) => entries.get(pattern))
    .some(({ id }) => parents.some((parent) => `${parent.namespace ?? namespace}/${parent.name}` === id));
}

/** The cluster of a sidecar for unknown hosts. */
export interface UnknownCluster {
  readonly cluster: 'PassthroughCluster' | 'BlackHoleCluster';
  /** The policy of the Sidecar. Empty when the policy of the mesh decides. */
  readonly decidedBy: readonly Evidence[];
  readonly assumptions: readonly string[];
}

/** Returns the cluster to which a sidecar sends requests for unknown hosts. */
export function clusterOfUnknown(mesh: Mesh, { sidecar }: Viewer): UnknownCluster {
  const own = sidecar?.spec.outboundTrafficPolicy;
  const isBlocked = (own ? (own.mode ?? 'REGISTRY_ONLY') : mesh.outboundPolicy) === 'REGISTRY_ONLY';
  const decidedBy = sidecar && own ? [at(sidecar, 'spec', 'outboundTrafficPolicy', ...(own.mode ? ['mode'] : []))] : [];
  const isAssumed = own === undefined && mesh.settings.outboundTrafficPolicy === undefined;
  const assumptions = isAssumed
    ? ["outboundTrafficPolicy.mode is ALLOW_ANY, Istio's default: no setting of the mesh has the mode"]
    : [];
  return { cluster: isBlocked ? 'BlackHoleCluster' : 'PassthroughCluster', decidedBy, assumptions };
}

/** Returns the destination of requests for unknown hosts, if the Sidecar has an egressProxy. */
export function egressProxyOf({ clusterDomain }: Mesh, { sidecar }: Viewer): RouteDestination | undefined {
  const policy = sidecar?.spec.outboundTrafficPolicy;
  if (sidecar === undefined || policy?.egressProxy === undefined || policy.mode !== 'ALLOW_ANY') return undefined;
  const { host, subset, port } = policy.egressProxy;
  const evidence = at(sidecar, 'spec', 'outboundTrafficPolicy', 'egressProxy');
  const name = fullName(host, sidecar.namespace, clusterDomain);
  return { host: name, subset: subset || undefined, port: port?.number, decidedBy: evidence, target: evidence };
}
