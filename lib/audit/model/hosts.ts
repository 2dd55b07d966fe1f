/**
 * Names of hosts: exact ones and wildcards (`*`, `*.example.com`), as pkg/config/host compares them.
 */
import { isWildcard, isWithin } from '../../network/host-pattern';

export { isWildcard, isWithin };

/** Returns whether the name is a wildcard that is part of a label, such as `*example.com`. Envoy accepts no such name as a server name. */
export function isPartialWildcard(host: string): boolean {
  return /^\*[^.]/.test(host);
}

/** Compares names, for a list in which the most specific comes first: exact names, then the longest wildcard. */
export function bySpecificity(a: string, b: string): number {
  return Number(isWildcard(a)) - Number(isWildcard(b)) || b.length - a.length;
}

/** Returns whether the two have a name in common (host.Name.Matches). */
export function overlap(left: string, right: string): boolean {
  return isWithin(left, right) || isWithin(right, left);
}

/** Returns the names that both lists match, each in the narrower of the two spellings (host.Names.Intersection). */
export function intersection(left: readonly string[], right: readonly string[]): string[] {
  const found = new Set<string>();
  for (const a of left) {
    for (const b of right) {
      if (isWithin(a, b)) found.add(a);
      else if (isWithin(b, a)) found.add(b);
    }
  }
  return [...found];
}

/**
 * Returns the pattern that decides about a host: the host, else the longest wildcard over the host. Envoy selects domains and SNIs in this
 * order.
 */
export function mostSpecific(host: string, patterns: Iterable<string>): string | undefined {
  let best: string | undefined;
  for (const pattern of patterns) {
    if (pattern === host) return pattern;
    if (isWildcard(pattern) && isWithin(host, pattern) && (best === undefined || pattern.length > best.length)) {
      best = pattern;
    }
  }
  return best;
}

/**
 * Returns the full name of a host: a name without a dot is a Service of the namespace of the object (pilot/pkg/model/config.go
 * ResolveShortnameToFQDN).
 */
export function fullName(host: string, namespace: string, clusterDomain: string): string {
  return host.includes('.') || host === '*' ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}

/** Returns a host of a server or of a Sidecar without its namespace: `a.example.com` of `payments/a.example.com`. */
export function bareHost(host: string): string {
  return host.slice(host.indexOf('/') + 1);
}
