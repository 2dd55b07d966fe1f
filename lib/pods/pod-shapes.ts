/** The shapes of the pod options, as data: names, readers and rules of each struct. */
import { EgressError } from '../input/egress-error';
import { assertKey, assertLabels, isLabelKey, isLabelValue, LABEL_KEY, LABEL_VALUE } from '../input/labels';
import { parseDnsLabel } from '../input/kubernetes-name';
import { assertQuantity } from '../input/quantity';
import { assignment, sourceOf } from '../input/source-text';
import { assertText } from '../input/text';
import { listOf, mapOf, memberOf, orToken, Reader, Shape, structOf, wholeNumber } from '../input/shape';
import { Affinity, NodeAffinity, PodAffinity, PodAffinityTerm, WeightedPodAffinityTerm } from './affinity';
import { GatewayPodOptions } from './gateway-pods';
import { LabelSelector, LabelSelectorRequirement, LabelSelectorOperator } from './label-selector';
import {
  NodeSelector,
  NodeSelectorOperator,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PreferredSchedulingTerm,
} from './node-selector';
import { assertSpreadOnce, assertToleration, assertValues } from './pod-rules';
import { assertReplicas } from './replicas';
import { ResourceRequirements } from './resource-requirements';
import { Toleration, TolerationEffect, TolerationOperator } from './toleration';
import { NodeInclusionPolicy, TopologySpreadConstraint, WhenUnsatisfiable } from './topology-spread-constraint';

/** Examples of labels, as source code. */
const POD_LABELS = "{ app: 'egress' }";
const NAMESPACE_LABELS = "{ 'kubernetes.io/metadata.name': 'payments' }";

const labelsOf = (example: string) =>
  mapOf(example, (what, key, value) => assertLabels(what, { [key]: value as string }));

const amounts = mapOf("{ cpu: '500m' }", (what, key, value) => {
  assertKey('resource', what, key);
  assertQuantity(/^\w+$/.test(key) ? `${what}.${key}` : `${what}["${key}"]`, value);
});

/** A part of a label, or of a requirement on labels. */
interface LabelPart {
  readonly code: 'EGR0103' | 'EGR0113';
  readonly predicate: string;
  readonly allowed: string;
  readonly isSound: (value: unknown) => boolean;
}

const KEY: LabelPart = { code: 'EGR0113', predicate: 'a label key', allowed: LABEL_KEY, isSound: isLabelKey };
const VALUE: LabelPart = { code: 'EGR0113', predicate: 'a label value', allowed: LABEL_VALUE, isSound: isLabelValue };
const TEXT: LabelPart = {
  code: 'EGR0103',
  predicate: 'text',
  allowed: 'any text',
  isSound: (value) => typeof value === 'string',
};

const labelKey = labelPart(KEY, 'app');
const topologyKey = labelPart(KEY, 'kubernetes.io/hostname');
const labelValue = labelPart(VALUE, 'egress');
const requirementValue = labelPart(TEXT, 'a');
/** Reads a DNS-1123 label. */
export const dnsLabel: Reader<string> = (what, value) => parseDnsLabel(what, value as string);

function labelPart({ code, predicate, allowed, isSound }: LabelPart, example: string) {
  return orToken((what, value) => {
    if (isSound(value)) {
      assertText(what, value);
      return value;
    }
    throw EgressError.of({
      code,
      problem: `${what} must be ${predicate}`,
      got: value,
      allowed,
      fix: `write ${assignment(what, JSON.stringify(typeof value === 'number' ? String(value) : example))}`,
    });
  });
}

/** Examples of structs, as source code. */
const NODE_TERM = "{ matchExpressions: [{ key: 'zone', operator: NodeSelectorOperator.EXISTS }] }";
const PREFERRED_NODES = `{ weight: 100, preference: ${NODE_TERM} }`;
const POD_TERM = "{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'egress' } } }";
const WEIGHTED_POD_TERM = `{ weight: 100, podAffinityTerm: ${POD_TERM} }`;
const SPREAD =
  "{ topologyKey: 'kubernetes.io/hostname', maxSkew: 1, whenUnsatisfiable: WhenUnsatisfiable.SCHEDULE_ANYWAY }";

/** Returns a rule that reads unknown properties as entries of a map: `{ cpu: '1' }` as `{ requests: { cpu: '1' } }`. */
function inside(property: string) {
  return (unknown: Readonly<Record<string, unknown>>): string | undefined => {
    const isMap = Object.values(unknown).every((value) => typeof value !== 'object');
    const source = isMap ? sourceOf(unknown) : undefined;
    return source === undefined ? undefined : `{ ${property}: ${source} }`;
  };
}

const toleration = structOf<Toleration>(
  "{ key: 'egress', operator: TolerationOperator.EXISTS }",
  {
    key: labelKey,
    operator: memberOf('TolerationOperator', TolerationOperator),
    value: labelValue,
    effect: memberOf('TolerationEffect', TolerationEffect),
    tolerationSeconds: wholeNumber(0),
  },
  { check: assertToleration },
);

const labelRequirements = listOf(
  "[{ key: 'app', operator: LabelSelectorOperator.EXISTS }]",
  structOf<LabelSelectorRequirement>(
    "{ key: 'app', operator: LabelSelectorOperator.EXISTS }",
    {
      key: labelKey,
      operator: memberOf('LabelSelectorOperator', LabelSelectorOperator),
      values: listOf("['egress']", labelValue),
    },
    { required: ['key', 'operator'], check: assertValues },
  ),
);

function selectorOf(example: string, labels: string): Reader<LabelSelector> {
  const shape = { matchLabels: labelsOf(labels), matchExpressions: labelRequirements };
  return structOf<LabelSelector>(example, shape, { meaning: inside('matchLabels') });
}

const labelSelector = selectorOf(`{ matchLabels: ${POD_LABELS} }`, POD_LABELS);

/** Reads a label selector of namespaces. */
export const namespaceSelector = selectorOf('{}', NAMESPACE_LABELS);

const nodeRequirements = listOf(
  "[{ key: 'zone', operator: NodeSelectorOperator.EXISTS }]",
  structOf<NodeSelectorRequirement>(
    "{ key: 'zone', operator: NodeSelectorOperator.EXISTS }",
    {
      key: labelKey,
      operator: memberOf('NodeSelectorOperator', NodeSelectorOperator),
      values: listOf("['a']", requirementValue),
    },
    { required: ['key', 'operator'], check: assertValues },
  ),
);

const nodeTerm = structOf<NodeSelectorTerm>(NODE_TERM, {
  matchExpressions: nodeRequirements,
  matchFields: nodeRequirements,
});

const preferredNodes = structOf<PreferredSchedulingTerm>(
  PREFERRED_NODES,
  { weight: wholeNumber(1, 100), preference: nodeTerm },
  { required: ['weight', 'preference'] },
);

const nodeAffinity = structOf<NodeAffinity>(
  `{ preferredDuringSchedulingIgnoredDuringExecution: [${PREFERRED_NODES}] }`,
  {
    requiredDuringSchedulingIgnoredDuringExecution: structOf<NodeSelector>(
      `{ nodeSelectorTerms: [${NODE_TERM}] }`,
      { nodeSelectorTerms: listOf(`[${NODE_TERM}]`, nodeTerm) },
      { required: ['nodeSelectorTerms'] },
    ),
    preferredDuringSchedulingIgnoredDuringExecution: listOf(`[${PREFERRED_NODES}]`, preferredNodes),
  },
);

const podTerm = structOf<PodAffinityTerm>(
  POD_TERM,
  {
    topologyKey,
    labelSelector,
    matchLabelKeys: listOf("['app']", labelKey),
    mismatchLabelKeys: listOf("['app']", labelKey),
    namespaces: listOf("['istio-egress']", orToken(dnsLabel)),
    namespaceSelector,
  },
  { required: ['topologyKey'] },
);

const weightedPodTerm = structOf<WeightedPodAffinityTerm>(
  WEIGHTED_POD_TERM,
  { weight: wholeNumber(1, 100), podAffinityTerm: podTerm },
  { required: ['weight', 'podAffinityTerm'] },
);

const podAffinity = structOf<PodAffinity>(`{ requiredDuringSchedulingIgnoredDuringExecution: [${POD_TERM}] }`, {
  requiredDuringSchedulingIgnoredDuringExecution: listOf(`[${POD_TERM}]`, podTerm),
  preferredDuringSchedulingIgnoredDuringExecution: listOf(`[${WEIGHTED_POD_TERM}]`, weightedPodTerm),
});

const spread = structOf<TopologySpreadConstraint>(
  SPREAD,
  {
    topologyKey,
    maxSkew: wholeNumber(1),
    whenUnsatisfiable: memberOf('WhenUnsatisfiable', WhenUnsatisfiable),
    labelSelector,
    matchLabelKeys: listOf("['app']", labelKey),
    minDomains: wholeNumber(1),
    nodeAffinityPolicy: memberOf('NodeInclusionPolicy', NodeInclusionPolicy),
    nodeTaintsPolicy: memberOf('NodeInclusionPolicy', NodeInclusionPolicy),
  },
  { required: ['topologyKey', 'maxSkew', 'whenUnsatisfiable'] },
);

/** The readers of the options of a gateway's pods. */
export const POD_SHAPE: Shape<GatewayPodOptions> = {
  nodeSelector: labelsOf(POD_LABELS),
  tolerations: listOf("[{ key: 'egress', operator: TolerationOperator.EXISTS }]", toleration),
  affinity: structOf<Affinity>(
    `{ podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [${WEIGHTED_POD_TERM}] } }`,
    {
      nodeAffinity,
      podAffinity,
      podAntiAffinity: podAffinity,
    },
  ),
  topologySpreadConstraints: (what, value) => {
    const constraints = listOf(`[${SPREAD}]`, spread)(what, value);
    assertSpreadOnce(what, constraints);
    return constraints;
  },
  resources: structOf<ResourceRequirements>(
    "{ requests: { cpu: '500m' } }",
    { requests: amounts, limits: amounts },
    { meaning: inside('requests') },
  ),
  minReplicas: wholeNumber(1),
  maxReplicas: wholeNumber(1),
};

/** Options that an installer has by other names. */
const INSTALLER_HINTS = Object.fromEntries(
  ['podLabels', 'podAnnotations', 'env', 'volumes', 'imagePullSecrets', 'priorityClassName'].map((name) => [
    name,
    (): string => `remove ${name}, and set the field in the input of the installer, or use GatewayWorkload.deployment`,
  ]),
);

/** Options of a call: errors name each property by itself. */
export const OPTIONS = {
  nameOf: (_: string, property: string) => property,
  hints: { replicas: 'minReplicas', labels: 'nodeSelector' },
  check: (_: string, options: GatewayPodOptions) => assertReplicas(options),
};

/** Reads the options of a gateway's pods. */
export const readPodOptions = structOf<GatewayPodOptions>('{ minReplicas: 2 }', POD_SHAPE, {
  ...OPTIONS,
  hints: { ...OPTIONS.hints, ...INSTALLER_HINTS },
});
