import { Lazy } from 'cdk8s';
import { GatewayPodOptions } from '../../../lib/pods/gateway-pods';
import { LabelSelectorOperator } from '../../../lib/pods/label-selector';
import { NodeSelectorOperator } from '../../../lib/pods/node-selector';
import { readDeploymentOptions } from '../../../lib/pods/deployment-shape';
import { readPodOptions } from '../../../lib/pods/pod-shapes';
import { TolerationEffect, TolerationOperator } from '../../../lib/pods/toleration';
import { NodeInclusionPolicy, WhenUnsatisfiable } from '../../../lib/pods/topology-spread-constraint';
import { fixIn, messageOf } from '../help';

const labelSelector = {
  matchLabels: { app: 'egress' },
  matchExpressions: [{ key: 'tier', operator: LabelSelectorOperator.NOT_IN, values: ['a', 'b'] }],
};
const podTerm = {
  topologyKey: 'kubernetes.io/hostname',
  labelSelector,
  matchLabelKeys: ['pod-template-hash'],
  mismatchLabelKeys: ['tenant'],
  namespaces: ['istio-egress'],
  namespaceSelector: {},
};
const nodeTerm = {
  matchExpressions: [
    { key: 'topology.kubernetes.io/zone', operator: NodeSelectorOperator.IN, values: ['a'] },
    { key: 'cores', operator: NodeSelectorOperator.GT, values: ['7'] },
    { key: 'spot', operator: NodeSelectorOperator.DOES_NOT_EXIST },
  ],
  matchFields: [{ key: 'metadata.name', operator: NodeSelectorOperator.NOT_IN, values: ['node-1'] }],
};
const podAffinity = {
  requiredDuringSchedulingIgnoredDuringExecution: [podTerm],
  preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: podTerm }],
};

/** Every property of every struct. */
const ALL: GatewayPodOptions = {
  nodeSelector: { 'node-role.kubernetes.io/egress': '' },
  tolerations: [
    { key: 'egress', operator: TolerationOperator.EQUAL, value: 'yes', effect: TolerationEffect.NO_SCHEDULE },
    { operator: TolerationOperator.EXISTS, effect: TolerationEffect.NO_EXECUTE, tolerationSeconds: 60 },
  ],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [nodeTerm] },
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: nodeTerm }],
    },
    podAffinity,
    podAntiAffinity: podAffinity,
  },
  topologySpreadConstraints: [
    {
      topologyKey: 'zone',
      maxSkew: 1,
      whenUnsatisfiable: WhenUnsatisfiable.DO_NOT_SCHEDULE,
      labelSelector,
      matchLabelKeys: ['pod-template-hash'],
      minDomains: 2,
      nodeAffinityPolicy: NodeInclusionPolicy.HONOR,
      nodeTaintsPolicy: NodeInclusionPolicy.IGNORE,
    },
  ],
  resources: { requests: { cpu: '500m', 'example.com/gpu': '1' }, limits: { memory: '1Gi' } },
  minReplicas: 3,
  maxReplicas: 4,
};

const read = (options: unknown): GatewayPodOptions => readPodOptions('pods', options);

describe('readPodOptions', () => {
  test('returns every property of every struct as given', () => {
    expect(read(ALL)).toStrictEqual(ALL);
  });

  test('returns no undefined options', () => {
    expect(read({ tolerations: undefined, affinity: { podAffinity: undefined } })).toStrictEqual({ affinity: {} });
  });

  test.each<[string, unknown, string]>([
    [
      'a misspelt property',
      { tolerations: [{ key: 'a', efect: 'x' }] },
      'tolerations[0] cannot have the property efect',
    ],
    ['an operator in lower case', { tolerations: [{ operator: 'exists' }] }, 'tolerations[0].operator must be a Tol'],
    ['null for an operator', { tolerations: [{ key: 'a', operator: null }] }, 'tolerations[0].operator cannot be null'],
    ['a toleration without a key', { tolerations: [{ value: 'a' }] }, 'tolerations[0] must have a key'],
    ['a toleration key with a space', { tolerations: [{ key: 'a b' }] }, 'tolerations[0].key must be a label key'],
    ['a toleration outside a list', { tolerations: { key: 'a' } }, 'tolerations must be a list: got {"key":"a"}'],
    [
      'a value of a toleration of all values',
      { tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] },
      'tolerations[0].value cannot be set with TolerationOperator.EXISTS',
    ],
    [
      'seconds without NoExecute',
      { tolerations: [{ key: 'a', tolerationSeconds: 1 }] },
      'tolerations[0].tolerationSeconds cannot be set without TolerationEffect.NO_EXECUTE',
    ],
    ['a malformed node label', { nodeSelector: { 'a b': 'c' } }, 'nodeSelector'],
    ['a malformed node label value', { nodeSelector: { a: 'b c' } }, 'nodeSelector'],
    [
      'an unknown property deep inside',
      { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKeys: 'a' }] } } },
      'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0] cannot have the property topologyKeys',
    ],
    [
      'a weight of 0',
      {
        affinity: {
          nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, preference: {} }] },
        },
      },
      'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight must be a whole number from 1 to 100',
    ],
    ...(
      [
        [{ key: 'a', operator: 'In' }, 'values must be one value or more with operator In'],
        [{ key: 'a', operator: 'Exists', values: ['b'] }, 'values must be no values with operator Exists'],
        [{ key: 'a', operator: 'Gt', values: ['many'] }, 'values must be one whole number as text with operator Gt'],
        [{ key: 'a', operator: 'Lt', values: ['1', '2'] }, 'values must be one whole number as text with operator Lt'],
        [{ key: 'a' }, 'operator must be a NodeSelectorOperator'],
      ] as const
    ).map(([expression, message]): [string, unknown, string] => [
      `the requirement ${JSON.stringify(expression)}`,
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
          },
        },
      },
      `.nodeSelectorTerms[0].matchExpressions[0].${message}`,
    ]),
    [
      'a spread without its required properties',
      { topologySpreadConstraints: [{ topologyKey: 'zone', maxSkew: 0 }] },
      'topologySpreadConstraints[0].whenUnsatisfiable must be a WhenUnsatisfiable',
    ],
    ['a number of CPUs', { resources: { requests: { cpu: 2 } } }, 'resources.requests.cpu must be a quantity as text'],
    ['claims of resources', { resources: { claims: [] } }, 'resources cannot have the property claims'],
  ])('rejects %s', (_, options, message) => {
    expect(messageOf(() => read(options))).toContain(message);
  });

  test('has a fix that can be typed for a Quantity of cdk8s-plus', () => {
    const resources = { requests: { cpu: { value: '500m' } } };
    expect(fixIn(messageOf(() => read({ resources })))).toBe('write resources: { requests: { cpu: "500m" } }');
  });

  test.each([
    [{}, "write tolerations: [{ key: 'egress' }], or operator: TolerationOperator.EXISTS to tolerate all taints"],
    [
      { key: 'a', tolerationSeconds: 1 },
      'write tolerations: [{ effect: TolerationEffect.NO_EXECUTE }], or remove tolerationSeconds',
    ],
  ])('has a fix that can be typed for the toleration %j', (toleration, fix) => {
    expect(fixIn(messageOf(() => read({ tolerations: [toleration] })))).toBe(fix);
  });

  test.each([
    [{ key: 'a', operator: 'In' }, "matchExpressions: [{ values: ['egress'] }]"],
    [{ key: 'a', operator: 'Gt' }, "matchExpressions: [{ values: ['1'] }]"],
    [{ key: 'a', operator: 'In', values: [1] }, 'matchExpressions: [{ values: ["1"] }]'],
  ])('has a fix that can be typed for the requirement %j', (expression, fix) => {
    const nodeSelectorTerms = [{ matchExpressions: [expression] }];
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
    expect(fixIn(messageOf(() => read({ affinity: { nodeAffinity } })))).toContain(fix);
  });

  test('names what a label key, and text, may be', () => {
    const nodeSelectorTerms = [{ matchExpressions: [{ key: 'a', operator: 'In', values: [1] }] }];
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
    expect(messageOf(() => read({ affinity: { nodeAffinity } }))).toMatch(/EGR0103: .*; allowed: any text; /);
    expect(messageOf(() => read({ tolerations: [{ key: 'a b' }] }))).toMatch(/EGR0113: .*an optional DNS prefix/);
  });

  test('rejects all malformed options at once', () => {
    const options = {
      nodeSelector: { '-': 'a' },
      tolerations: [{ efect: 'x' }, {}],
      resources: { limits: { cpu: 1 } },
    };
    expect(messageOf(() => read(options)).split('\n')).toHaveLength(4);
  });

  test('accepts tokens, which are not checked', () => {
    const lazy = (value: unknown): never => Lazy.any({ produce: () => value }) as never;
    const options: GatewayPodOptions = {
      tolerations: [lazy({}), { operator: lazy('Exists'), value: 'a', effect: lazy('x'), tolerationSeconds: 1 }],
      topologySpreadConstraints: lazy([]),
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: lazy('a'), labelSelector: { matchExpressions: [{ key: 'a', operator: lazy('In') }] } },
          ],
        },
      },
    };
    expect(read(options)).toEqual(options);
  });
});

describe('readDeploymentOptions', () => {
  test('returns every option as given', () => {
    const options = {
      ...ALL,
      revision: 'canary',
      targetCpuUtilization: 250,
      createNamespace: true,
      readSecrets: false,
    };
    expect(readDeploymentOptions('deployment', options)).toStrictEqual(options);
  });

  test.each<[object, string]>([
    [{ revision: 'A' }, 'EGR0110: revision must be a DNS-1123 label'],
    [{ revision: Lazy.any({ produce: () => 'a' }) as never }, 'EGR0108: revision must be a literal'],
    [{ targetCpuUtilization: 0.5 }, 'EGR0103: targetCpuUtilization must be a whole number from 1'],
    [{ targetCpuUtilization: '80' }, 'EGR0103: targetCpuUtilization must be a whole number from 1'],
    [{ createNamespace: 'false' }, 'EGR0107: createNamespace must be a boolean'],
    [{ readSecrets: null }, 'readSecrets'],
    [{ maxReplicas: 1 }, 'EGR0304: maxReplicas must be at least minReplicas'],
    [{ readSecret: true }, 'EGR0101: deployment cannot have the property readSecret'],
  ])('rejects %j', (options, message) => {
    expect(messageOf(() => readDeploymentOptions('deployment', options))).toContain(message);
  });
});
