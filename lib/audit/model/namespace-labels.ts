import { NAMESPACE_NAME } from '../../input/label-names';
import { Manifest } from '../manifest/manifest';
import { Labels } from './labels';
import { MeshSettings } from './settings';

/** Returns the labels of the namespaces that the manifests or the settings contain. Of a label with two values, the settings decide. */
export function namespaceLabels(
  manifests: readonly Manifest[],
  { namespaceLabels: stated = {} }: MeshSettings,
): ReadonlyMap<string, Labels> {
  const labels = new Map<string, Labels>();
  for (const { kind, apiVersion, metadata } of manifests) {
    if (kind === 'Namespace' && apiVersion === 'v1') labels.set(metadata.name, metadata.labels ?? {});
  }
  for (const [name, more] of Object.entries(stated)) labels.set(name, { ...labels.get(name), ...more });
  return new Map([...labels].map(([name, all]) => [name, { ...all, [NAMESPACE_NAME]: name }]));
}
