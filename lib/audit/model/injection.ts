/**
 * The injection of sidecars, as the webhooks of Istio's installation decide
 * (manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml): by the labels of the Namespace and of the pod.
 */
import { REVISION } from './discovery';
import { Evidence } from '../manifest/evidence';
import { Labels } from './labels';
import { Mesh } from './mesh';
import { namespaceLabels } from './namespace-labels';
import { perMesh } from './per-mesh';

/** The decision about the pods of a namespace. */
export interface Injection {
  /** `ambient`: no sidecar, and the connections pass the proxy of the node. `undecided`: no label decides. */
  readonly kind: 'sidecar' | 'none' | 'ambient' | 'undecided';
  /** The Namespace, if a label of the Namespace decides, or if the Namespace has no label that decides. */
  readonly decidedBy?: Evidence;
}

const INJECTION = 'istio-injection';
const POD = 'sidecar.istio.io/inject';
/** The label of the ambient mode. */
export const MODE = 'istio.io/dataplane-mode';

/** Returns whether the webhook injects nothing in a namespace, whatever the labels are (IgnoredNamespaces in pkg/kube/inject). */
export function isIgnored(namespace: string): boolean {
  return IGNORED.has(namespace);
}

const IGNORED = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

const namespaces = perMesh(
  ({ manifests }) =>
    new Map(
      manifests
        .filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1')
        .map((manifest) => [manifest.metadata.name, manifest]),
    ),
);

const labelsOf = perMesh(({ manifests, settings }) => namespaceLabels(manifests, settings));

/** Returns the namespaces that the manifests or the settings contain. */
export function knownNamespaces(mesh: Mesh): readonly string[] {
  return [...labelsOf(mesh).keys()];
}

/** Returns whether a pod of a namespace gets a sidecar. A namespace whose labels are unknown injects sidecars. */
export function injectionOf(mesh: Mesh, namespace: string, pod: Labels = {}): Injection {
  const manifest = namespaces(mesh).get(namespace);
  const known = labelsOf(mesh).get(namespace);
  const labels = known ?? {};
  const place = (label = ''): Evidence | undefined =>
    manifest && {
      manifest,
      path: label in (manifest.metadata.labels ?? {}) ? ['metadata', 'labels', label] : ['metadata'],
    };
  const isAmbient = [pod[MODE], labels[MODE]].includes('ambient') && pod[MODE] !== 'none';
  const without = (label?: string): Injection => ({
    kind: isAmbient ? 'ambient' : 'none',
    decidedBy: label === undefined ? undefined : place(label),
  });
  if (isIgnored(namespace) || refusesSidecar(pod[POD])) return without();
  if (labels[INJECTION] !== undefined) {
    return labels[INJECTION] === 'enabled' ? { kind: 'sidecar' } : without(INJECTION);
  }
  if (labels[REVISION] !== undefined || pod[POD] === 'true' || pod[REVISION] !== undefined) return { kind: 'sidecar' };
  if (isAmbient) return without(MODE);
  return known === undefined ? { kind: 'sidecar' } : { kind: 'undecided', decidedBy: place() };
}

/** Returns whether a value of the label or the annotation of a pod keeps the sidecar out (injectRequired in pkg/kube/inject/inject.go). */
export function refusesSidecar(value = ''): boolean {
  return !['', 'y', 'yes', 'true', 'on'].includes(value.toLowerCase());
}
