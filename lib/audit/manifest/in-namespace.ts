import { isClusterScoped, Manifest } from './manifest';

/** Returns an object in a namespace, unless the object has a namespace, or its kind has none: as of `kubectl apply --namespace`. */
export function inNamespace<Each extends Manifest>(manifest: Each, namespace: string | undefined): Each {
  const { kind, metadata } = manifest;
  if (namespace === undefined || metadata.namespace !== undefined || isClusterScoped(kind)) return manifest;
  return { ...manifest, metadata: { ...metadata, namespace } };
}
