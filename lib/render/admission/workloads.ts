import { AdmissionPolicy, AdmissionRule } from './admission-policy';
import { and, every, listOf, not, or, orEmpty, quoted, whereSet } from './cel';
import { INJECTED, IstioContainerFacts, istioContainerRules } from './istio-containers';
import { annotationRules } from './pod-annotations';

/** Settings of the rules for pods. */
export interface WorkloadFacts extends IstioContainerFacts {
  /** Further annotations that pods may have, with exactly this value. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** The user and the group of the proxy, which iptables does not redirect (`DefaultProxyUID` in istio.io/istio). */
const PROXY_ID = 1337;

const PROXY_USER = `pods and containers cannot use user or group ${PROXY_ID}, whose traffic bypasses the sidecar; allowed: every other id`;

/**
 * Rejects pods that bypass their sidecar. The policy applies to all subjects, because controllers create pods for the author of a
 * Deployment. The policy ignores updates of an existing pod that change neither spec, labels nor annotations, so that controllers can
 * finish and delete the pod. A status update can change labels and annotations too.
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

/** Creation, or a change of a part that affects the sidecar. */
const CHANGED = or(
  "request.operation == 'CREATE'",
  'object.spec != oldObject.spec',
  ...['annotations', 'labels'].map(
    (field) => `${orEmpty(`object.metadata.${field}`)} != ${orEmpty(`oldObject.metadata.${field}`)}`,
  ),
);

/** Istio's containers, and all others. An ephemeral container is never Istio's, whatever its name. */
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
      message: 'label sidecar.istio.io/inject must be "true" or absent: pods cannot disable the sidecar',
    },
    {
      expression: label('istio.io/dataplane-mode', 'false'),
      message: 'label istio.io/dataplane-mode must be absent: pods cannot select another data plane',
    },
    {
      expression: and(unset('hostNetwork'), unset('hostPID')),
      message: "hostNetwork and hostPID must be false or absent: pods cannot use the node's network or processes",
    },
    {
      expression: every('object.spec', 'volumes', 'volume', or(...VOLUMES.map((type) => `has(volume.${type})`))),
      message: `volumes must be of type ${VOLUMES.join(', ')}: other types can reach the node's files or network`,
    },
    {
      expression: and(
        ...['runAsUser', 'runAsGroup', 'fsGroup'].map(isNoProxy),
        whereSet('object.spec', 'securityContext.supplementalGroups', (value) => `!(${PROXY_ID} in ${value})`),
      ),
      message: PROXY_USER,
    },
  ];
}

/** Returns an optional list, of a dynamic type: the lists of a pod have different types. */
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
      PROXY_USER,
    ],
    [
      every('c', 'securityContext.capabilities.add', 'name', `!(name.upperAscii() in ${listOf(CAPABILITIES)})`),
      `containers cannot add capabilities that change or bypass the redirection (${CAPABILITIES.filter((name) => !name.startsWith('CAP_')).join(', ')}); allowed: every other capability`,
    ],
    [
      whereSet('c', 'securityContext.privileged', (value) => `!${value}`),
      'privileged must be false or absent: containers cannot be privileged',
    ],
  ];
  const ofOthers = rules.map(([condition, message]) => ({
    expression: `variables.others.all(c, ${condition})`,
    message,
  }));
  return [...ofOthers, NO_PROBE_HOSTS];
}

/** Volume types of Pod Security `restricted` (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
const VOLUMES: readonly string[] = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'],
];

/** Fields with a host that the kubelet connects to from the node's network, for Istio's containers too. */
const PROBE_HOSTS: readonly string[] = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.postStart', 'lifecycle.preStop'],
].flatMap((field) => ['httpGet', 'tcpSocket'].map((how) => `${field}.${how}.host`));

const NO_PROBE_HOSTS: AdmissionRule = {
  expression: `variables.containers.all(c, ${and(...PROBE_HOSTS.map((field) => whereSet('c', field, () => 'false')))})`,
  message: 'host of probes and hooks must be absent: the node would connect to the host past the sidecar',
};

const CAPABILITIES: readonly string[] = [
  'ALL',
  ...['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'BPF'],
].flatMap((name) => [name, `CAP_${name}`]);
