/** Annotations of pods that disable, change or bypass the sidecar. */
import { AdmissionRule } from './admission-policy';
import { and, every, listOf, or, quoted } from './cel';

/** Annotations by prefix, each with the harmless exceptions: annotations with any value, and annotations with certain values. */
const ANNOTATIONS: readonly (readonly [
  prefix: string,
  any: readonly string[],
  only: Readonly<Record<string, readonly string[]>>,
])[] = [
  [
    'traffic.sidecar.istio.io/',
    ['includeInboundPorts', 'excludeInboundPorts'],
    {
      // Values that istiod writes if a CNI plugin redirects the traffic.
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
  ['istio.io/reroute-virtual-interfaces', [], {}],
  ['proxy.istio.io/', [], {}],
  ['inject.istio.io/', [], { 'inject.istio.io/templates': ['sidecar'] }],
  ['ambient.istio.io/', [], {}],
  // Further interfaces of the pod, which sidecars and most network policies do not cover.
  [
    'k8s.v1.cni.cncf.io/',
    // Written by the plugin, about the existing interfaces.
    ['network-status', 'networks-status'],
    { networks: ['istio-cni', 'default/istio-cni'] },
  ],
  ['v1.multus-cni.io/', [], {}],
  // Addresses that a pod requests: an external address would become an endpoint of the pod's Services.
  ['cni.projectcalico.org/ipAddrs', [], {}],
];

/**
 * Returns one rule for each prefix of annotations.
 *
 * @param exact further annotations that pods may have, with exactly this value
 */
export function annotationRules(exact: Readonly<Record<string, string>>): AdmissionRule[] {
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
      message: `pods cannot have annotations ${prefix}... that bypass or change the sidecar; allowed: ${allowedIn(any, only)}`,
    };
  });
}

/** Returns the allowed annotations of a prefix, as text without line breaks. */
function allowedIn(any: readonly string[], only: Readonly<Record<string, readonly string[]>>): string {
  const values = (all: readonly string[]): string => all.map((value) => `"${value}"`).join(' or ');
  const withValue = Object.entries(only).map(([name, all]) => `${name}: ${values(all)}`);
  return [...withValue, ...any, 'allowedPodAnnotations of the EgressAdmissionPolicy'].join(', ');
}

/** Returns whether a rule restricts the annotation. */
export function isGuardedAnnotation(key: string): boolean {
  return ANNOTATIONS.some(([prefix]) => key.startsWith(prefix));
}

/** The prefixes of the annotations that the rules restrict. */
export const GUARDED_ANNOTATIONS: readonly string[] = ANNOTATIONS.map(([prefix]) => prefix);
