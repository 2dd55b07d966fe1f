import { nameOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { REDIRECTION_ANNOTATIONS } from '../model/redirection';
import { exclusionOf } from '../model/pod-exclusion';
import { Hit, Rule } from './rule';
import { clientsOf } from './shared/clients';
import { areOfGateway } from '../model/used-gateways';
import { openVerdict } from './shared/lockdowns';
import { PodTemplate, podTemplates } from './shared/workloads';

/** A workload whose connections do not pass the sidecar, in a namespace with routes through a gateway. */
export const EXCLUDED_WORKLOAD: Rule = {
  code: 'EGR3401',
  level: 'error',
  title: 'A workload excludes itself from the mesh, and nothing stops its direct connections.',
  effect:
    'The connections do not pass the sidecar, so that no route applies. Pods with `hostNetwork` have no sidecar, and network plugins do ' +
    'not apply NetworkPolicies of the namespace to these pods.',
  sources: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'injectRequired in pkg/kube/inject/inject.go',
  ],
  check: (mesh) => {
    const clients = new Set(clientsOf(mesh).map(({ namespace }) => namespace));
    return podTemplates(mesh)
      .filter(({ namespace, labels }) => clients.has(namespace) && !areOfGateway(mesh, namespace, labels))
      .flatMap((pod) => hitsOf(mesh, pod));
  },
};

function hitsOf(mesh: Mesh, pod: PodTemplate): readonly Hit[] {
  const { manifest, path, namespace, labels } = pod;
  const found = exclusionOf(mesh, pod);
  if (found === undefined) return [];
  const from = { kind: 'pod', namespace, labels } as const;
  const allowed = openVerdict(mesh, from) !== undefined;
  if (!allowed && found.field !== 'hostNetwork') return [];
  return [
    {
      manifest,
      path: [...path, ...found.path],
      message: `${nameOf(manifest)} has ${found.field}: ${found.value}, so its pods connect to ${reachedBy(found.field)} without the gateway`,
      fix: `remove ${found.field}${allowed ? `, or write a NetworkPolicy in namespace ${namespace} that opens the gateway alone` : ''}`,
    },
  ];
}

/** The hosts that an exclusion opens, in words. */
function reachedBy(field: string): string {
  return field === excludeOutboundPorts ? 'hosts on these ports' : field === excludeIPRanges ? 'these ranges' : 'hosts';
}

const { excludeOutboundPorts, excludeIPRanges } = REDIRECTION_ANNOTATIONS;
