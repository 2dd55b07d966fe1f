/**
 * Objects of a mesh by what they are asked for: the host that they name, the gateway, the namespace. Each index is made with the
 * first question that needs it.
 */
import { getOrAdd } from '../../input/get-or-add';
import { HostIndex } from './host-index';
import { MESH, Mesh, Resource, VirtualService } from './mesh';
import { fullName } from './hosts';
import { perMesh } from './per-mesh';
import { DestinationRuleSpec, ServiceEntrySpec } from './specs';

type ServiceEntry = Resource<ServiceEntrySpec>;

/** Returns the ServiceEntries by host. */
export const serviceEntriesByHost = perMesh(({ serviceEntries }) => {
  const index = new HostIndex<ServiceEntry>();
  for (const entry of serviceEntries) for (const host of new Set(entry.spec.hosts)) index.add(host, entry);
  return index;
});

/** Returns the ServiceEntries by the number of a port, and by host. */
export const serviceEntriesByPort = perMesh(({ serviceEntries }): ReadonlyMap<number, HostIndex<ServiceEntry>> => {
  const byPort = new Map<number, HostIndex<ServiceEntry>>();
  for (const entry of serviceEntries) {
    for (const number of new Set(entry.spec.ports?.map((port) => port.number))) {
      const index = getOrAdd(byPort, number, () => new HostIndex<ServiceEntry>());
      for (const host of new Set(entry.spec.hosts)) index.add(host, entry);
    }
  }
  return byPort;
});

/** Returns the VirtualServices by `namespace/name`. */
export const virtualServicesById = perMesh(
  ({ virtualServices }): ReadonlyMap<string, VirtualService> => new Map(virtualServices.map((vs) => [vs.id, vs])),
);

/** Returns the VirtualServices by gateway (`mesh` or `namespace/name`), and by host. The oldest comes first. */
export const virtualServicesByGateway = perMesh(
  ({ virtualServices }): ReadonlyMap<string, HostIndex<VirtualService>> => {
    const byGateway = new Map<string, HostIndex<VirtualService>>();
    for (const vs of virtualServices) {
      for (const gateway of new Set(vs.gateways)) {
        const index = getOrAdd(byGateway, gateway, () => new HostIndex<VirtualService>());
        for (const host of new Set(vs.hosts)) index.add(host, vs);
      }
    }
    return byGateway;
  },
);

/** Returns the VirtualServices that are bound to a gateway and have a host in common with one of the hosts, the oldest first. */
export function virtualServicesFor(mesh: Mesh, gateway: string, hosts: Iterable<string>): VirtualService[] {
  const index = virtualServicesByGateway(mesh).get(gateway);
  const found = new Set<VirtualService>();
  for (const host of hosts) {
    for (const pattern of index?.overlapping(host) ?? []) for (const vs of index?.get(pattern) ?? []) found.add(vs);
  }
  return [...found].sort((a, b) => a.age - b.age);
}

/** Returns the DestinationRules of a namespace by full host name. */
export const destinationRulesByNamespace = perMesh(
  (mesh): ReadonlyMap<string, HostIndex<Resource<DestinationRuleSpec>>> => {
    const byNamespace = new Map<string, HostIndex<Resource<DestinationRuleSpec>>>();
    for (const rule of mesh.destinationRules) {
      const index = getOrAdd(byNamespace, rule.namespace, () => new HostIndex<Resource<DestinationRuleSpec>>());
      index.add(fullName(rule.spec.host ?? '', rule.namespace, mesh.clusterDomain), rule);
    }
    return byNamespace;
  },
);

/** Returns the VirtualServices for sidecars by host. */
export function meshVirtualServices(mesh: Mesh): HostIndex<VirtualService> {
  return virtualServicesByGateway(mesh).get(MESH) ?? NONE;
}

const NONE = new HostIndex<VirtualService>();
