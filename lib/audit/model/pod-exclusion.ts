/**
 * Pods that keep their connections from the sidecar.
 */
import { Path } from '../manifest/manifest';
import { injectionOf, MODE, refusesSidecar } from './injection';
import { Labels } from './labels';
import { Mesh } from './mesh';
import { Container, PodTemplate } from './pod-templates';
import { containersOf, isOfIstio, replacedField } from './proxy-containers';
import { excludingAnnotations } from './sidecar-annotations';

/** A field by which a pod keeps connections from its sidecar. */
export interface Exclusion {
  /** The path of the field in the pod. */
  readonly path: Path;
  readonly field: string;
  readonly value: string;
}

/** The user and the group of the proxy, whose connections are not redirected to the proxy. */
const PROXY = 1337;

/** Returns the place where containers run as the user of the proxy. */
function proxyUserOf(pod: PodTemplate): Exclusion | undefined {
  const { securityContext } = pod.spec;
  const containers = containersOf(pod).filter((each) => !isOfIstio(each));
  const places = [
    { runAs: securityContext, path: ['spec', 'securityContext'] },
    ...containers.map(({ container, path }) => ({
      runAs: container.securityContext,
      path: [...path, 'securityContext'],
    })),
  ];
  for (const field of ['runAsUser', 'runAsGroup'] as const) {
    const found = places.find(({ runAs }) => runAs?.[field] === PROXY);
    if (found !== undefined) return { path: [...found.path, field], field, value: String(PROXY) };
  }
  return undefined;
}

/** Returns the field by which a container replaces an injected container. */
function replacementOf(pod: PodTemplate): Exclusion | undefined {
  for (const each of containersOf(pod)) {
    const found = replacedField(pod, each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns the first field by which connections of a pod do not pass a sidecar. */
export function exclusionOf(mesh: Mesh, pod: PodTemplate): Exclusion | undefined {
  return exclusionsOf(mesh, pod)[0];
}

/** Returns the fields by which connections of a pod do not pass a sidecar. */
export function exclusionsOf(mesh: Mesh, pod: PodTemplate): readonly Exclusion[] {
  const own = ownExclusions(pod);
  return own.length > 0 || isProxyAlone(pod) ? own : ambientMode(mesh, pod);
}

/** The label by which the pod alone is in the ambient mode, which the audit does not evaluate: the worst case counts. */
function ambientMode(mesh: Mesh, { namespace, labels }: PodTemplate): readonly Exclusion[] {
  const isAmbient = (pod?: Labels): boolean => injectionOf(mesh, namespace, pod).kind === 'ambient';
  if (!isAmbient(labels) || isAmbient()) return [];
  return [{ path: ['metadata', 'labels', MODE], field: MODE, value: JSON.stringify(labels[MODE]) }];
}

function ownExclusions(pod: PodTemplate): readonly Exclusion[] {
  const { spec, labels, annotations } = pod;
  if (isProxyAlone(pod) && spec.hostNetwork !== true) return [];
  if (spec.hostNetwork === true) return [{ path: ['spec', 'hostNetwork'], field: 'hostNetwork', value: 'true' }];
  const user = proxyUserOf(pod);
  if (user !== undefined) return [user];
  const key = 'sidecar.istio.io/inject';
  // The label decides if both are written.
  const place = labels[key] === undefined ? 'annotations' : 'labels';
  const injected = labels[key] ?? annotations[key];
  if (refusesSidecar(injected)) {
    return [{ path: ['metadata', place, key], field: key, value: JSON.stringify(injected) }];
  }
  const replacement = replacementOf(pod);
  if (replacement !== undefined) return [replacement];
  return excludingAnnotations(annotations).map((name) => ({
    path: ['metadata', 'annotations', name],
    field: name,
    value: JSON.stringify(annotations[name]),
  }));
}

/** Returns whether a pod has the proxy alone, as the pods of a gateway, and nothing to redirect. The injection replaces the image. */
export function isProxyAlone({ spec: { containers, initContainers = [] } }: PodTemplate): boolean {
  const isProxy = ({ name, image, command, args }: Container): boolean =>
    name === 'istio-proxy' && image === 'auto' && command === undefined && args === undefined;
  return initContainers.length === 0 && containers.every(isProxy);
}
