/**
 * The namespaces that istiod watches: those that one of the `discoverySelectors` of the MeshConfig selects
 * (pkg/kube/namespace/filter.go). istiod reads no configuration and no Service of other namespaces.
 */
import { Manifest } from '../manifest/manifest';
import { hasLabels, Labels } from './labels';
import { LabelSelector, MeshSettings } from './settings';

const READ_BY_ISTIOD = /^(v1|discovery\.k8s\.io\/.*|gateway\.networking\.k8s\.io\/.*|[a-z]+\.istio\.io\/.*)$/;

/** Returns the manifests without those of namespaces that istiod does not watch. A namespace whose labels are unknown is watched. */
export function discovered(manifests: readonly Manifest[], settings: MeshSettings): readonly Manifest[] {
  const { discoverySelectors: selectors = [], rootNamespace = 'istio-system', namespaceLabels = {} } = settings;
  if (selectors.length === 0) return manifests;
  const written = manifests
    .filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1')
    .map(({ metadata }): [string, Labels] => [metadata.name, metadata.labels ?? {}]);
  const labelsOf = new Map([...written, ...Object.entries(namespaceLabels)]);
  const isWatched = (namespace: string): boolean => {
    const labels = labelsOf.get(namespace);
    const all = { 'kubernetes.io/metadata.name': namespace, ...labels };
    return labels === undefined || namespace === rootNamespace || selectors.some((each) => selects(each, all));
  };
  return manifests.filter(
    ({ apiVersion, metadata: { namespace } }) =>
      namespace === undefined || !READ_BY_ISTIOD.test(apiVersion) || isWatched(namespace),
  );
}

function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  return (
    hasLabels(labels, matchLabels) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const has = key in labels && (operator === 'Exists' || values.includes(labels[key] ?? ''));
      if (operator === 'DoesNotExist') return !(key in labels);
      return operator === 'NotIn' ? !has : has;
    })
  );
}
