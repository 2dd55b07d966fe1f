import { isVisible } from '../../model/export-to';
import { serviceEntriesByHost } from '../../model/lookup';
import { Resource } from '../../model/mesh';
import { perMesh } from '../../model/per-mesh';
import { ServiceEntrySpec } from '../../model/specs';
import { namespacesOfHost, OTHERS } from '../../way/distinct-namespaces';
import { protocolsAt } from '../../way/port-kinds';
import { Request, Way } from '../../way/types';
import { wayOf } from '../../way/way';
import { gatewayNamespaces } from './gateway-namespaces';

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
  const gateways = gatewayNamespaces(mesh);
  return [...entries.hosts].sort().map((host) => {
    // A gateway is no client of itself.
    const clients = [...namespacesOfHost(mesh, host)].filter((namespace) => !gateways.has(namespace));
    const namespaces = [...clients, OTHERS].sort();
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

/** Returns whether the request reaches a gateway, or fails on the way to or in a gateway. */
export function isForGateway(declared: DeclaredWay): boolean {
  return declared.way.kind === 'gateway' || (isCutShort(declared) && declared.way.connections.length > 0);
}

/** Returns whether the request fails, or is not followed to its end. */
export function isCutShort({ way }: DeclaredWay): boolean {
  return way.kind === 'broken' || way.kind === 'unevaluated';
}

/** Returns the namespaces of clients in words. */
export function clients(namespaces: readonly string[], all: readonly string[]): string {
  const isOpen = namespaces.includes(OTHERS);
  const named = isOpen ? all.filter((namespace) => !namespaces.includes(namespace)) : [...new Set(namespaces)];
  if (isOpen) return named.length === 0 ? 'every namespace' : `namespaces other than ${named.join(', ')}`;
  return named.length === 1 ? `namespace ${named[0]}` : `namespaces ${named.join(', ')}`;
}
