import { groupBy } from '../../input/group-by';
import { SourceSet } from '../answer/source-class';
import { compare } from '../../input/compare';
import { HostGroup } from './group-hosts';

/** Sources that are one node. */
export interface SourceGroup {
  readonly sources: readonly SourceSet[];
  /** The groups of hosts that a source reaches, and whether every source reaches every host. */
  readonly hosts: ReadonlyMap<HostGroup, boolean>;
}

/**
 * Returns at most `limit` groups, or one for each set of exits. A group has the sources that reach the same hosts where the limit permits.
 */
export function groupSources(hosts: readonly HostGroup[], limit: number): readonly SourceGroup[] {
  const numbers = new Map(hosts.map((group, index) => [group, index]));
  const one = singles(hosts);
  const sameHosts = groupBy(one, (single) => [...single.hosts.keys()].map((group) => numbers.get(group)).join());
  const sameExits = (): typeof sameHosts =>
    groupBy(one, (single) => [...new Set([...single.hosts.keys()].map(({ exitKey }) => exitKey))].join('\n'));
  return [...(sameHosts.size <= limit ? sameHosts : sameExits()).values()].map(merge);
}

/** Each source with the groups of hosts that it reaches, by name of the source. */
function singles(hosts: readonly HostGroup[]): readonly SourceGroup[] {
  const found = new Map<string, { sources: SourceSet[]; hosts: Map<HostGroup, boolean> }>();
  for (const group of hosts) {
    for (const source of group.sources) {
      const key = [source.source, ...source.except].join('\n');
      const known = found.get(key) ?? { sources: [source], hosts: new Map<HostGroup, boolean>() };
      known.hosts.set(group, group.isComplete);
      found.set(key, known);
    }
  }
  return [...found].sort(([a], [b]) => compare(a, b)).map(([, single]) => single);
}

function merge(group: readonly SourceGroup[]): SourceGroup {
  const counts = new Map<HostGroup, number>();
  const complete = new Map<HostGroup, boolean>();
  for (const { hosts } of group) {
    for (const [host, isComplete] of hosts) {
      counts.set(host, (counts.get(host) ?? 0) + 1);
      complete.set(host, isComplete);
    }
  }
  const hosts = [...counts].map(
    ([host, count]) => [host, count === group.length && complete.get(host) === true] as const,
  );
  return { sources: group.flatMap(({ sources }) => sources), hosts: new Map(hosts) };
}
