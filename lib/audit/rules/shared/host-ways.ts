import { fullName } from '../../model/hosts';
import { meshVirtualServices, serviceEntriesByHost } from '../../model/lookup';
import { Mesh, Resource, VirtualService } from '../../model/mesh';
import { perMesh } from '../../model/per-mesh';
import { ServiceEntrySpec } from '../../model/specs';
import { isVisible } from '../../model/visibility';
import { protocolsAt } from '../../way/port-kinds';
import { Request, Way } from '../../way/types';
import { wayOf } from '../../way/way';
import { gatewayNamespaces } from './gateway-namespaces';

/** The namespaces that no object names. */
export const OTHERS = '*';

/** A request to a port that a ServiceEntry declares, and the way of the request, or of a part of the requests that fails. */
export interface DeclaredWay {
  readonly entry: Resource<ServiceEntrySpec>;
  /** The index of the port in the ServiceEntry. */
  readonly port: number;
  readonly request: Request;
  readonly way: Way;
}

/** The ways to a declared host from every namespace whose sidecars can differ for the host. */
export interface HostWays {
  readonly host: string;
  readonly namespaces: readonly string[];
  readonly ways: readonly DeclaredWay[];
}

/** Returns the ways to every declared host. */
export const hostWays = perMesh((mesh): readonly HostWays[] => {
  const entries = serviceEntriesByHost(mesh);
  const namespacesOf = viewers(mesh);
  return [...entries.hosts].sort().map((host) => {
    const namespaces = namespacesOf(host);
    const ways = entries.get(host).flatMap((entry) =>
      (entry.spec.ports ?? []).flatMap((declared, port) =>
        namespaces.flatMap((clientNamespace): DeclaredWay[] => {
          if (!isVisible(entry.spec.exportTo, entry.namespace, clientNamespace)) return [];
          return protocolsAt(declared.protocol).flatMap((protocol) => {
            const request: Request = { clientNamespace, host, port: declared.number, protocol };
            const way = wayOf(mesh, request);
            return [way, ...(way.failing ?? [])].map((each) => ({ entry, port, request, way: each }));
          });
        }),
      ),
    );
    return { host, namespaces, ways };
  });
});

/** Returns a function that lists the namespaces whose sidecars can differ for a host. A gateway is no client of itself. */
function viewers(mesh: Mesh): (host: string) => readonly string[] {
  const entries = serviceEntriesByHost(mesh);
  const virtualServices = meshVirtualServices(mesh);
  const gateways = gatewayNamespaces(mesh);
  const ofRules = namespacesOfRules(mesh);
  return (host) => {
    const routes = [...virtualServices.over(host)].flatMap((name) => virtualServices.get(name));
    const named = [
      ...[...entries.over(host)].flatMap((name) => entries.get(name)).flatMap(namedIn),
      ...routes.flatMap((vs) => [...namedIn(vs), ...sourcesIn(vs)]),
      ...routes.flatMap((vs) => destinationsOf(mesh, vs)).flatMap((name) => [...(ofRules.get(name) ?? [])]),
    ];
    return [...new Set([...named.filter((namespace) => !gateways.has(namespace)), OTHERS])].sort();
  };
}

type Exported = Resource<{ readonly exportTo?: readonly string[] }>;

function namedIn({ namespace, spec }: Exported): string[] {
  return [namespace, ...(spec.exportTo ?? []).filter((name) => !['*', '.', '~'].includes(name))];
}

function sourcesIn({ spec }: VirtualService): string[] {
  const matches = [...(spec.http ?? []), ...(spec.tls ?? []), ...(spec.tcp ?? [])].flatMap(({ match = [] }) => match);
  return matches.flatMap(({ sourceNamespace }) => sourceNamespace ?? []);
}

function destinationsOf({ clusterDomain }: Mesh, { spec, namespace }: VirtualService): string[] {
  const routes = [...(spec.http ?? []), ...(spec.tls ?? []), ...(spec.tcp ?? [])].flatMap(({ route = [] }) => route);
  return routes.flatMap(({ destination }) =>
    destination === undefined ? [] : fullName(destination.host, namespace, clusterDomain),
  );
}

function namespacesOfRules({ destinationRules, clusterDomain }: Mesh): ReadonlyMap<string, ReadonlySet<string>> {
  const byHost = new Map<string, Set<string>>();
  for (const rule of destinationRules) {
    const host = fullName(rule.spec.host ?? '', rule.namespace, clusterDomain);
    const namespaces = byHost.get(host) ?? new Set();
    byHost.set(host, namespaces);
    for (const namespace of namedIn(rule)) namespaces.add(namespace);
  }
  return byHost;
}

/** Whether the request reaches a gateway, or fails on the way to or in a gateway. */
export function isForGateway(declared: DeclaredWay): boolean {
  return declared.way.kind === 'gateway' || (isCutShort(declared) && declared.way.connections.length > 0);
}

/** Whether the request fails, or is not followed to its end. */
export function isCutShort({ way }: DeclaredWay): boolean {
  return way.kind === 'broken' || way.kind === 'unevaluated';
}

/** Returns the namespaces of clients in words. */
export function clients(namespaces: readonly string[], all: readonly string[]): string {
  if (all.every((namespace) => namespaces.includes(namespace))) return 'every namespace';
  const named = [...new Set(namespaces)].filter((namespace) => namespace !== OTHERS);
  const words = named.length === 1 ? `namespace ${named[0]}` : `namespaces ${named.join(', ')}`;
  if (!namespaces.includes(OTHERS)) return words;
  return named.length === 0 ? 'the other namespaces' : `${words} and the other namespaces`;
}
