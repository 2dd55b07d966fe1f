import { Host } from './host';

/** Where the gateway sends what is for a name that a wildcard covers. */
export type Wildcard =
  /** To one host, which serves all the names. */
  | { readonly kind: 'fixed'; readonly target: Host }
  /** To the name itself, which the gateway resolves for each request. */
  | { readonly kind: 'dynamic' };

/** Whether two say the same. */
export function sameWildcard(a: Wildcard | undefined, b: Wildcard | undefined): boolean {
  const text = (one: Wildcard | undefined): string | undefined => (one?.kind === 'fixed' ? one.target.name : one?.kind);
  return text(a) === text(b);
}
