import { Mesh } from '../model/mesh';
import { Claim } from './claim';
import { Labels, Selector, selects } from './selector';

/** The label that the API server sets on every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** The labels of namespaces, from the manifests and the settings of the mesh. */
export class NamespaceLabels {
  private readonly known: ReadonlyMap<string, Labels>;

  public constructor({ manifests, settings }: Pick<Mesh, 'manifests' | 'settings'>) {
    const written = manifests
      .filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1')
      .map(({ metadata }): [string, Labels] => [metadata.name, metadata.labels ?? {}]);
    const stated = Object.entries(settings.namespaceLabels ?? {});
    this.known = new Map([...written, ...stated]);
  }

  /** Returns whether a selector selects a namespace. */
  public areSelected(selector: Selector, namespace: string): Claim {
    const labels = { ...this.known.get(namespace), [NAMESPACE_NAME]: namespace };
    return selects(selector, labels, (key) =>
      key === NAMESPACE_NAME || this.known.has(namespace)
        ? undefined
        : `namespace ${namespace} has no label ${key}: the manifests do not contain the Namespace`,
    );
  }
}
