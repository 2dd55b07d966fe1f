import { nameOf, Path } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { Hit, Rule } from './rule';
import { clientsOf } from './shared/clients';
import { areOfGateway } from './shared/gateway-namespaces';
import { openVerdict } from './shared/lockdowns';
import { PodTemplate, podTemplates } from './shared/workloads';

/** A workload whose connections do not pass the sidecar, in a namespace with routes through a gateway. */
export const EXCLUDED_WORKLOAD: Rule = {
  code: 'EGR3401',
  level: 'warning',
  title: 'A workload excludes itself from the mesh, and nothing stops its direct connections.',
  why:
    'The connections do not pass the sidecar, so that no route applies. Pods with `hostNetwork` have no sidecar (`injectRequired` in ' +
    '`pkg/kube/inject/inject.go`), and network plugins do not apply NetworkPolicies of the namespace to these pods. The annotations are those of the ' +
    '[resource annotations](https://istio.io/latest/docs/reference/config/annotations/).',
  check: (mesh) => {
    const clients = new Set(clientsOf(mesh).map(({ namespace }) => namespace));
    return podTemplates(mesh)
      .filter(({ namespace, labels }) => clients.has(namespace) && !areOfGateway(mesh, namespace, labels))
      .flatMap((pod) => hitsOf(mesh, pod));
  },
};

function hitsOf(mesh: Mesh, pod: PodTemplate): readonly Hit[] {
  const { manifest, path, namespace, labels } = pod;
  const found = exclusionOf(pod);
  if (found === undefined) return [];
  const from = { kind: 'pod', namespace, labels } as const;
  const allowed = openVerdict(mesh, from) !== undefined;
  if (!allowed && found.field !== 'hostNetwork') return [];
  return [
    {
      manifest,
      path: [...path, ...found.path],
      message: `${nameOf(manifest)} has ${found.field}: ${found.value}, so its pods connect to hosts without the gateway`,
      fix: `remove ${found.field}${allowed ? `, or write a NetworkPolicy in namespace ${namespace} that opens the gateway alone` : ''}`,
    },
  ];
}

interface Exclusion {
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

function exclusionOf({ spec, labels, annotations }: PodTemplate): Exclusion | undefined {
  // The injection replaces the image: the pods of a gateway have the proxy alone, and nothing to redirect.
  const isProxy = spec.containers.every(({ name, image }) => name === 'istio-proxy' && image === 'auto');
  if (isProxy && spec.hostNetwork !== true) return undefined;
  if (spec.hostNetwork === true) return { path: ['spec', 'hostNetwork'], field: 'hostNetwork', value: 'true' };
  const user = proxyUserOf(spec);
  if (user !== undefined) return user;
  const key = 'sidecar.istio.io/inject';
  // The label decides if both are written.
  const place = labels[key] === undefined ? 'annotations' : 'labels';
  const injected = labels[key] ?? annotations[key];
  if (injected === 'false') return { path: ['metadata', place, key], field: key, value: '"false"' };
  const [name, captures] =
    Object.entries(CAPTURES).find(([each, isFine]) => !isFine(annotations[each] ?? FINE[each] ?? '')) ?? [];
  if (name === undefined || captures === undefined) return undefined;
  return { path: ['metadata', 'annotations', name], field: name, value: JSON.stringify(annotations[name]) };
}

/** The defaults of annotations whose empty value is not the default. */
const FINE: Readonly<Record<string, string>> = { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '*' };
