/** Annotations of pods, by which a sidecar is left out, changed or passed by. */
import { AdmissionRule } from './admission-policy';
import { and, every, listOf, or, quoted } from './cel';

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
  ['istio.io/reroute-virtual-interfaces', [], {}],
  ['proxy.istio.io/', [], {}],
  ['inject.istio.io/', [], { 'inject.istio.io/templates': ['sidecar'] }],
  ['ambient.istio.io/', [], {}],
  // Further interfaces of the pod, which no sidecar and few network policies know of.
  [
    'k8s.v1.cni.cncf.io/',
    // What the plugin says of those that there are.
    ['network-status', 'networks-status'],
    { networks: ['istio-cni', 'default/istio-cni'] },
  ],
  ['v1.multus-cni.io/', [], {}],
  // Addresses that a pod asks for: one outside would be an endpoint of its Services.
  ['cni.projectcalico.org/ipAddrs', [], {}],
];

/**
 * What annotations pods may have: a rule for each start of a key.
 *
 * @param exact annotations that pods may have all the same, with exactly this value
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
      message: `this annotation ${prefix}... takes traffic past the sidecar, or changes the sidecar`,
    };
  });
}

/** Whether a rule here is about the annotation. */
export function isGuardedAnnotation(key: string): boolean {
  return ANNOTATIONS.some(([prefix]) => key.startsWith(prefix));
}

/** The starts of the keys that the rules are about. */
export const GUARDED_ANNOTATIONS: readonly string[] = ANNOTATIONS.map(([prefix]) => prefix);
