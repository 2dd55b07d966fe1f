import { WayOut } from '../answer/ways';
import { groupHosts } from './group-hosts';
import { groupSources } from './group-sources';
import { reachOf } from './reach';
import { EgressGraph } from './types';

/** The number of nodes in a column that a reader can follow. */
const READABLE = 24;

/**
 * Returns the graph of ways. The graph has at most `limit` nodes of sources and `limit` nodes of hosts, or one node for each exit.
 * Hosts with the same sources and exit are grouped, by domain where this is enough. Hosts of different exits are never grouped,
 * so that a direct way stays visible.
 */
export function graphOf(ways: readonly WayOut[], limit = READABLE): EgressGraph {
  const hosts = groupHosts(reachOf(ways), limit);
  const sources = groupSources(hosts, limit);
  const exits = [...new Map(hosts.map(({ exitKey, reaches: [first] }) => [exitKey, first?.exit])).entries()];
  const exitIds = new Map(exits.map(([key], index) => [key, `x${index + 1}`]));
  const hostIds = new Map(hosts.map((group, index) => [group, `h${index + 1}`]));
  return {
    sources: sources.map((group, index) => ({ id: `s${index + 1}`, sources: group.sources })),
    exits: exits.flatMap(([key, exit]) => (exit === undefined ? [] : [{ id: exitIds.get(key) ?? '', ...exit }])),
    hosts: hosts.map((group) => ({
      id: hostIds.get(group) ?? '',
      exit: exitIds.get(group.exitKey) ?? '',
      requests: group.reaches.map(({ request }) => request),
    })),
    edges: sources.flatMap((group, index) =>
      [...group.hosts].map(([host, isComplete]) => ({
        from: `s${index + 1}`,
        to: hostIds.get(host) ?? '',
        isComplete,
      })),
    ),
  };
}
