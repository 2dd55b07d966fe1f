import { Lazy, Testing } from 'cdk8s';
import {
  GatewayDeploymentOptions,
  GatewayPorts,
  TolerationEffect,
  TolerationOperator,
  WhenUnsatisfiable,
} from '../../../lib';
import { messageOf, newChart, only, stderrOfEachTest } from '../help';
import { deployed } from './help';

stderrOfEachTest();

interface Deployment {
  readonly replicas?: number;
  readonly selector: { readonly matchLabels: Record<string, string> };
  readonly strategy: object;
  readonly template: {
    readonly metadata: {
      readonly labels: Record<string, string>;
      readonly annotations: Record<string, string>;
    };
    readonly spec: Record<string, unknown> & { readonly containers: Record<string, unknown>[] };
  };
}

function deployment(options: GatewayDeploymentOptions = {}, ports?: GatewayPorts): Deployment {
  const chart = newChart();
  deployed(chart, options, { ports });
  return only(chart, 'Deployment').spec as unknown as Deployment;
}

const RACK = { topologyKey: 'rack', labelSelector: { matchLabels: { istio: 'dedicated' } } };
const podSpec = (options?: GatewayDeploymentOptions, ports?: GatewayPorts) => deployment(options, ports).template.spec;

describe('the Deployment of a gateway', () => {
  test("the Deployment of a gateway uses Istio's gateway injection template", () => {
    const { metadata, spec } = deployment().template;
    expect(metadata.annotations['inject.istio.io/templates']).toBe('gateway');
    expect(metadata.labels['sidecar.istio.io/inject']).toBe('true');
    expect(metadata.labels).not.toHaveProperty(['istio.io/rev']);
    expect(spec.containers.map(({ name, image }) => [name, image])).toEqual([['istio-proxy', 'auto']]);
  });

  test('the Deployment of a gateway has the label of the revision', () => {
    expect(deployment({ revision: '1-30' }).template.metadata.labels['istio.io/rev']).toBe('1-30');
  });

  test('the Deployment of a gateway selects its pods by the selector alone, so that revisions may change', () => {
    const { selector, template } = deployment({ revision: '1-30' });
    expect(selector.matchLabels).toEqual({ istio: 'dedicated' });
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
  });

  test('the Deployment of a gateway sets no replicas, and keeps every pod during a rollout', () => {
    const { replicas, strategy } = deployment();
    expect(replicas).toBeUndefined();
    expect(strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } });
  });

  test('the Deployment of a gateway meets Pod Security restricted, and has its own ServiceAccount', () => {
    const spec = podSpec();
    expect(spec['serviceAccountName']).toBe('egress');
    expect(spec['securityContext']).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(spec.containers[0]?.['securityContext']).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    });
    expect(spec['hostNetwork']).toBeUndefined();
  });

  test('the Deployment of a gateway listens below port 1024 by a sysctl, not by a capability', () => {
    const spec = podSpec({}, GatewayPorts.HELM_CHART);
    expect(spec['securityContext']).toMatchObject({
      sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    });
    expect(spec.containers[0]?.['securityContext']).toMatchObject({ capabilities: { drop: ['ALL'] } });
    expect(spec.containers[0]?.['ports']).toEqual([
      { containerPort: 80, protocol: 'TCP' },
      { containerPort: 443, protocol: 'TCP' },
    ]);
  });

  test('the Deployment of a gateway by default prefers different nodes and spreads over all zones', () => {
    const spec = podSpec();
    const labelSelector = { matchLabels: { istio: 'dedicated' } };
    expect([spec['nodeSelector'], spec['tolerations']]).toEqual([undefined, undefined]);
    expect(spec['affinity']).toEqual({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { labelSelector, topologyKey: 'kubernetes.io/hostname' } },
        ],
      },
    });
    expect(spec['topologySpreadConstraints']).toEqual([
      { labelSelector, maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
    ]);
    expect(spec.containers[0]?.['resources']).toEqual({
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { cpu: '2', memory: '1Gi' },
    });
  });

  const topologySpreadConstraints = [
    { maxSkew: 2, topologyKey: 'rack', whenUnsatisfiable: WhenUnsatisfiable.DO_NOT_SCHEDULE },
  ];

  test.each<[keyof GatewayDeploymentOptions, GatewayDeploymentOptions]>([
    ['nodeSelector', { nodeSelector: { 'node-role.kubernetes.io/egress': '' } }],
    [
      'tolerations',
      {
        tolerations: [
          { key: 'egress', operator: TolerationOperator.EQUAL, value: 'yes', effect: TolerationEffect.NO_SCHEDULE },
        ],
      },
    ],
    ['affinity', { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [RACK] } } }],
    ['topologySpreadConstraints', { topologySpreadConstraints }],
  ])('the Deployment of a gateway has the configured %s', (key, options) => {
    expect(podSpec(options)[key]).toEqual(options[key]);
  });

  const lazy = (value: unknown): never => Lazy.any({ produce: () => value }) as never;

  test.each<[string, never, object[]]>([
    ['an empty list', [] as never, []],
    ['in a toleration', [{ key: lazy('a'), operator: lazy('Exists') }] as never, [{ key: 'a', operator: 'Exists' }]],
    ['for a toleration', [lazy({ operator: 'Exists' })] as never, [{ operator: 'Exists' }]],
    ['for the list', lazy([{ operator: 'Exists' }]), [{ operator: 'Exists' }]],
  ])('the Deployment of a gateway resolves tokens in tolerations at synthesis: %s', (_, tolerations, written) => {
    expect(podSpec({ tolerations })['tolerations']).toEqual(written);
  });

  test.each<[string, GatewayDeploymentOptions, RegExp]>([
    [
      'a toleration',
      { tolerations: lazy([{ operator: 'exists' }]) },
      /tolerations\[0\]\.operator must be a Toleration/,
    ],
    [
      'a quantity',
      { resources: { requests: { cpu: lazy({ value: '1' }) } } },
      /resources\.requests\.cpu must be .*"1"/,
    ],
  ])('the synthesis rejects %s that resolves to a malformed value, and names the gateway', (_, options, problem) => {
    const chart = newChart();
    deployed(chart, options);
    const message = messageOf((): unknown => Testing.synth(chart));
    expect(message).toContain('chart/gateway');
    expect(message).toMatch(problem);
  });

  test('the Deployment of a gateway has the configured resources and no defaults beside them', () => {
    const resources = { requests: { cpu: '2', memory: '1Gi' } };
    expect(podSpec({ resources }).containers[0]?.['resources']).toEqual(resources);
  });
});
