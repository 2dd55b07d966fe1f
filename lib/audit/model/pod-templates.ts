import { perObject } from '../../input/per-object';
import { isClusterScoped, Manifest, namespaceOf, Path } from '../manifest/manifest';
import { Labels } from './labels';

/** A pod, or the template of the pods of a workload. */
export interface PodTemplate {
  readonly manifest: Manifest;
  readonly namespace: string;
  /** The path of the pod in the manifest: empty for a Pod, `['spec', 'template']` for a Deployment. */
  readonly path: Path;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: PodSpec;
}

/** The parts of the spec of a pod that the audit reads. */
export interface PodSpec {
  readonly serviceAccountName?: string;
  readonly hostNetwork?: boolean;
  readonly securityContext?: RunAs;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

/** A container of a pod. */
export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly securityContext?: RunAs;
  readonly volumeMounts?: readonly { readonly mountPath?: string }[];
}

/** The user and the group of processes. */
interface RunAs {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
}

/**
 * Returns the pods and the pod templates of manifests, wherever an object has a mapping with the containers of a pod: objects of every kind
 * can describe pods.
 */
export function podTemplatesIn(manifests: readonly Manifest[]): PodTemplate[] {
  return manifests.flatMap((manifest) => {
    if (isClusterScoped(manifest.kind) || OF_ISTIO.test(manifest.apiVersion)) return [];
    const namespace = namespaceOf(manifest);
    return podsIn(manifest).map(({ path, pod: { metadata, spec } }): PodTemplate => {
      const { labels, annotations } = metadata ?? {};
      return { manifest, namespace, path, labels: asTexts(labels), annotations: asTexts(annotations), spec };
    });
  });
}

/** Istio's own objects describe no pods. */
const OF_ISTIO = /^[a-z.]+\.istio\.io\//;

interface PlacedPod {
  readonly path: Path;
  readonly pod: { readonly metadata?: Partial<Manifest['metadata']>; readonly spec: PodSpec };
}

const podsIn = perObject((manifest: Manifest): readonly PlacedPod[] => podsAt(manifest, []));

function podsAt(value: unknown, path: Path): readonly PlacedPod[] {
  if (typeof value !== 'object' || value === null) return [];
  const pod = value as PlacedPod['pod'];
  if (Array.isArray((pod.spec as Partial<PodSpec> | undefined)?.containers)) return [{ path, pod }];
  const items: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return items.flatMap(([key, inner]) => podsAt(inner, [...path, key]));
}

/** The template of a pod can have numbers and booleans without quotes, which the API server rejects. */
function asTexts(values: Readonly<Record<string, unknown>> | null | undefined): Labels {
  return Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, String(value)]));
}
