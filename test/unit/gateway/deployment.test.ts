import { k8s } from 'cdk8s-plus-28';
import { Lazy } from 'cdk8s';
import { GatewayDeploymentOptions, GatewayPorts, GatewayWorkload } from '../../../lib';
import { fixIn, messageOf, newChart, only, stderrOfEachTest } from '../help';
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
  test("uses Istio's gateway injection template: the webhook puts the proxy in", () => {
    const { metadata, spec } = deployment().template;
    expect(metadata.annotations['inject.istio.io/templates']).toBe('gateway');
    expect(metadata.labels['sidecar.istio.io/inject']).toBe('true');
    expect(metadata.labels).not.toHaveProperty(['istio.io/rev']);
    expect(spec.containers.map(({ name, image }) => [name, image])).toEqual([['istio-proxy', 'auto']]);
  });

  test('is injected by a revision that was said', () => {
    expect(deployment({ revision: '1-30' }).template.metadata.labels['istio.io/rev']).toBe('1-30');
  });

  test('selects its pods by the selector, which revisions do not change', () => {
    const { selector, template } = deployment({ revision: '1-30' });
    expect(selector.matchLabels).toEqual({ istio: 'dedicated' });
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
  });

  test('names no replicas, which the autoscaler owns, and never has fewer pods while it rolls', () => {
    const { replicas, strategy } = deployment();
    expect(replicas).toBeUndefined();
    expect(strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } });
  });

  test('runs as Pod Security restricted demands, under its own ServiceAccount', () => {
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

  test('listens below 1024 by a sysctl, not by a capability', () => {
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

  test('by default may run on any node, apart from its like and over all zones', () => {
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

  const topologySpreadConstraints = [{ maxSkew: 2, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }];

  test.each<[keyof GatewayDeploymentOptions, GatewayDeploymentOptions]>([
    ['nodeSelector', { nodeSelector: { 'node-role.kubernetes.io/egress': '' } }],
    ['tolerations', { tolerations: [{ key: 'egress', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }] }],
    ['affinity', { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [RACK] } } }],
    ['topologySpreadConstraints', { topologySpreadConstraints }],
  ])('runs where %s says', (key, options) => {
    expect(podSpec(options)[key]).toEqual(options[key]);
  });

  const lazy = (value: unknown): never => Lazy.any({ produce: () => value }) as never;

  test.each<[string, never, object[]]>([
    ['all', [] as never, []],
    ['in a toleration', [{ key: lazy('a'), operator: lazy('Exists') }] as never, [{ key: 'a', operator: 'Exists' }]],
    ['for a toleration', [lazy({ operator: 'Exists' })] as never, [{ operator: 'Exists' }]],
    ['for the list', lazy([{ operator: 'Exists' }]), [{ operator: 'Exists' }]],
  ])('takes tolerations that become known at synthesis only: %s', (_, tolerations, written) => {
    expect(podSpec({ tolerations })['tolerations']).toEqual(written);
  });

  test('tolerates what was said when it was made, whatever becomes of the list', () => {
    const toleration = { key: 'egress', operator: 'Exists' };
    const tolerations = [toleration];
    const chart = newChart();
    deployed(chart, { tolerations });
    tolerations.push({ key: 'b', operator: 'exists' });
    toleration.operator = 'exists';
    expect(JSON.stringify(only(chart, 'Deployment'))).toContain('"tolerations":[{"key":"egress","operator":"Exists"}]');
  });

  test.each<[string, unknown, RegExp, RegExp]>([
    [
      'one that is not in a list',
      { key: 'a' },
      /^tolerations is no list: got \{"key":"a"\};/,
      /^write tolerations: \[/,
    ],
    ['null', null, /^tolerations is no list: got null;/, /^write tolerations: \[/],
    ['a key alone', ['a'], /^properties of toleration are missing or no object: got "a";/, /^write an object/],
    [
      'a misspelt property',
      [{ key: 'a', operator: 'Exists' }, { keys: 'a' }],
      /^toleration has no property keys: got "a"; allowed: key, operator, value, effect, tolerationSeconds;/,
      /^did you mean key\? /,
    ],
    [
      'an operator in lower case',
      [{ key: 'a', operator: 'exists' }],
      /^operator of a toleration is unknown: got "exists"; allowed: Exists, Equal;/,
      /^write operator: "Exists"$/,
    ],
    [
      'another operator',
      [{ key: 'a', operator: 'In' }],
      /^operator of a toleration is unknown: got "In"; allowed: Exists, Equal;/,
      /^write one of them, or leave operator out$/,
    ],
    [
      'null for one',
      [{ key: 'a', operator: null }],
      /^operator of a toleration is unknown: got null;/,
      /^write one of/,
    ],
    [
      'an effect in lower case',
      [{ operator: 'Exists', effect: 'noschedule' }],
      /^effect of a toleration is unknown: got "noschedule"; allowed: NoSchedule, PreferNoSchedule, NoExecute;/,
      /^write effect: "NoSchedule"$/,
    ],
  ])('refuses tolerations where they are written: %s', (_, tolerations, problem, fix) => {
    for (const make of ['deployment', 'installed'] as const) {
      const message = messageOf(() => GatewayWorkload[make]({ tolerations: tolerations as never }));
      expect(message).toMatch(problem);
      expect(fixIn(message)).toMatch(fix);
    }
  });

  test('has the resources that were said, and no others', () => {
    const resources = {
      requests: { cpu: k8s.Quantity.fromNumber(2), memory: k8s.Quantity.fromString('1Gi') },
    };
    expect(podSpec({ resources }).containers[0]?.['resources']).toEqual({ requests: { cpu: 2, memory: '1Gi' } });
  });
});
