/**
 * The requests that rules send out of the mesh, to hosts that no object has to declare: the hosts and the SNIs of VirtualServices for
 * sidecars, and the Services to which routes of the Gateway API are bound.
 */
import { DeclaredPort } from './types';
import { Block } from '../model/block';
import { clusterServices } from '../model/cluster-services';
import { fullName } from '../model/hosts';
import { serviceHost } from '../model/gateway-services';
import { serviceEntriesByPort, virtualServicesById } from '../model/lookup';
import { MESH, Mesh, VirtualService } from '../model/mesh';
import { headlessService, servicesByHost } from '../model/outside-services';
import { RouteMatch, routeMatches } from '../model/route-matches';
import { ApiRef, DestinationSpec, MatchedRoute } from '../model/specs';
import { PORT_FOR_ALL } from './http-listener';
import { mayPassThrough } from './passthrough';
import { protocolsAt } from './port-kinds';

/** Returns the requests that rules send out of the mesh. */
export function routedRequests(mesh: Mesh): readonly DeclaredPort[] {
  const ofRules = routeMatches(mesh)
    .filter(({ gateways, rule, vs }) => gateways.includes(MESH) && sendsOut(mesh, rule, vs))
    .flatMap((match) => requestsOfMatch(mesh, match));
  return [...ofRules, ...ofApiRoutes(mesh)];
}

/**
 * Whether a destination can be outside: every destination except pods of the cluster that are not those of a gateway, and that the sidecar
 * chooses.
 */
function sendsOut(mesh: Mesh, rule: MatchedRoute, { namespace }: VirtualService): boolean {
  const { route = [], mirror, mirrors = [], delegate } = rule;
  const delegated = delegate && virtualServicesById(mesh).get(`${delegate.namespace || namespace}/${delegate.name}`);
  if (delegated?.spec.http?.some((inner) => inner.delegate === undefined && sendsOut(mesh, inner, delegated)))
    return true;
  return [...[...route, ...mirrors].map(({ destination }) => destination), mirror].some(
    (destination) => destination !== undefined && isOutside(mesh, destination, namespace),
  );
}

function isOutside(mesh: Mesh, { host }: DestinationSpec, namespace: string): boolean {
  const name = fullName(host, namespace, mesh.clusterDomain);
  if (mesh.gatewayServices.has(name) || headlessService(mesh, name) !== undefined) return true;
  if (clusterServices(mesh).has(name)) return mayPassThrough(mesh, name);
  return servicesByHost(mesh).has(name) || !name.endsWith(`.svc.${mesh.clusterDomain}`);
}

function requestsOfMatch(mesh: Mesh, match: RouteMatch): DeclaredPort[] {
  const { vs, block, port } = match;
  const hosts = block === 'tls' ? (match.match.sniHosts ?? []) : vs.hosts;
  // A rule for TCP reads no name: the address decides, which is that of a declared host or of a Service.
  const named = block === 'tcp' ? hosts.filter((host) => clusterServices(mesh).has(host)) : hosts;
  const ports = port === undefined ? portsOf(mesh, vs, block) : [port];
  return named.flatMap((host) => ports.map((each) => ({ host, port: each, protocol: block })));
}

/** The ports at which a rule without a port holds. */
function portsOf(mesh: Mesh, vs: VirtualService, block: Block): readonly number[] {
  const ports = new Set(block === 'http' ? [PORT_FOR_ALL] : []);
  for (const host of vs.hosts) {
    for (const { port, protocols } of clusterServices(mesh).get(host)?.ports ?? []) {
      if (protocols.includes(block)) ports.add(port);
    }
    for (const [port, entries] of serviceEntriesByPort(mesh)) {
      for (const name of entries.overlapping(host)) {
        const declared = entries.get(name).flatMap(({ spec }) => spec.ports ?? []);
        if (declared.some((each) => each.number === port && protocolsAt(each.protocol).includes(block)))
          ports.add(port);
      }
    }
  }
  return [...ports];
}

/** The ports of Services to which routes of the Gateway API are bound. A backend of another kind than Service can be outside. */
function ofApiRoutes(mesh: Mesh): DeclaredPort[] {
  return mesh.apiRoutes.flatMap(({ spec, namespace }) => {
    const { parentRefs = [], rules } = spec;
    const isInside = backendsIn(rules).every(
      ({ kind = 'Service', ...ref }) =>
        kind === 'Service' && clusterServices(mesh).has(serviceHost({ namespace, ...ref }, mesh.clusterDomain)),
    );
    if (isInside) return [];
    return parentRefs
      .filter(({ kind }) => kind === 'Service')
      .map((parent) => serviceHost({ namespace, ...parent }, mesh.clusterDomain))
      .flatMap((host) =>
        (clusterServices(mesh).get(host)?.ports ?? []).flatMap(({ port, protocols }) =>
          protocols.map((protocol) => ({ host, port, protocol })),
        ),
      );
  });
}

/** The backends that rules name, also those of filters such as mirrors. */
function backendsIn(value: unknown): readonly ApiRef[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => [
    ...(BACKENDS.has(key) ? [inner as ApiRef | readonly ApiRef[]].flat() : []),
    ...backendsIn(inner),
  ]);
}

const BACKENDS = new Set(['backendRef', 'backendRefs']);
