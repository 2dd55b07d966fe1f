import { WayOut } from '../answer/ways';
import { groupHosts } from './group-hosts';
import { groupSources } from './group-sources';
import { reachOf } from './reach';
import { EgressGraph, ExitNode } from './types';

/** The number of nodes in a column that a reader can follow. */
const READABLE = 20;

/**
 * Returns the graph of ways. The graph has at most `limit` nodes of sources and `limit` nodes of hosts, or one node for each exit.
 * Hosts with the same sources and exit are grouped, by domain where this is enough. Hosts of different exits are never grouped,
 * so that a direct way stays visible.
 */
export function graphOf(ways: readonly WayOut[], limit = READABLE): EgressGraph {
  const groups = groupHosts(reachOf(ways), limit);
  const exits = new Map<string, ExitNode>();
  for (const { exitKey, exit } of groups) {
    exits.set(exitKey, exits.get(exitKey) ?? { id: `x${exits.size + 1}`, ...exit });
  }
  const ids = new Map(groups.map((group, index) => [group, `h${index + 1}`]));
  const sources = groupSources(groups, limit).map((group, index) => ({ id: `s${index + 1}`, ...group }));
  return {
    sources: sources.map(({ id, sources: own }) => ({ id, sources: own })),
    exits: [...exits.values()],
    hosts: groups.map((group) => ({
      id: ids.get(group) ?? '',
      exit: exits.get(group.exitKey)?.id ?? '',
      requests: group.reaches.map(({ request }) => request),
    })),
    edges: sources.flatMap(({ id, hosts }) =>
      [...hosts].map(([group, isComplete]) => {
        return { from: id, to: ids.get(group) ?? '', outcome: group.exit.outcome, isComplete };
      }),
    ),
  };
}
