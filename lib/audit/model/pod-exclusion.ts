/**
 * Pods that keep their connections from the sidecar.
 */
import { Path } from '../manifest/manifest';
import { PodTemplate } from './pod-templates';

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
function proxyUserOf({ securityContext, containers }: PodTemplate['spec']): Exclusion | undefined {
  for (const field of ['runAsUser', 'runAsGroup'] as const) {
    if (securityContext?.[field] === PROXY) {
      return { path: ['spec', 'securityContext', field], field, value: String(PROXY) };
    }
    const index = containers.findIndex(
      (each) => each.name !== 'istio-proxy' && each.securityContext?.[field] === PROXY,
    );
    if (index >= 0) {
      return { path: ['spec', 'containers', index, 'securityContext', field], field, value: String(PROXY) };
    }
  }
  return undefined;
}

/** Values of annotations with which every connection passes the sidecar. */
const CAPTURES: Readonly<Record<string, (value: string) => boolean>> = {
  'traffic.sidecar.istio.io/excludeOutboundPorts': (value) => value.trim() === '',
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': (value) => value.trim() === '',
  'traffic.sidecar.istio.io/includeOutboundIPRanges': (value) => value.trim() === '*',
  'traffic.sidecar.istio.io/excludeInterfaces': (value) => value.trim() === '',
  'sidecar.istio.io/interceptionMode': (value) => value !== 'NONE',
  'proxy.istio.io/config': (value) => !/interceptionMode["']?\s*:\s*["']?NONE/.test(value),
  'inject.istio.io/templates': (value) =>
    value.trim() === '' || value.split(',').some((each) => each.trim() === 'sidecar'),
};

/** Returns the first field by which connections of a pod do not pass a sidecar. */
export function exclusionOf(pod: PodTemplate): Exclusion | undefined {
  return exclusionsOf(pod)[0];
}

/** Returns the fields by which connections of a pod do not pass a sidecar. */
export function exclusionsOf({ spec, labels, annotations }: PodTemplate): readonly Exclusion[] {
  // The injection replaces the image: the pods of a gateway have the proxy alone, and nothing to redirect.
  const isProxy = spec.containers.every(({ name, image }) => name === 'istio-proxy' && image === 'auto');
  if (isProxy && spec.hostNetwork !== true) return [];
  if (spec.hostNetwork === true) return [{ path: ['spec', 'hostNetwork'], field: 'hostNetwork', value: 'true' }];
  const user = proxyUserOf(spec);
  if (user !== undefined) return [user];
  const key = 'sidecar.istio.io/inject';
  // The label decides if both are written.
  const place = labels[key] === undefined ? 'annotations' : 'labels';
  const injected = labels[key] ?? annotations[key];
  if (injected === 'false') return [{ path: ['metadata', place, key], field: key, value: '"false"' }];
  return Object.entries(CAPTURES)
    .filter(([name, isFine]) => !isFine(annotations[name] ?? FINE[name] ?? ''))
    .map(([name]) => ({
      path: ['metadata', 'annotations', name],
      field: name,
      value: JSON.stringify(annotations[name]),
    }));
}

/** The defaults of annotations whose empty value is not the default. */
const FINE: Readonly<Record<string, string>> = { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '*' };
