/** The fields of pods and of their containers. Every other field is refused, so that a release that is yet to come opens nothing. */
import { AdmissionRule } from './admission-policy';
import { and, every, listOf, not, or, whereSet } from './cel';
import { INJECTED } from './istio-containers';

/** Names that the rules for pods accept, in addition to the defaults. */
export interface PodFacts {
  /** Drivers of CSI volumes that are part of a pod. */
  readonly allowedCsiDrivers: readonly string[];
  /** Names of extended resources. */
  readonly allowedResources: readonly string[];
  /** Names of fields of the PodSpec. */
  readonly allowedPodFields: readonly string[];
}

/**
 * Fields of a PodSpec. The others give a pod a part of its node (hostNetwork, hostPID, hostIPC, resourceClaims) or of its proxy
 * (shareProcessNamespace), another address of istiod (hostAliases, hostnameOverride), or a runtime without the redirection
 * (runtimeClassName).
 */
const FIELDS: readonly string[] = [
  ...['activeDeadlineSeconds', 'affinity', 'automountServiceAccountToken', 'containers', 'dnsConfig', 'dnsPolicy'],
  ...['enableServiceLinks', 'ephemeralContainers', 'hostUsers', 'hostname', 'imagePullSecrets', 'initContainers'],
  ...['nodeName', 'nodeSelector', 'os', 'overhead', 'preemptionPolicy', 'priority', 'priorityClassName'],
  ...['readinessGates', 'resources', 'restartPolicy', 'schedulerName', 'schedulingGates'],
  ...['schedulingGroup', 'securityContext', 'serviceAccount', 'serviceAccountName', 'setHostnameAsFQDN', 'subdomain'],
  ...['terminationGracePeriodSeconds', 'tolerations', 'topologySpreadConstraints', 'volumes'],
];

/** Volume types of Pod Security `restricted` except csi (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
const VOLUMES: readonly string[] = [
  ...['configMap', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'],
];

/** Capabilities of Pod Security `baseline`. */
const CAPABILITIES: readonly string[] = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];

/** Resources that are no devices. */
const RESOURCES: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];

/** CEL by name: the fields of the spec that are refused. */
export function podVariables({ allowedPodFields }: PodFacts): Readonly<Record<string, string>> {
  const names = [...new Set([...FIELDS, ...allowedPodFields])].sort();
  return { refusedFields: `dyn(object.spec).filter(field, !(field in ${listOf(names)}))` };
}

/** Returns the rules for pods, and for their containers that are not Istio's. */
export function podRules(facts: PodFacts, proxyUserId: number): AdmissionRule[] {
  return [
    FIELD_RULE,
    DATA_PLANE_RULE,
    ...dnsRules(),
    ...volumeRules(facts),
    ...contextRules(proxyUserId),
    ...containerRules(facts),
  ];
}

const FIELD_RULE: AdmissionRule = {
  expression: 'size(variables.refusedFields) == 0',
  message: 'pods cannot have fields outside the list of the EgressAdmissionPolicy (allowedPodFields)',
  violations: 'variables.refusedFields',
};

const DATA_PLANE_RULE: AdmissionRule = {
  expression: whereSet('object.metadata', 'labels', (labels) => not(`'istio.io/dataplane-mode' in ${labels}`)),
  message: 'label istio.io/dataplane-mode must be absent: pods cannot select another data plane',
};

function dnsRules(): AdmissionRule[] {
  const absent = (field: string): string => whereSet('object.spec', field, () => 'false');
  return [
    {
      expression: and(
        whereSet('object.spec', 'dnsPolicy', (value) => `${value} == 'ClusterFirst'`),
        absent('dnsConfig.nameservers'),
        absent('dnsConfig.searches'),
      ),
      message:
        'dnsPolicy must be ClusterFirst, and dnsConfig cannot have nameservers or searches: pods cannot give istiod another address',
    },
  ];
}

function volumeRules({ allowedCsiDrivers }: PodFacts): AdmissionRule[] {
  const types = ['name', ...VOLUMES, ...(allowedCsiDrivers.length > 0 ? ['csi'] : [])];
  const drivers = whereSet('v', 'csi', (value) => `${value}.driver in ${listOf(allowedCsiDrivers)}`);
  return [
    {
      expression: every(
        'object.spec',
        'volumes',
        'v',
        and(`dyn(v).all(field, field in ${listOf(types)})`, ...(allowedCsiDrivers.length > 0 ? [drivers] : [])),
      ),
      message: `volumes must be of type ${VOLUMES.join(', ')}, or csi of allowedCsiDrivers: other types can reach the node's files or network`,
    },
  ];
}

function contextRules(proxyUserId: number): AdmissionRule[] {
  const ids = `['runAsUser', 'runAsGroup', 'fsGroup'].all(id, !(id in s) || s[id] != ${proxyUserId})`;
  const rules: readonly (readonly [condition: string, message: string])[] = [
    [
      and(ids, or('!has(s.supplementalGroups)', `!(${proxyUserId} in s.supplementalGroups)`)),
      `pods and containers cannot use user or group ${proxyUserId}, whose traffic bypasses the sidecar; allowed: every other id`,
    ],
    [
      every('s', 'capabilities.add', 'name', `name in ${listOf(CAPABILITIES)}`),
      `containers can add only the capabilities ${CAPABILITIES.join(', ')}: others can change or bypass the redirection`,
    ],
    [or('!has(s.privileged)', '!s.privileged'), 'privileged must be false or absent: containers cannot be privileged'],
  ];
  return rules.map(([condition, message]) => ({ expression: `variables.contexts.all(s, ${condition})`, message }));
}

/** A resource of a container's limits or requests. */
const resources = (allowed: readonly string[]): string =>
  `['limits', 'requests'].all(kind, !has(c.resources) || !(kind in c.resources) || c.resources[kind].all(name, ${or(
    `name in ${listOf([...RESOURCES, ...allowed])}`,
    "name.startsWith('hugepages-')",
  )}))`;

function containerRules({ allowedResources }: PodFacts): AdmissionRule[] {
  const ofOthers: readonly (readonly [condition: string, message: string])[] = [
    [
      resources(allowedResources),
      `resources of containers must be ${RESOURCES.join(', ')}, hugepages-..., or of allowedResources: devices can be interfaces`,
    ],
    [
      whereSet('c', 'targetContainerName', (name) => `!(${name} in ${listOf(INJECTED)})`),
      `targetContainerName of ephemeral containers cannot be ${INJECTED.join(', ')}; allowed: every other container`,
    ],
  ];
  const ofAll: readonly (readonly [condition: string, message: string])[] = [
    [
      every('c', 'ports', 'port', '!has(port.hostPort)'),
      "hostPort must be absent: containers cannot listen on the node's addresses",
    ],
    [HOSTS_OF_PROBES, 'host of probes and hooks must be absent: the node would connect to the host past the sidecar'],
  ];
  return [
    ...ofOthers.map(([condition, message]) => ({ expression: `variables.others.all(c, ${condition})`, message })),
    ...ofAll.map(([condition, message]) => ({ expression: `variables.containers.all(c, ${condition})`, message })),
  ];
}

/** The kubelet connects to these hosts from the node's network, also for Istio's containers. */
const HOSTS_OF_PROBES =
  '[c, has(c.lifecycle) ? c.lifecycle : {}].all(parent, ' +
  "['livenessProbe', 'readinessProbe', 'startupProbe', 'postStart', 'preStop'].all(name, !(name in parent) || " +
  "['httpGet', 'tcpSocket'].all(way, !(way in parent[name]) || !has(parent[name][way].host))))";
