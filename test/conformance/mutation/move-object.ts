/** An object in another namespace: Istio looks objects up by where they are, so most of them stop working elsewhere. */
import { namespaceOf } from './mutant';
import { becomes, Rule } from './rule';

/** The row that moves an object into each other namespace that the set knows of; `default` is always there. */
export const MOVED: Rule = {
  operator: 'namespace',
  at: 'metadata.namespace',
  to: (_, __, { manifest, manifests }) => {
    const known = new Set(['default', ...manifests.filter(({ kind }) => kind !== 'Namespace').map(namespaceOf)]);
    known.delete(namespaceOf(manifest));
    return [...known].sort().map((namespace) => becomes(namespace));
  },
};
