import { isClusterScoped, nameOf } from '../manifest/manifest';
import { shapeOfSpec } from '../manifest/shapes';
import { perMesh } from '../model/per-mesh';

/** Returns the assumption about objects without `metadata.namespace`, as a sentence: `kubectl apply --namespace` decides. */
export const assumptionsAboutNamespace = perMesh(({ manifests }): readonly string[] => {
  const without = manifests.find(
    ({ apiVersion, kind, metadata }) =>
      metadata.namespace === undefined && !isClusterScoped(kind) && shapeOfSpec(apiVersion, kind) !== undefined,
  );
  return without === undefined
    ? []
    : [`objects without metadata.namespace are in namespace default, such as ${nameOf(without)}`];
});
