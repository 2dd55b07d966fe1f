/**
 * Containers of a pod that replace the containers that Istio injects: the webhook merges a container of the pod over the injected container
 * of the same name (pkg/kube/inject/webhook.go reapplyOverwrittenContainers).
 */
import { isMapping } from '../manifest/objects';
import { Path } from '../manifest/manifest';
import { Container, PodTemplate } from './pod-templates';

/** A container of a pod, and its path in the pod. */
export interface PlacedContainer {
  readonly container: Container;
  readonly path: Path;
}

/** The names of the injected containers. */
const INJECTED = new Set(['istio-proxy', 'istio-init', 'istio-validation']);

/** Fields that change neither the program of an injected container, nor its settings. */
const FIELDS = new Set([
  ...['name', 'imagePullPolicy', 'ports', 'resources', 'resizePolicy', 'securityContext'],
  ...['terminationMessagePath', 'terminationMessagePolicy'],
]);

/** Values of further fields that neither start a program of the pod in an injected container, nor cover the files of the container. */
const HARMLESS: Readonly<Record<string, (value: unknown) => boolean>> = {
  image: (value) => value === 'auto',
  lifecycle: isPause,
  livenessProbe: isProbe,
  readinessProbe: isProbe,
  startupProbe: isProbe,
  volumeMounts: (value) => Array.isArray(value) && value.every(isOfCertificates),
};

/** A pause before the container ends. */
function isPause(lifecycle: unknown): boolean {
  const { preStop, ...others } = fieldsOf(lifecycle);
  const { exec, sleep } = fieldsOf(preStop);
  const { command } = fieldsOf(exec);
  const isSleep = Array.isArray(command) && /^(\/bin\/sh -c )?(\/bin\/)?sleep \d+$/.test(command.join(' '));
  return Object.keys(others).length === 0 && (isSleep || (isMapping(sleep) && exec === undefined));
}

/** The kubelet sends the probes that run no program. */
function isProbe(probe: unknown): boolean {
  return !('exec' in fieldsOf(probe));
}

/** A directory for certificates, as in istio.io/docs/setup/additional-setup/sidecar-injection. */
function isOfCertificates(mount: unknown): boolean {
  const { mountPath } = fieldsOf(mount);
  return /^\/etc\/[\w-]*certs(\/[\w-]+)*\/?$/.test(String(mountPath));
}

function fieldsOf(value: unknown): { readonly [Field in string]?: unknown } {
  return isMapping(value) ? value : {};
}

/** Returns the containers of a pod, the init containers last. */
export function containersOf({ spec }: PodTemplate): readonly PlacedContainer[] {
  return (['containers', 'initContainers'] as const).flatMap((field) =>
    (spec[field] ?? []).map((container, index) => ({ container, path: ['spec', field, index] })),
  );
}

/** Returns whether a container has the name of an injected container. */
export function isOfIstio({ container: { name = '' } }: PlacedContainer): boolean {
  return INJECTED.has(name);
}

/** Returns the place of a field with which a container replaces more of an injected container than resources. */
export function replacedField(
  { annotations }: PodTemplate,
  placed: PlacedContainer,
): { readonly path: Path; readonly field: string; readonly value: string } | undefined {
  const { container, path } = placed;
  const { name = '' } = container;
  // The webhook removes the containers that a former injection has written.
  if (!isOfIstio(placed) || formerlyInjected(annotations['sidecar.istio.io/status']).includes(name)) return undefined;
  const values: Readonly<Record<string, unknown>> = { ...container };
  const field = Object.keys(values).find((key) => !FIELDS.has(key) && HARMLESS[key]?.(values[key]) !== true);
  if (field === undefined) return undefined;
  return { path: [...path, field], field: `${field} of container ${name}`, value: JSON.stringify(values[field]) };
}

/** The names of the containers in the annotation of a former injection. */
function formerlyInjected(status = '{}'): readonly unknown[] {
  try {
    const { containers, initContainers } = fieldsOf(JSON.parse(status));
    return [containers, initContainers].flat();
  } catch {
    return [];
  }
}
