import { valueAt } from '../manifest/value-at';
import { Manifest, namespaceOf, Path } from '../manifest/manifest';
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

/** Kinds whose pods are not at `spec.template`. */
const PATHS: Readonly<Record<string, Path>> = { Pod: [], CronJob: ['spec', 'jobTemplate', 'spec', 'template'] };

/** Returns the pods and the pod templates of manifests. */
export function podTemplatesIn(manifests: readonly Manifest[]): PodTemplate[] {
  return manifests.flatMap((manifest) => {
    const path = PATHS[manifest.kind] ?? ['spec', 'template'];
    const pod = valueAt(manifest, path) as Partial<Manifest> | undefined;
    const spec = pod?.spec as PodSpec | undefined;
    if (!Array.isArray(spec?.containers)) return [];
    const { labels, annotations } = pod?.metadata ?? {};
    const namespace = namespaceOf(manifest);
    return [{ manifest, namespace, path, labels: asTexts(labels), annotations: asTexts(annotations), spec }];
  });
}

/** The template of a pod can have numbers and booleans without quotes, which the API server rejects. */
function asTexts(values: Readonly<Record<string, unknown>> | null | undefined): Labels {
  return Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, String(value)]));
}
