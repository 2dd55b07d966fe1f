import { groupBy } from '../../input/group-by';
import { SourceSet } from '../answer/source-class';
import { isOneHost } from '../answer/ways';
import { Leaving, Reach } from './reach';

/** Hosts and ports of one exit that are one node. */
export interface HostGroup {
  readonly exit: Leaving;
  readonly exitKey: string;
  readonly reaches: readonly Reach[];
  /** The sources of all hosts, or of at least one. */
  readonly sources: readonly SourceSet[];
  /** Whether every source reaches every host. */
  readonly isComplete: boolean;
}

/** Returns at most `limit` groups, or one for each exit. A group is a host where the limit permits, else a domain, else larger. */
export function groupHosts(reaches: readonly Reach[], limit: number): readonly HostGroup[] {
  const groups = refined(merged(withSameSources(reaches), limit), limit);
  // In the order of the reaches, which have the exits one after another.
  const order = new Map(reaches.map((reach, index) => [reach, index]));
  const first = ({ reaches: [reach] }: HostGroup): number => order.get(reach as Reach) ?? 0;
  return [...groups].sort((a, b) => first(a) - first(b));
}

function withSameSources(reaches: readonly Reach[]): readonly HostGroup[] {
  const groups = groupBy(reaches, ({ exitKey, sources }) => JSON.stringify([exitKey, sources]));
  return [...groups.values()].map((same) => groupOf(same, true));
}

/** Merges the groups of an exit into one, beginning with the exit that has most, until the limit is kept. */
function merged(groups: readonly HostGroup[], limit: number): readonly HostGroup[] {
  let left = groups.length;
  return [...groupBy(groups, ({ exitKey }) => exitKey).values()]
    .sort((a, b) => b.length - a.length)
    .flatMap((ofExit) => {
      if (left <= limit || ofExit.length === 1) return ofExit;
      left -= ofExit.length - 1;
      return [
        groupOf(
          ofExit.flatMap(({ reaches }) => reaches),
          false,
        ),
      ];
    });
}

/** Splits groups into hosts, beginning with the smallest, and then the others into domains, as far as the limit permits. */
function refined(groups: readonly HostGroup[], limit: number): readonly HostGroup[] {
  let left = limit - groups.length;
  const split = (keyOf: (reach: Reach) => string) => (group: HostGroup) => {
    if (!group.isComplete) return [group];
    const parts = [...groupBy(group.reaches, keyOf).values()];
    if (parts.length - 1 > left) return [group];
    left -= parts.length - 1;
    return parts.map((part) => groupOf(part, true));
  };
  return [...groups]
    .sort((a, b) => a.reaches.length - b.reaches.length)
    .flatMap(split(({ request }) => request.host))
    .flatMap(split(({ request }) => domainOf(request.host)));
}

function groupOf(reaches: readonly Reach[], isComplete: boolean): HostGroup {
  const [{ exit, exitKey, sources }] = reaches as [Reach];
  if (isComplete) return { exit, exitKey, reaches, sources, isComplete };
  const all = new Map(reaches.flatMap((reach) => reach.sources.map((each) => [JSON.stringify(each), each])));
  return { exit, exitKey, reaches, sources: [...all.values()], isComplete };
}

/** Returns the last labels of a name: `example.com`, `example.co.uk`. Addresses are their own domain. */
export function domainOf(host: string): string {
  const labels = host.split('.');
  const isAddress = host.includes(':') || !isOneHost(host) || /^\d+$/.test(labels.at(-1) ?? '');
  const hasShortSuffix = (labels.at(-1) ?? '').length === 2 && (labels.at(-2) ?? '').length <= 3;
  return isAddress ? host : labels.slice(hasShortSuffix ? -3 : -2).join('.');
}
