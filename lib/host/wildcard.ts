import { Host } from './host';

/** The host to which the gateway sends requests for the names below a wildcard. */
export type Wildcard =
  /** One host that serves all names. */
  | { readonly kind: 'host'; readonly target: Host }
  /** The requested name, which the gateway resolves for each request. */
  | { readonly kind: 'dynamicDns' };

/** Returns whether two targets are equal. */
export function sameWildcard(a: Wildcard | undefined, b: Wildcard | undefined): boolean {
  const text = (one: Wildcard | undefined): string | undefined => (one?.kind === 'host' ? one.target.name : one?.kind);
  return text(a) === text(b);
}
