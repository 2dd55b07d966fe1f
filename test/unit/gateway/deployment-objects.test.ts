import { JsonPatch, Lazy, Testing } from 'cdk8s';
import { GatewayDeploymentOptions, GatewayPorts, GatewayWorkload } from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { deployed } from './help';

stderrOfEachTest();
const KINDS = ['ServiceAccount', 'Service', 'Deployment', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'];
/** The same with `readSecrets`, which read-secrets.test.ts covers. */
const WITH_SECRETS = ['ServiceAccount', 'Role', 'RoleBinding', ...KINDS.slice(1)];
const lazy = (value: unknown): never => Lazy.any({ produce: () => value }) as never;

describe('the objects of a deployed gateway', () => {
  test('a deployed gateway has five objects with the name and the namespace of its Service', () => {
    const chart = newChart();
    const gateway = deployed(chart);
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(KINDS);
    for (const { metadata } of manifestsOf(chart)) {
      expect(metadata).toMatchObject({ name: 'egress', namespace: 'istio-egress' });
      expect(metadata.labels).toEqual({ 'app.kubernetes.io/name': 'egress', istio: 'dedicated' });
    }
    expect(gateway.objects.map(({ kind }) => kind)).toEqual(KINDS);
    expect(gateway.node.defaultChild).toBe(gateway.objects[2]);
  });

  test("the objects of a deployed gateway have the gateway's labels and annotations, and the labels of its selector", () => {
    const chart = newChart();
    const metadata = { labels: { team: 'net' }, annotations: { note: 'x y' } };
    deployed(chart, { readSecrets: true }, { metadata });
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(WITH_SECRETS);
    for (const { metadata: written } of manifestsOf(chart)) {
      expect(written.labels).toMatchObject({ team: 'net', istio: 'dedicated' });
      expect(written.annotations).toEqual({ note: 'x y' });
    }
  });

  test('the Service of a deployed gateway is a ClusterIP with the target ports of the pods', () => {
    const chart = newChart();
    deployed(chart, {}, { ports: GatewayPorts.of({ http: { port: 8000, targetPort: 9000 } }) });
    expect(only(chart, 'Service').spec).toEqual({
      type: 'ClusterIP',
      selector: { istio: 'dedicated' },
      ports: [
        { name: 'http2', port: 8000, protocol: 'TCP', targetPort: 9000 },
        { name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 },
      ],
    });
  });

  test('the PodDisruptionBudget of a deployed gateway allows one unavailable pod', () => {
    const chart = newChart();
    deployed(chart);
    expect(only(chart, 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { istio: 'dedicated' } },
    });
  });

  test.each<[string, GatewayDeploymentOptions, object, number]>([
    ['by default two to five', {}, { minReplicas: 2, maxReplicas: 5 }, 80],
    ['as many as configured', { minReplicas: 3, maxReplicas: 3 }, { minReplicas: 3, maxReplicas: 3 }, 80],
    ['no fewer than minReplicas', { minReplicas: 7 }, { minReplicas: 7, maxReplicas: 7 }, 80],
    ['by the configured CPU utilization', { targetCpuUtilization: 60 }, { minReplicas: 2, maxReplicas: 5 }, 60],
    ['with a token for minReplicas', { minReplicas: lazy(3) }, { minReplicas: 3, maxReplicas: 5 }, 80],
    ['with a token for maxReplicas', { maxReplicas: lazy(9) }, { minReplicas: 2, maxReplicas: 9 }, 80],
    ['with tokens for both', { minReplicas: lazy(3), maxReplicas: lazy(9) }, { minReplicas: 3, maxReplicas: 9 }, 80],
  ])('the HorizontalPodAutoscaler of a deployed gateway keeps pods, %s', (_, options, replicas, averageUtilization) => {
    const chart = newChart();
    deployed(chart, options);
    const target = { type: 'Utilization', averageUtilization };
    expect(only(chart, 'HorizontalPodAutoscaler').spec).toEqual({
      ...replicas,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'egress' },
    });
  });

  test.each<[string, GatewayDeploymentOptions, RegExp]>([
    ['minReplicas: 0', { minReplicas: 0 }, /minReplicas must be .*: got 0; .*fix: write minReplicas: 1$/],
    ['a fraction', { minReplicas: 1.5 }, /minReplicas must be .*: got 1\.5; /],
    ['maxReplicas: 0', { maxReplicas: 0 }, /maxReplicas must be .*: got 0; /],
    [
      'minReplicas above maxReplicas',
      { minReplicas: 4, maxReplicas: 3 },
      /EGR0304: GatewayWorkload\.\w+: maxReplicas must be at least minReplicas.*: got \{"minReplicas":4,"maxReplicas":3\}; .*fix: write /,
    ],
  ])('GatewayWorkload rejects %s', (_, options, problem) => {
    for (const make of ['deployment', 'external'] as const) {
      expect(messageOf(() => GatewayWorkload[make](options))).toMatch(problem);
    }
  });

  test('replicas that are tokens are validated at synthesis', () => {
    const chart = newChart();
    deployed(chart, { minReplicas: lazy(9), maxReplicas: lazy(3) });
    const message = messageOf((): unknown => Testing.synth(chart));
    expect(message).toMatch(
      /chart\/gateway.*maxReplicas must be at least minReplicas.*: got \{"minReplicas":9,"maxReplicas":3\}/,
    );
  });

  test.each(WITH_SECRETS)('a JSON patch of the %s of a deployed gateway may set any field', (kind) => {
    const chart = newChart();
    const object = deployed(chart, { readSecrets: true }).objects.find((one) => one.kind === kind);
    object?.addJsonPatch(JsonPatch.add('/metadata/annotations', { a: 'b' }), JsonPatch.add('/newField', { x: 1 }));
    const manifest = (Testing.synth(chart) as object[]).find((one) => (one as { kind: string }).kind === kind);
    expect(manifest).toMatchObject({ metadata: { annotations: { a: 'b' } }, newField: { x: 1 } });
  });
});

describe('the Namespace of a deployed gateway', () => {
  test('createNamespace writes the Namespace before the other objects, with Pod Security restricted', () => {
    const chart = newChart();
    const gateway = deployed(chart, { createNamespace: true });
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(['Namespace', ...KINDS]);
    expect(only(chart, 'Namespace').metadata).toEqual({
      name: 'istio-egress',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
    expect(gateway.node.defaultChild).toBe(gateway.objects[3]);
  });

  test.each([undefined, false])('a gateway with createNamespace: %p writes no Namespace', (createNamespace) => {
    const chart = newChart();
    deployed(chart, { createNamespace });
    expect(ofKind(chart, 'Namespace')).toEqual([]);
  });

  test.each(['istio-system', 'kube-system', 'kube-public', 'kube-node-lease', 'default'])(
    'createNamespace is rejected for %s, which would be deleted with the manifests',
    (namespace) => {
      const message = messageOf(() => deployed(newChart(), { createNamespace: true }, { namespace }));
      expect(message).toMatch(/^EGR0502: \[chart\/gateway\] /);
      expect(message).toContain(`namespace ${namespace} cannot be created by the app: got "${namespace}"`);
      expect(fixIn(message)).toMatch(/remove createNamespace, or use another namespace/);
    },
  );
});

test.each(['istio.io/rev', 'sidecar.istio.io/inject', 'istio.io/dataplane-mode'])(
  'a deployed gateway rejects a selector with %s, which injection sets on the pods',
  (label) => {
    const message = messageOf(() => deployed(newChart(), {}, { selector: { [label]: 'x' } }));
    expect(message).toContain(`EGR0306: [chart/gateway] selector cannot have the label ${label}: `);
    expect(fixIn(message)).toContain(`remove ${label} from selector`);
  },
);
