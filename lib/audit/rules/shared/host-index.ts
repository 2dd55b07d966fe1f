import { isWildcard, isWithin } from '../../model/hosts';

/** Objects by the hosts that the objects name, so that one host costs as much as the objects that name the host. */
export class HostIndex<T> {
  private readonly byHost = new Map<string, T[]>();

  /** @param hostsOf returns the hosts of an object, exact ones and wildcards */
  constructor(items: readonly T[], hostsOf: (item: T) => readonly string[]) {
    for (const item of items) {
      for (const host of new Set(hostsOf(item))) this.listOf(host).push(item);
    }
  }

  private listOf(host: string): T[] {
    const list = this.byHost.get(host) ?? [];
    this.byHost.set(host, list);
    return list;
  }

  /** Returns the objects that name the host itself. */
  of(host: string): readonly T[] {
    return this.byHost.get(host) ?? [];
  }

  /** Returns the objects that name the host, or a wildcard over the host. */
  over(host: string): readonly T[] {
    return [...new Set([host, ...wildcardsOver(host)].flatMap((name) => this.of(name)))];
  }
}

/** Returns the wildcards over a host, the longest first: `*.b.c`, `*.c` and `*` for `a.b.c`. */
export function wildcardsOver(host: string): readonly string[] {
  const labels = host.split('.');
  const parents = labels.slice(1).map((_label, index) => `*.${labels.slice(index + 1).join('.')}`);
  return [...parents.filter((wildcard) => wildcard !== host), ...(host === '*' ? [] : ['*'])];
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Whether a list of hosts and a host have a name in common. The hosts of a list may have a namespace: `news/*.cnn.com`. */
export function listOverlaps(hosts: readonly string[], host: string): boolean {
  const known = sets.get(hosts) ?? new Set(hosts.map((name) => name.slice(name.indexOf('/') + 1)));
  sets.set(hosts, known);
  if ([host, ...wildcardsOver(host)].some((name) => known.has(name))) return true;
  return isWildcard(host) && [...known].some((name) => isWithin(name, host));
}
