/** Who may use a route: pods by the identity that the mesh gives them, never by their address. */
export type Source =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'serviceAccount'; readonly namespace: string; readonly name: string };

/** The source as users write it in code. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case 'anyone':
      return 'anyone()';
    case 'namespace':
      return `namespace('${source.namespace}')`;
    case 'serviceAccount':
      return `serviceAccount('${source.namespace}', '${source.name}')`;
  }
}

/** Each source once, in an order that follows from the sources alone. */
export function distinctSources(sources: readonly Source[]): readonly Source[] {
  const byText = new Map(sources.map((source) => [sourceText(source), source]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}

/** Whether some pod of a namespace is among the sources. */
export function includesNamespace(sources: readonly Source[], namespace: string): boolean {
  return sources.some((source) => source.kind === 'anyone' || source.namespace === namespace);
}
