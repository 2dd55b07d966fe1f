import { NAMESPACE_NAME } from '../../input/label-names';
import { Labels } from '../model/labels';
import { LabelSelector, meets, requirementsOf } from '../model/label-selector';
import { Mesh } from '../model/mesh';
import { namespaceLabels } from '../model/namespace-labels';
import { allOf, assumed, certain, Claim } from './claim';

/** The namespaces of a mesh, as the selectors of policies select them. */
export class NamespaceLabels {
  private readonly known: ReadonlyMap<string, Labels>;

  public constructor({ manifests, settings }: Pick<Mesh, 'manifests' | 'settings'>) {
    this.known = namespaceLabels(manifests, settings);
  }

  /** Returns whether a selector selects a namespace. */
  public areSelected(selector: LabelSelector, namespace: string): Claim {
    const known = this.known.get(namespace);
    return allOf(
      requirementsOf(selector).map((requirement) => {
        const { key } = requirement;
        const holds = meets(requirement, known ?? { [NAMESPACE_NAME]: namespace });
        return known !== undefined || key === NAMESPACE_NAME
          ? certain(holds)
          : assumed(holds, `namespace ${namespace} has no label ${key}: the manifests do not contain the Namespace`);
      }),
    );
  }
}
