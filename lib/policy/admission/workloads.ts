import { AdmissionPolicy, AdmissionRule } from './admission-policy';
import { and, every, listOf, not, or, quoted, whereSet } from './cel';

/** What the rules for pods must know. */
export interface WorkloadFacts {
  /** Repositories of the sidecar's image. */
  readonly proxyImages: readonly string[];
  /** Annotations that pods may have all the same, with exactly this value. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Whom iptables leaves alone: the user and the group of the proxy (`DefaultProxyUID` in istio.io/istio). */
const PROXY_ID = 1337;

/** The containers that Istio injects. */
const INJECTED: readonly string[] = ['istio-proxy', 'istio-init', 'istio-validation'];

/**
 * Pods that get around their sidecar. For everybody, since pods are made by controllers in the name of whoever wrote a
 * Deployment. What was there before the policy is left alone until something changes in it that counts, so that controllers can
 * finish it and clear it away.
 */
export function workloadPolicy(facts: WorkloadFacts): AdmissionPolicy {
  return {
    id: 'workloads',
    matches: [{ apiGroups: [''], resources: ['pods', 'pods/ephemeralcontainers'], operations: ['CREATE', 'UPDATE'] }],
    conditions: { 'something-that-counts-changes': CHANGED },
    variables: VARIABLES,
    rules: [
      ...annotationRules(facts.annotations),
      ...podRules(),
      ...containerRules(),
      ...proxyRules(facts.proxyImages),
    ],
  };
}

/** What decides what a sidecar does, new or other than it was. */
const CHANGED = or(
  "request.operation == 'CREATE'",
  'object.spec != oldObject.spec',
  ...['annotations', 'labels'].map((field) => `${optionalMap('object', field)} != ${optionalMap('oldObject', field)}`),
);

/** Istio's containers, and all others. Those that are added to a running pod are never Istio's, whatever their name. */
const VARIABLES: Readonly<Record<string, string>> = {
  containers: `dyn(object.spec.containers) + ${optionalList('initContainers')}`,
  proxies: `variables.containers.filter(c, c.name in ${listOf(INJECTED)})`,
  others: `variables.containers.filter(c, !(c.name in ${listOf(INJECTED)})) + ${optionalList('ephemeralContainers')}`,
};

/** Annotations by the start of their key; of each group those that take nothing past the sidecar, with any value or with one. */
const ANNOTATIONS: readonly (readonly [
  prefix: string,
  any: readonly string[],
  only: Readonly<Record<string, readonly string[]>>,
])[] = [
  [
    'traffic.sidecar.istio.io/',
    ['includeInboundPorts', 'excludeInboundPorts'],
    {
      // What istiod writes where a plugin redirects the traffic.
      includeOutboundIPRanges: ['*'],
      excludeOutboundIPRanges: [''],
      excludeOutboundPorts: [''],
    },
  ],
  [
    'sidecar.istio.io/',
    [
      ...['status', 'logLevel', 'agentLogLevel', 'componentLogLevel', 'rewriteAppHTTPProbers', 'nativeSidecar'],
      ...['proxyCPU', 'proxyCPULimit', 'proxyMemory', 'proxyMemoryLimit', 'extraStatTags', 'statsCompression'],
      ...['statsInclusionPrefixes', 'statsInclusionRegexps', 'statsInclusionSuffixes', 'statsHistogramBuckets'],
    ],
    { inject: ['true'], interceptionMode: ['REDIRECT'] },
  ],
  ['proxy.istio.io/', [], {}],
  ['inject.istio.io/', [], { 'inject.istio.io/templates': ['sidecar'] }],
  ['ambient.istio.io/', [], {}],
  // Further interfaces of the pod, which no sidecar and few network policies know of.
  ['k8s.v1.cni.cncf.io/', [], { networks: ['istio-cni', 'default/istio-cni'] }],
  ['v1.multus-cni.io/', [], {}],
];

function annotationRules(exact: Readonly<Record<string, string>>): AdmissionRule[] {
  const values = 'object.metadata.annotations';
  return ANNOTATIONS.map(([prefix, any, only]) => {
    const full = (name: string): string => (name.includes('/') ? name : `${prefix}${name}`);
    const withValue = [
      ...Object.entries(only).map(([name, allowed]) => [full(name), allowed] as const),
      ...Object.entries(exact)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name, [value]] as const),
    ];
    const sound = [
      `!key.startsWith(${quoted(prefix)})`,
      ...(any.length > 0 ? [`key in ${listOf(any.map(full))}`] : []),
      ...withValue.map(([name, allowed]) => and(`key == ${quoted(name)}`, `${values}[key] in ${listOf(allowed)}`)),
    ];
    return {
      expression: every('object.metadata', 'annotations', 'key', or(...sound)),
      message: `this annotation ${prefix}... takes traffic past the sidecar, or changes the sidecar`,
    };
  });
}

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
      expression: and(
        ...['runAsUser', 'runAsGroup', 'fsGroup'].map(isNoProxy),
        whereSet('object.spec', 'securityContext.supplementalGroups', (value) => `!(${PROXY_ID} in ${value})`),
      ),
      message: `user and group ${PROXY_ID} are the proxy's, whose traffic is not redirected`,
    },
  ];
}

/** A map of the metadata that may not be there. */
function optionalMap(object: string, field: string): string {
  return `(has(${object}.metadata.${field}) ? ${object}.metadata.${field} : {})`;
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
  return rules.map(([condition, message]) => ({ expression: `variables.others.all(c, ${condition})`, message }));
}

const CAPABILITIES: readonly string[] = [
  'ALL',
  ...['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'BPF'],
].flatMap((name) => [name, `CAP_${name}`]);

/** Containers with the names of Istio's run its images as its programs: they are the proxy's user, and may do more than others. */
function proxyRules(images: readonly string[]): AdmissionRule[] {
  const ofIstio = images.flatMap((image) => [
    `c.image == ${quoted(image)}`,
    `c.image.startsWith(${quoted(`${image}:`)})`,
    `c.image.startsWith(${quoted(`${image}@`)})`,
  ]);
  const noShell = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) =>
    whereSet('c', `${probe}.exec`, () => 'false'),
  );
  const onlyAgent = ['postStart', 'preStop'].map((hook) =>
    whereSet('c', `lifecycle.${hook}.exec.command`, (value) => `${value}[0] == 'pilot-agent'`),
  );
  const condition = and(
    or(...ofIstio),
    '!has(c.command)',
    whereSet('c', 'args', (value) => `${value}[0] in ${listOf(['proxy', 'istio-iptables'])}`),
    ...noShell,
    ...onlyAgent,
  );
  return [
    {
      expression: `variables.proxies.all(c, ${condition})`,
      message: `containers named like istio's (${INJECTED.join(', ')}) run istio's image as it is: ${images.join(', ')}`,
    },
  ];
}
