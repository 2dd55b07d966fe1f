import { Manifest, nameOf } from '../manifest/manifest';

/** Returns an object in a sentence: `NetworkPolicy payments/lockdown`, and `ClusterNetworkPolicy lockdown` without a namespace. */
export function objectText(manifest: Manifest): string {
  const { kind, metadata } = manifest;
  return kind === 'ClusterNetworkPolicy' ? `${kind} ${metadata.name}` : nameOf(manifest);
}
