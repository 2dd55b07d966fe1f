/** The annotations that pods may have. Others are refused, so that a plugin or a release that is yet to come opens nothing. */
import { AdmissionRule } from './admission-policy';
import { and, escapeRegExp, listOf, or, quoted } from './cel';

/** The annotations that pods may have, in addition to the defaults. */
export interface AnnotationFacts {
  /** Annotations with exactly this value. */
  readonly allowedPodAnnotations: Readonly<Record<string, string>>;
  /** Keys of annotations with any value. A key that ends with a slash allows all keys of the domain. */
  readonly allowedPodAnnotationKeys: readonly string[];
}

/** Keys with any value: annotations that neither Istio nor a component that handles traffic reads. */
const KEYS: readonly string[] = [
  ...['app.kubernetes.io/', 'argocd.argoproj.io/', 'autopilot.gke.io/', 'batch.kubernetes.io/', 'checksum/'],
  ...['cluster-autoscaler.kubernetes.io/', 'controller.kubernetes.io/', 'descheduler.alpha.kubernetes.io/'],
  ...['eks.amazonaws.com/', 'helm.sh/', 'karpenter.sh/', 'kubectl.kubernetes.io/', 'meta.helm.sh/'],
  ...['kubernetes.io/limit-ranger', 'openshift.io/scc', 'security.openshift.io/validated-scc-subject-type'],
  // Written by istiod and, after the pod has its interfaces, by Multus.
  ...['sidecar.istio.io/status', 'k8s.v1.cni.cncf.io/network-status', 'k8s.v1.cni.cncf.io/networks-status'],
];

/** Levels of logs, by component: `default:info,dns:debug`. */
export const LEVELS = '[a-zA-Z0-9:,_-]+';

/** Text that cannot leave a line or a quoted string: istiod and the agent paste values into templates. */
const ONE_LINE = '[a-zA-Z0-9 .,:;*+?()|^$_\\[\\]{}-]*';

/** Forms of `NAME=VALUE` (RE2) by prefix of the key. */
const FORMS: readonly (readonly [prefix: string, forms: readonly string[]])[] = [
  ['istio.io/', ['rev=[a-z0-9.-]*']],
  ['inject.istio.io/', ['templates=sidecar']],
  [
    'sidecar.istio.io/',
    [
      ...[
        'inject=true',
        'interceptionMode=REDIRECT',
        '(nativeSidecar|rewriteAppHTTPProbers|statsCompression)=(true|false)',
      ],
      ...[`(logLevel|agentLogLevel|componentLogLevel)=${LEVELS}`, 'proxy(CPU|Memory)(Limit)?=[0-9.]+[a-zA-Z]{0,2}'],
      ...[`(extraStatTags|statsInclusion(Prefixes|Suffixes|Regexps))=${ONE_LINE}`],
    ],
  ],
  // The values for outbound traffic are those that istiod writes for a CNI plugin.
  [
    'traffic.sidecar.istio.io/',
    [
      '(in|ex)cludeInboundPorts=[*0-9, ]*',
      ...['includeOutboundIPRanges=\\*', 'excludeOutboundIPRanges=', 'excludeOutboundPorts='],
    ],
  ],
  ['status.sidecar.istio.io/', ['port=[0-9]+']],
  [
    'readiness.status.sidecar.istio.io/',
    ['applicationPorts=[*0-9, ]*', '(failureThreshold|initialDelaySeconds|periodSeconds)=[0-9]+'],
  ],
  // The agent calls `http://localhost:PORT` followed by the path.
  ['prometheus.io/', ['scrape=(true|false)', 'port=[0-9]+', 'path=/.*', 'scheme=https?']],
  ['prometheus.istio.io/', ['merge-metrics=(true|false)', 'secure-port=[0-9]+']],
  ['k8s.v1.cni.cncf.io/', ['networks=(default/)?istio-cni']],
];

/** CEL by name: the annotations, and the keys of the annotations that are refused. */
export function annotationVariables(facts: AnnotationFacts): Readonly<Record<string, string>> {
  const keys = [...new Set([...KEYS, ...facts.allowedPodAnnotationKeys])].sort();
  const domains = keys.filter((key) => key.endsWith('/'));
  // Network plugins write annotations of existing pods, which later changes of the pod must not repeat.
  const before = 'oldObject.metadata.annotations';
  const sound = or(
    `key in ${listOf(keys.filter((key) => !key.endsWith('/')))}`,
    `${listOf(domains)}.exists(domain, key.startsWith(domain))`,
    `(key + '=' + variables.annotations[key]).matches(${quoted(formOf(facts.allowedPodAnnotations))})`,
    and('oldObject != null', `has(${before})`, `key in ${before}`, `${before}[key] == variables.annotations[key]`),
  );
  return {
    annotations: 'has(object.metadata.annotations) ? object.metadata.annotations : {}',
    refusedAnnotations: `variables.annotations.filter(key, !(${sound}))`,
  };
}

/** Returns the form of `KEY=VALUE`. */
function formOf(exact: Readonly<Record<string, string>>): string {
  const known = FORMS.map(([prefix, forms]) => `${escapeRegExp(prefix)}(${forms.join('|')})`);
  const named = Object.entries(exact).map(([key, value]) => escapeRegExp(`${key}=${value}`));
  return `^(${[...known, ...named].join('|')})$`;
}

/** Refuses the annotations in `variables.refusedAnnotations`. */
export const ANNOTATION_RULE: AdmissionRule = {
  expression: 'size(variables.refusedAnnotations) == 0',
  message:
    'pods cannot have annotations outside the list of the EgressAdmissionPolicy (allowedPodAnnotations, allowedPodAnnotationKeys), or with other values',
  violations: 'variables.refusedAnnotations',
};

/** Returns whether pods may have the annotation with any value. */
export function isAllowedAnnotation(key: string): boolean {
  return KEYS.some((allowed) => (allowed.endsWith('/') ? key.startsWith(allowed) : key === allowed));
}
