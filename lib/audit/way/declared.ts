/**
 * The requests to the hosts and ports that a set of manifests declares.
 */
import { canonicalText } from '../../network/address-range';
import { DeclaredPort } from './types';
import { clusterServices } from '../model/cluster-services';
import { httpAtEveryAddress } from './http-listener';
import { mayPassThrough } from './passthrough';
import { protocolsAt } from './port-kinds';
import { Mesh } from '../model/mesh';
import { compare } from '../../input/compare';
import { outsideServices } from '../model/outside-services';
import { routedRequests } from './routed';

/**
 * Returns each host and port of each ServiceEntry, each address of a port with neither HTTP nor TLS, each port of a Service of Kubernetes
 * with endpoints outside or that connects to the address which the application dials, and each request that rules send out, once, sorted. A
 * range counts as its first address.
 */
export function declaredRequests(mesh: Mesh): readonly DeclaredPort[] {
  const requests = new Map<string, DeclaredPort>();
  const add = (host: string, port: number, protocol: DeclaredPort['protocol']): void => {
    requests.set(`${host} ${port} ${protocol}`, { host, port, protocol });
  };
  for (const { spec } of mesh.serviceEntries) {
    const { hosts = [], addresses = [], ports = [] } = spec;
    for (const port of ports) {
      for (const protocol of protocolsAt(port.protocol)) {
        for (const host of hosts) add(host, port.number, protocol);
        if (protocol === 'tcp')
          for (const address of addresses) add(canonicalText(address).split('/')[0] ?? '', port.number, 'tcp');
      }
    }
  }
  for (const { host, ports } of outsideServices(mesh).values()) {
    for (const { port, protocols } of ports) for (const protocol of protocols) add(host, port, protocol);
  }
  for (const [host, { ports }] of clusterServices(mesh)) {
    for (const each of ports) {
      const canLeave = each.isDialled || mayPassThrough(mesh, host);
      if (canLeave && httpAtEveryAddress(mesh, each) !== undefined) add(host, each.port, 'http');
    }
  }
  for (const { host, port, protocol } of routedRequests(mesh)) add(host, port, protocol);
  return [...requests.values()].sort(
    (a, b) => compare(a.host, b.host) || a.port - b.port || compare(a.protocol, b.protocol),
  );
}
