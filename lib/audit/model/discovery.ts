/**
 * The namespaces that istiod watches: those that one of the `discoverySelectors` of the MeshConfig selects
 * (pkg/kube/namespace/filter.go). istiod reads no configuration and no Service of other namespaces.
 */
import { isOfGatewayApi } from './gateway-api';
import { Manifest } from '../manifest/manifest';
import { selects } from './label-selector';
import { namespaceLabels } from './namespace-labels';
import { MeshSettings } from './settings';

const READ_BY_ISTIOD = /^(v1|discovery\.k8s\.io\/.*|gateway\.networking\.k8s\.io\/.*|[a-z]+\.istio\.io\/.*)$/;

/** The label of an object that istiod of one revision alone reads. */
export const REVISION = 'istio.io/rev';

/**
 * Returns whether istiod reads an object: an object with the label of another revision is for the istiod of that revision (LabelsInRevision
 * in pkg/config/model.go). Gateways of the Gateway API can have the label of a tag.
 */
export function isOfRevision(
  { apiVersion, kind, metadata }: Manifest,
  { revision = 'default' }: MeshSettings,
): boolean {
  const label = metadata.labels?.[REVISION];
  if (label === undefined || label === revision) return true;
  return !/^[a-z]+\.istio\.io\//.test(apiVersion) && !(isOfGatewayApi({ apiVersion }) && kind !== 'Gateway');
}

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
