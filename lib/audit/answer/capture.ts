/**
 * Whether the connections of a caller pass a sidecar: the labels of its Namespace and its pod decide, and the workloads of its service account.
 */
import { nameOf } from '../manifest/manifest';
import { injectionOf } from '../model/injection';
import { hasLabels } from '../model/labels';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Exclusion, exclusionsOf } from '../model/pod-exclusion';
import { PodTemplate, podTemplatesIn } from '../model/pod-templates';
import { Doubt } from '../way/types';
import { Reason } from './answer';
import { callerText } from './ends';
import { Question } from './question';
import { redirectionOf } from './redirection';

/** The pods of a caller: those that have a sidecar, and those that have none. */
export interface Capture {
  readonly hasSidecar: boolean;
  /** A reason for each kind of pods whose connections pass no sidecar. */
  readonly without: readonly Reason[];
  readonly doubts: readonly Doubt[];
  readonly assumptions: readonly string[];
}

const SIDECAR: Capture = { hasSidecar: true, without: [], doubts: [], assumptions: [] };

/** Returns which pods of a caller have a sidecar. */
export function captureOf(mesh: Mesh, question: Question): Capture {
  const { namespace, labels, hasSidecar } = question.caller;
  const without = (reason: Reason): Capture => ({ ...SIDECAR, hasSidecar: false, without: [reason] });
  if (!hasSidecar)
    return without({ text: `${callerText(question.caller)} has no sidecar: no object of Istio routes the request` });
  const { leftOutBy, assumptions } = redirectionOf(mesh, question);
  if (leftOutBy !== undefined) {
    return without({ text: `${leftOutBy} of the mesh: the connection does not pass the sidecar` });
  }
  const { kind, decidedBy } = injectionOf(mesh, namespace, labels);
  const evidence = decidedBy === undefined ? {} : { decidedBy: [decidedBy] };
  switch (kind) {
    case 'none':
      return without({
        text: `the injection adds no sidecar to ${callerText(question.caller)}: no object of Istio routes the request`,
        ...evidence,
      });
    case 'ambient': {
      const doubt = { what: `the ambient mode of namespace ${namespace}`, decidedBy: evidence.decidedBy ?? [] };
      return { ...SIDECAR, hasSidecar: false, doubts: [doubt] };
    }
    case 'undecided':
      return {
        ...ofWorkloads(mesh, question),
        assumptions: [
          ...assumptions,
          `the pods of namespace ${namespace} have a sidecar: Namespace ${namespace} has no label that decides`,
        ],
      };
    case 'sidecar':
      return { ...ofWorkloads(mesh, question), assumptions };
  }
}

/** The pods of the workloads that run as the service account of the caller. */
function ofWorkloads(mesh: Mesh, { caller, port }: Question): Capture {
  const { namespace, serviceAccount = 'default', labels = {} } = caller;
  const pods = podsOf(mesh).get(`${namespace}/${serviceAccount}`) ?? [];
  const asked = pods.filter((pod) => hasLabels(pod.labels, labels));
  const without = asked.flatMap(({ manifest, path, exclusions }): Reason[] => {
    const exclusion = exclusions.find((each) => concerns(each, port));
    if (exclusion === undefined) return [];
    const { field, value } = exclusion;
    const text = `${nameOf(manifest)} has ${field}: ${value}: connections of its pods do not pass the sidecar`;
    return [{ text, decidedBy: [{ manifest, path: [...path, ...exclusion.path] }] }];
  });
  return { ...SIDECAR, hasSidecar: without.length === 0 || without.length < asked.length, without };
}

const PORTS = 'traffic.sidecar.istio.io/excludeOutboundPorts';

/** Whether an exclusion applies to connections to a port. */
function concerns({ field, value }: Exclusion, port: number): boolean {
  return field !== PORTS || value.split(/\D+/).includes(String(port)) || value.includes('*');
}

interface PodOfAccount extends PodTemplate {
  readonly exclusions: readonly Exclusion[];
}

const podsOf = perMesh((mesh): ReadonlyMap<string, readonly PodOfAccount[]> => {
  const pods = new Map<string, PodOfAccount[]>();
  for (const pod of podTemplatesIn(mesh.manifests)) {
    const key = `${pod.namespace}/${pod.spec.serviceAccountName ?? 'default'}`;
    pods.set(key, [...(pods.get(key) ?? []), { ...pod, exclusions: exclusionsOf(pod) }]);
  }
  return pods;
});
