/**
 * The decision of the sidecar about a request to a Service of the cluster: a rule of a VirtualService sends the request elsewhere, or the
 * pods of the Service receive the request, or the sidecar connects to the address that the application dials.
 */
import { ClusterService, clusterServices } from '../model/cluster-services';
import { httpAlong } from './client-http';
import { tcpRouteOf } from './client-tcp';
import { isTaken } from './client-tls';
import { passthroughCluster } from './dialled';
import { httpAtEveryAddress } from './http-listener';
import { hasHttpRouteAt } from './http-routes';
import { byPrecedence, firstOf } from './precedence';
import { isReplaced, portOf, serviceSeen } from './registry';
import { ClientLeg, hostClaimed, SidecarView, virtualServicesNamed } from './sidecar-view';
import { snisAt } from './sni-index';
import { importsService } from './viewer';
import { clientPlace, followL4 } from './virtual-services';

/** Returns the decision of the sidecar; undefined if the host and the port are not those of a Service that the sidecar sees. */
export function clusterLeg(view: SidecarView): ClientLeg | undefined {
  const { mesh, viewer, request } = view;
  const { host, port, protocol } = request;
  const service = clusterServices(mesh).get(host);
  const asked = service?.ports.find((each) => each.port === port);
  if (service === undefined || asked === undefined) return undefined;
  if (!importsService(mesh, viewer, service.namespace, host) || goesToEntry(view, service)) return undefined;
  const routed = ROUTES[asked.protocols.includes(protocol) ? protocol : 'tcp'](view);
  if (routed !== undefined) return routed;
  // The Host header alone chooses the cluster of HTTP.
  const listening = protocol === 'http' ? httpAtEveryAddress(mesh, asked) : undefined;
  const target = { manifest: service.decidedBy.manifest, path: ['spec', 'clusterIP'] };
  const cluster = { host, namespace: service.namespace, port, target };
  const dialled = asked.isDialled ? { cluster, decidedBy: [target] } : passthroughCluster(mesh, viewer, cluster, []);
  if (listening === undefined || dialled === undefined) return { kind: 'inside', service };
  view.journey.assume(listening);
  return { kind: 'dialled', ...dialled };
}

/**
 * Returns whether requests can go to the endpoints of a ServiceEntry: of one that replaces the Service, or of one in the namespace of the
 * Service, whose endpoints istiod adds to those of the Service.
 */
function goesToEntry({ mesh, viewer, request: { host, port } }: SidecarView, service: ClusterService): boolean {
  const entry = serviceSeen(mesh, viewer, host);
  if (entry === undefined) return false;
  return isReplaced(viewer, service, entry) || (entry.namespace === service.namespace && !!portOf(entry, port));
}

const ROUTES = { http: httpRoute, tls: tlsRoute, tcp: tcpRoute };

function httpRoute(view: SidecarView): ClientLeg | undefined {
  const place = clientPlace(view.request);
  const claimed = hostClaimed(view, view.request.host);
  const named = claimed === undefined ? [] : virtualServicesNamed(view, claimed);
  const rules = named.filter((vs) => hasHttpRouteAt(view.mesh, vs, place)).map((vs) => ({ vs }));
  const owner = firstOf(rules, { namespace: place.namespace, what: claimed ?? '' }, view.journey);
  return owner && httpAlong(view, owner.vs, place);
}

function tlsRoute(view: SidecarView): ClientLeg | undefined {
  const { byName } = snisAt(view.mesh, view.request.port);
  for (const name of byName.over(view.request.host)) {
    const taken = byName.get(name).filter((along) => isTaken(view, along));
    const { namespace } = view.viewer;
    const ordered = byPrecedence([...new Set(taken.map(({ vs }) => vs))], namespace);
    const routes = ordered.flatMap((first) => taken.find(({ vs }) => vs === first) ?? []);
    const along = firstOf(routes, { namespace, what: `SNI ${name}` }, view.journey);
    if (along !== undefined) return { kind: 'routed', to: followL4(view.mesh, along, view.journey) };
  }
  return undefined;
}

function tcpRoute(view: SidecarView): ClientLeg | undefined {
  const along = tcpRouteOf(view, view.request.host);
  return along && { kind: 'routed', to: followL4(view.mesh, along, view.journey) };
}
