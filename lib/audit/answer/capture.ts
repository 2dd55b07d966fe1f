/**
 * Whether the connections of a caller pass a sidecar: the labels of its Namespace and its pod decide, and the workloads of its service
 * account.
 */
import { isIP } from 'node:net';
import { nameOf } from '../manifest/manifest';
import { injectionOf } from '../model/injection';
import { hasLabels } from '../model/labels';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Exclusion, exclusionsOf } from '../model/pod-exclusion';
import { PodTemplate, podTemplatesIn } from '../model/pod-templates';
import { Dialled, leftOutBy, REDIRECTION_ANNOTATIONS, redirectionOfPod } from '../model/redirection';
import { areOfGateway } from '../model/used-gateways';
import { Doubt } from '../way/types';
import { Reason } from './answer';
import { callerText } from './ends';
import { Question } from './question';

/** The reason for which connections of pods pass no sidecar. */
export interface Bypass extends Reason {
  readonly hasHostNetwork?: boolean;
}

/** The pods of a caller: those that have a sidecar, and those that have none. */
export interface Capture {
  readonly hasSidecar: boolean;
  /** A reason for each kind of pods whose connections pass no sidecar. */
  readonly without: readonly Bypass[];
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
  const field = leftOutBy(mesh.settings, dialledBy(question));
  if (field !== undefined) {
    const text = `${field}: ${mesh.settings[field]} of the mesh: the connection does not pass the sidecar`;
    return without({ text });
  }
  const { excludeIPRanges } = mesh.settings;
  const assumptions = assumedOutside(question, 'excludeIPRanges', excludeIPRanges);
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
    case 'sidecar': {
      const workloads = ofWorkloads(mesh, question);
      const label = `the pods of namespace ${namespace} have a sidecar: Namespace ${namespace} has no label of the sidecar injection`;
      const undecided = kind === 'undecided' ? [label] : [];
      return { ...workloads, assumptions: [...assumptions, ...workloads.assumptions, ...undecided] };
    }
  }
}

function dialledBy({ host, port, address }: Question): Dialled {
  return { port, address: isIP(host) > 0 ? host : address };
}

/** The assumption about a host whose address is unknown: excluded ranges can have the address. */
function assumedOutside(question: Question, field: string, ranges = ''): readonly string[] {
  const isAssumed = ranges.trim() !== '' && dialledBy(question).address === undefined && question.host !== '*';
  return isAssumed ? [`no address of ${question.host} is in ${field}: ${ranges}`] : [];
}

/** The pods of the workloads that run as the service account of the caller. */
function ofWorkloads(mesh: Mesh, question: Question): Capture {
  const { namespace, serviceAccount = 'default', labels = {} } = question.caller;
  const pods = podsOf(mesh).get(`${namespace}/${serviceAccount}`) ?? [];
  const asked = pods.filter((pod) => hasLabels(pod.labels, labels));
  const without: Bypass[] = [];
  const assumptions: string[] = [];
  for (const pod of asked) {
    const { manifest, path, annotations } = pod;
    const exclusion = exclusionFor(pod, dialledBy(question));
    if (exclusion === undefined) {
      assumptions.push(...assumedOutside(question, EXCLUDED_RANGES, annotations[EXCLUDED_RANGES]));
      continue;
    }
    const { field, value } = exclusion;
    const text = `${nameOf(manifest)} has ${field}: ${value}: connections of its pods do not pass the sidecar`;
    const decidedBy = [{ manifest, path: [...path, ...exclusion.path] }];
    without.push({ text, decidedBy, hasHostNetwork: field === 'hostNetwork' });
  }
  return { ...SIDECAR, hasSidecar: without.length === 0 || without.length < asked.length, without, assumptions };
}

/** The field by which a connection of a pod does not pass the sidecar. */
function exclusionFor({ exclusions, annotations }: PodOfAccount, dialled: Dialled): Exclusion | undefined {
  const always = exclusions.find(({ field }) => !REDIRECTIONS.has(field));
  if (always !== undefined) return always;
  const setting = leftOutBy(redirectionOfPod(annotations), dialled);
  if (setting === undefined) return undefined;
  const field = REDIRECTION_ANNOTATIONS[setting];
  return { path: ['metadata', 'annotations', field], field, value: JSON.stringify(annotations[field]) };
}

/** A service account with pods whose connections pass no sidecar. */
export interface ExcludedAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The ports that the pods exclude, if they exclude no other connections. */
  readonly ports: readonly number[];
}

/** Returns the service accounts with pods whose connections pass no sidecar, without the pods of gateways. */
export const excludedAccounts = perMesh((mesh): readonly ExcludedAccount[] =>
  [...podsOf(mesh).values()].flatMap((pods): ExcludedAccount[] => {
    const excluded = pods.filter(
      ({ namespace, labels, exclusions }) => exclusions.length > 0 && !areOfGateway(mesh, namespace, labels),
    );
    const [first] = excluded;
    if (first === undefined) return [];
    const ports = excluded.flatMap(({ exclusions }) => exclusions.flatMap(portsOf));
    return [{ namespace: first.namespace, serviceAccount: first.spec.serviceAccountName ?? 'default', ports }];
  }),
);

function portsOf({ field, value }: Exclusion): number[] {
  return field === REDIRECTION_ANNOTATIONS.excludeOutboundPorts ? (value.match(/\d+/g) ?? []).map(Number) : [];
}

const EXCLUDED_RANGES = REDIRECTION_ANNOTATIONS.excludeIPRanges;

const REDIRECTIONS: ReadonlySet<string> = new Set(Object.values(REDIRECTION_ANNOTATIONS));

interface PodOfAccount extends PodTemplate {
  readonly exclusions: readonly Exclusion[];
}

const podsOf = perMesh((mesh): ReadonlyMap<string, readonly PodOfAccount[]> => {
  const pods = new Map<string, PodOfAccount[]>();
  for (const pod of podTemplatesIn(mesh.manifests)) {
    const key = `${pod.namespace}/${pod.spec.serviceAccountName ?? 'default'}`;
    pods.set(key, [...(pods.get(key) ?? []), { ...pod, exclusions: exclusionsOf(mesh, pod) }]);
  }
  return pods;
});
