import { AdmissionPolicy, AdmissionRule } from './admission-policy';
import { and, every, listOf, not, or, orEmpty, quoted, whereSet } from './cel';
import { INJECTED, IstioContainerFacts, istioContainerRules } from './istio-containers';
import { annotationRules } from './pod-annotations';

/** What the rules for pods must know. */
export interface WorkloadFacts extends IstioContainerFacts {
  /** Annotations that pods may have all the same, with exactly this value. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Whom iptables leaves alone: the user and the group of the proxy (`DefaultProxyUID` in istio.io/istio). */
const PROXY_ID = 1337;

/**
 * Pods that get around their sidecar. For everybody, since pods are made by controllers in the name of whoever wrote a
 * Deployment. What was there before the policy is left alone until something changes in it that counts, so that controllers can
 * finish it and clear it away; a status may bring labels and annotations too.
 */
export function workloadPolicy(facts: WorkloadFacts): AdmissionPolicy {
  return {
    id: 'workloads',
    matches: [
      {
        apiGroups: [''],
        resources: ['pods', 'pods/ephemeralcontainers', 'pods/status'],
        operations: ['CREATE', 'UPDATE'],
      },
    ],
    conditions: { 'something-that-counts-changes': CHANGED },
    variables: VARIABLES,
    rules: [...annotationRules(facts.annotations), ...podRules(), ...containerRules(), ...istioContainerRules(facts)],
  };
}

/** What decides what a sidecar does, new or other than it was. */
const CHANGED = or(
  "request.operation == 'CREATE'",
  'object.spec != oldObject.spec',
  ...['annotations', 'labels'].map(
    (field) => `${orEmpty(`object.metadata.${field}`)} != ${orEmpty(`oldObject.metadata.${field}`)}`,
  ),
);

/** Istio's containers, and all others. Those that are added to a running pod are never Istio's, whatever their name. */
const VARIABLES: Readonly<Record<string, string>> = {
  containers: `dyn(object.spec.containers) + ${optionalList('initContainers')}`,
  proxies: `variables.containers.filter(c, c.name in ${listOf(INJECTED)})`,
  others: `variables.containers.filter(c, !(c.name in ${listOf(INJECTED)})) + ${optionalList('ephemeralContainers')}`,
};

function podRules(): AdmissionRule[] {
  const unset = (field: string): string => whereSet('object.spec', field, (value) => `!${value}`);
  const isNoProxy = (field: string): string =>
    whereSet('object.spec', `securityContext.${field}`, (value) => `${value} != ${PROXY_ID}`);
  const labels = 'object.metadata.labels';
  const label = (name: string, sound: string): string =>
    whereSet('object.metadata', 'labels', () => or(not(`${quoted(name)} in ${labels}`), sound));
  return [
    {
      expression: label('sidecar.istio.io/inject', `${labels}['sidecar.istio.io/inject'] == 'true'`),
      message: 'the sidecar may not be left out, by label sidecar.istio.io/inject',
    },
    {
      expression: label('istio.io/dataplane-mode', 'false'),
      message: 'the data plane is not for pods to choose, by label istio.io/dataplane-mode',
    },
    {
      expression: and(unset('hostNetwork'), unset('hostPID')),
      message: "the node's network and processes are not for workloads (hostNetwork, hostPID)",
    },
    {
      expression: every('object.spec', 'volumes', 'volume', or(...VOLUMES.map((type) => `has(volume.${type})`))),
      message: `volumes are of types that do not lead to the node's files or its network (${VOLUMES.join(', ')})`,
    },
    {
      expression: and(
        ...['runAsUser', 'runAsGroup', 'fsGroup'].map(isNoProxy),
        whereSet('object.spec', 'securityContext.supplementalGroups', (value) => `!(${PROXY_ID} in ${value})`),
      ),
      message: `user and group ${PROXY_ID} are the proxy's, whose traffic is not redirected`,
    },
  ];
}

/** A list that may not be there, of whatever type: those of the pod have types of their own. */
function optionalList(field: string): string {
  return `(has(object.spec.${field}) ? dyn(object.spec.${field}) : [])`;
}

function containerRules(): AdmissionRule[] {
  const rules: readonly (readonly [condition: string, message: string])[] = [
    [
      and(
        ...['runAsUser', 'runAsGroup'].map((field) =>
          whereSet('c', `securityContext.${field}`, (value) => `${value} != ${PROXY_ID}`),
        ),
      ),
      `user and group ${PROXY_ID} are the proxy's, whose traffic is not redirected`,
    ],
    [
      every('c', 'securityContext.capabilities.add', 'name', `!(name.upperAscii() in ${listOf(CAPABILITIES)})`),
      `no container may change or get around the redirection (${CAPABILITIES.filter((name) => !name.startsWith('CAP_')).join(', ')})`,
    ],
    [whereSet('c', 'securityContext.privileged', (value) => `!${value}`), 'no container may be privileged'],
  ];
  const ofOthers = rules.map(([condition, message]) => ({
    expression: `variables.others.all(c, ${condition})`,
    message,
  }));
  return [...ofOthers, ASKED_BY_THE_NODE];
}

/** Those of Pod Security `restricted` (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
const VOLUMES: readonly string[] = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'],
];

/** Where the kubelet connects to, from the node's network: Istio's containers no less than others. */
const ASKED: readonly string[] = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.postStart', 'lifecycle.preStop'],
].flatMap((field) => ['httpGet', 'tcpSocket'].map((how) => `${field}.${how}.host`));

const ASKED_BY_THE_NODE: AdmissionRule = {
  expression: `variables.containers.all(c, ${and(...ASKED.map((field) => whereSet('c', field, () => 'false')))})`,
  message: 'probes and hooks have no host of their own: the node asks it, past the sidecar',
};

const CAPABILITIES: readonly string[] = [
  'ALL',
  ...['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'BPF'],
].flatMap((name) => [name, `CAP_${name}`]);
