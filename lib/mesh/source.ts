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
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}

/** Returns whether the sources include a pod of a namespace. */
export function includesNamespace(sources: readonly Source[], namespace: string): boolean {
  return isForAnyAuthenticated(sources) || namespacesOf(sources).includes(namespace);
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
