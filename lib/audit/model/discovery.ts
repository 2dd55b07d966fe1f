/**
 * The namespaces that istiod watches: those that one of the `discoverySelectors` of the MeshConfig selects
 * (pkg/kube/namespace/filter.go). istiod reads no configuration and no Service of other namespaces.
 */
import { Manifest } from '../manifest/manifest';
import { selects } from './label-selector';
import { namespaceLabels } from './namespace-labels';
import { MeshSettings } from './settings';

const READ_BY_ISTIOD = /^(v1|discovery\.k8s\.io\/.*|gateway\.networking\.k8s\.io\/.*|[a-z]+\.istio\.io\/.*)$/;

/** Returns the manifests without those of namespaces that istiod does not watch. A namespace whose labels are unknown is watched. */
export function discovered(manifests: readonly Manifest[], settings: MeshSettings): readonly Manifest[] {
  const { discoverySelectors: selectors = [], rootNamespace = 'istio-system' } = settings;
  if (selectors.length === 0) return manifests;
  const known = namespaceLabels(manifests, settings);
  const isWatched = (namespace: string): boolean => {
    const labels = known.get(namespace);
    return labels === undefined || namespace === rootNamespace || selectors.some((each) => selects(each, labels));
  };
  return manifests.filter(
    ({ apiVersion, metadata: { namespace } }) =>
      namespace === undefined || !READ_BY_ISTIOD.test(apiVersion) || isWatched(namespace),
  );
}
