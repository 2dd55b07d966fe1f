/**
 * Values by names of hosts, exact ones and wildcards. A look-up costs the patterns that match, not the patterns that there are.
 */
import { compare } from '../../input/compare';
import { isWildcard } from './hosts';

/** Values by host. The values of one host stay in the order of their addition. */
export class HostIndex<T> {
  private readonly byHost = new Map<string, T[]>();
  /** The lengths of the wildcards, longest first; found with the first look-up. */
  private lengths?: readonly number[];
  /** Every host read from its end, in order, so that the names under a wildcard are neighbours. */
  private reversed?: readonly string[];

  add(host: string, value: T): void {
    const values = this.byHost.get(host);
    if (values) values.push(value);
    else {
      this.byHost.set(host, [value]);
      this.lengths = this.reversed = undefined;
    }
  }

  /** Returns the values of exactly this spelling. */
  get(host: string): readonly T[] {
    return this.byHost.get(host) ?? [];
  }

  get hosts(): Iterable<string> {
    return this.byHost.keys();
  }

  /** Returns the patterns that match the host, the most specific first: itself, then the longest wildcard. */
  over(host: string): readonly string[] {
    const found = this.byHost.has(host) ? [host] : [];
    this.lengths ??= [...new Set([...this.byHost.keys()].filter(isWildcard).map(({ length }) => length))].sort(
      (a, b) => b - a,
    );
    for (const length of this.lengths) {
      const start = host.length - length + 1;
      if (start < (isWildcard(host) ? 1 : 0)) continue;
      const pattern = `*${host.slice(start)}`;
      if (pattern !== host && this.byHost.has(pattern)) found.push(pattern);
    }
    return found;
  }

  /** Returns the hosts that a wildcard matches, without the wildcard itself. */
  under(host: string): readonly string[] {
    if (!isWildcard(host)) return [];
    this.reversed ??= [...this.byHost.keys()].map(reverse).sort(compare);
    const prefix = reverse(host.slice(1));
    const found: string[] = [];
    for (let index = firstFrom(this.reversed, prefix); this.reversed[index]?.startsWith(prefix) === true; index++) {
      const name = reverse(this.reversed[index] ?? '');
      if (name !== host && (!isWildcard(name) || name.length >= host.length)) found.push(name);
    }
    return found;
  }

  /** Returns the hosts that have a name in common with the host. */
  overlapping(host: string): readonly string[] {
    const over = this.over(host);
    return isWildcard(host) ? [...over, ...this.under(host)] : over;
  }
}

function reverse(host: string): string {
  return [...host].reverse().join('');
}

/** Returns the index of the first entry of a sorted list that is not before the text. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle] ?? '', text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
