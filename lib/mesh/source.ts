import { compare } from '../input/compare';

/** The callers that may use a route: pods by their authenticated identity, never by their address. */
export type Source =
  | { readonly kind: 'anyAuthenticated' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'serviceAccount'; readonly namespace: string; readonly name: string };

/** Returns the source as source code. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case 'anyAuthenticated':
      return 'anyAuthenticated()';
    case 'namespace':
      return `namespace('${source.namespace}')`;
    case 'serviceAccount':
      return `serviceAccount('${source.namespace}', '${source.name}')`;
  }
}

/** Returns every source once, in an order that does not depend on the given order. */
export function distinctSources(sources: readonly Source[]): readonly Source[] {
  const byText = new Map(sources.map((source) => [sourceText(source), source]));
  return [...byText].sort(([a], [b]) => compare(a, b)).map(([, source]) => source);
}

/** Returns whether the sources include a pod of a namespace. */
export function includesNamespace(sources: readonly Source[], namespace: string): boolean {
  return isForAnyAuthenticated(sources) || namespacesOf(sources).includes(namespace);
}

/** The principal of every authenticated caller. A rule without `from` would also match callers without an identity. */
export const ANY_AUTHENTICATED = '*';

/**
 * Returns the sources as principals of an AuthorizationPolicy, each once, sorted: `cluster.local/ns/payments/sa/*`. Istio replaces
 * `cluster.local` by the trust domain of the mesh and its aliases (`ReplaceTrustDomainAliases` in istio.io/istio
 * `pilot/pkg/security/trustdomain/bundle.go`).
 */
export function principalsOf(sources: readonly Source[]): readonly string[] {
  if (isForAnyAuthenticated(sources)) return [ANY_AUTHENTICATED];
  return [...new Set(sources.map((source) => `${TRUST_DOMAIN}${accountsOf(source)}`))].sort();
}

/**
 * Returns the identities that the certificates of the sources contain, as names or as prefixes that end in `*`. In the handshake no
 * name is replaced, so that each source is written in every trust domain.
 *
 * @param trustDomains the trust domain of the mesh, and its aliases
 */
export function identitiesOf(sources: readonly Source[], trustDomains: readonly string[]): readonly string[] {
  if (isForAnyAuthenticated(sources)) return [`spiffe://${ANY_AUTHENTICATED}`];
  const accounts = sources.map(accountsOf);
  return [...new Set(trustDomains.flatMap((domain) => accounts.map((of) => `spiffe://${domain}${of}`)))].sort();
}

const TRUST_DOMAIN = 'cluster.local';

/** The field `namespaces` of a policy would match a namespace of that name in every trust domain. */
function accountsOf(source: Source): string {
  if (source.kind === 'anyAuthenticated') return ANY_AUTHENTICATED;
  return `/ns/${source.namespace}/sa/${source.kind === 'namespace' ? '*' : source.name}`;
}

/** Returns whether the sources include every authenticated caller. */
export function isForAnyAuthenticated(sources: readonly Source[]): boolean {
  return sources.some(({ kind }) => kind === 'anyAuthenticated');
}

/** Returns the namespaces that the sources name, as a whole or by a service account in the namespace; each once, sorted. */
export function namespacesOf(sources: readonly Source[]): readonly string[] {
  const named = sources.flatMap((source) => (source.kind === 'anyAuthenticated' ? [] : [source.namespace]));
  return [...new Set(named)].sort();
}
