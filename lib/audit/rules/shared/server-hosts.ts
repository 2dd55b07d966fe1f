import { Block } from '../../model/block';
import { HostIndex } from '../../model/host-index';
import { bareHost } from '../../model/hosts';
import { Server } from '../../model/specs';
import { isHttps, isPlainHttp, tlsMode } from '../../way/servers';

const indexes = new WeakMap<Server, HostIndex<true>>();

/** Returns whether a server of a Gateway and a list of hosts have a name in common. Namespaces in the hosts of the server do not count. */
export function servesSome(server: Server, hosts: readonly string[]): boolean {
  const index = indexes.get(server) ?? indexOf(server);
  indexes.set(server, index);
  return hosts.some((host) => index.overlapping(host).length > 0);
}

function indexOf({ hosts = [] }: Server): HostIndex<true> {
  const index = new HostIndex<true>();
  for (const host of hosts) index.add(bareHost(host), true);
  return index;
}

/** Returns the field of a VirtualService whose rules a server reads. */
export function blockOf(server: Server): Block {
  if (isPlainHttp(server) || isHttps(server)) return 'http';
  return tlsMode(server) === 'PASSTHROUGH' ? 'tls' : 'tcp';
}
