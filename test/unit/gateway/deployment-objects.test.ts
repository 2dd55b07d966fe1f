import { JsonPatch, Lazy, Testing } from 'cdk8s';
import { GatewayDeploymentOptions, GatewayPorts, GatewayWorkload } from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { deployed } from './help';

stderrOfEachTest();
const KINDS = ['ServiceAccount', 'Service', 'Deployment', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'];
/** Beside them where the gateway may read secrets: read-secrets.test.ts says more. */
const WITH_SECRETS = ['ServiceAccount', 'Role', 'RoleBinding', ...KINDS.slice(1)];
const lazy = (value: unknown): never => Lazy.any({ produce: () => value }) as never;

describe('the objects of a deployed gateway', () => {
  test('are five, named and placed like its Service, with labels of their own', () => {
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

  test("carry the gateway's labels and annotations, and are still selected by its selector", () => {
    const chart = newChart();
    const metadata = { labels: { team: 'net' }, annotations: { note: 'x y' } };
    deployed(chart, { readSecrets: true }, { metadata });
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(WITH_SECRETS);
    for (const { metadata: written } of manifestsOf(chart)) {
      expect(written.labels).toMatchObject({ team: 'net', istio: 'dedicated' });
      expect(written.annotations).toEqual({ note: 'x y' });
    }
  });

  test('the Service is inside the cluster only and leads to the pods on their target ports', () => {
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

  test('the PodDisruptionBudget lets one pod go at a time', () => {
    const chart = newChart();
    deployed(chart);
    expect(only(chart, 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { istio: 'dedicated' } },
    });
  });

  test.each<[string, GatewayDeploymentOptions, object, number]>([
    ['by default two to five', {}, { minReplicas: 2, maxReplicas: 5 }, 80],
    ['as many as said', { minReplicas: 3, maxReplicas: 3 }, { minReplicas: 3, maxReplicas: 3 }, 80],
    ['at least as many as the least', { minReplicas: 7 }, { minReplicas: 7, maxReplicas: 7 }, 80],
    ['by the CPU use that was said', { targetCpuUtilization: 60 }, { minReplicas: 2, maxReplicas: 5 }, 60],
    ['a token for the least', { minReplicas: lazy(3) }, { minReplicas: 3, maxReplicas: 5 }, 80],
    ['a token for the most', { maxReplicas: lazy(9) }, { minReplicas: 2, maxReplicas: 9 }, 80],
    ['two tokens', { minReplicas: lazy(3), maxReplicas: lazy(9) }, { minReplicas: 3, maxReplicas: 9 }, 80],
  ])('the HorizontalPodAutoscaler keeps pods, %s', (_, options, replicas, averageUtilization) => {
    const chart = newChart();
    deployed(chart, options);
    const target = { type: 'Utilization', averageUtilization };
    expect(only(chart, 'HorizontalPodAutoscaler').spec).toEqual({
      ...replicas,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'egress' },
    });
  });

  test.each<[string, GatewayDeploymentOptions]>([
    ['none', { minReplicas: 0 }],
    ['half a pod', { minReplicas: 1.5 }],
    ['more at least than at most', { minReplicas: 4, maxReplicas: 3 }],
    ['none at most', { maxReplicas: 0 }],
  ])('are refused with %s', (_, options) => {
    for (const make of ['deployment', 'installed'] as const) {
      const message = messageOf(() => GatewayWorkload[make](options));
      expect(message).toMatch(/minReplicas and maxReplicas contradict each other: got \{"minReplicas"/);
      expect(fixIn(message)).toMatch(/write minReplicas: 2/);
    }
  });

  test('are refused at synthesis when a token of theirs resolves badly', () => {
    const chart = newChart();
    deployed(chart, { minReplicas: lazy(9), maxReplicas: lazy(3) });
    const message = messageOf((): unknown => Testing.synth(chart));
    expect(message).toMatch(/chart\/gateway.*contradict each other: got \{"minReplicas":9,"maxReplicas":3\}/);
  });

  test.each(WITH_SECRETS)('take any patch of a %s, also of fields that no type knows', (kind) => {
    const chart = newChart();
    const object = deployed(chart, { readSecrets: true }).objects.find((one) => one.kind === kind);
    object?.addJsonPatch(JsonPatch.add('/metadata/annotations', { a: 'b' }), JsonPatch.add('/newField', { x: 1 }));
    const manifest = (Testing.synth(chart) as object[]).find((one) => (one as { kind: string }).kind === kind);
    expect(manifest).toMatchObject({ metadata: { annotations: { a: 'b' } }, newField: { x: 1 } });
  });
});

describe('the Namespace of a deployed gateway', () => {
  test('is written when asked for, restricted, before the others, without a namespace of its own', () => {
    const chart = newChart();
    const gateway = deployed(chart, { createNamespace: true });
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(['Namespace', ...KINDS]);
    expect(only(chart, 'Namespace').metadata).toEqual({
      name: 'istio-egress',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
    expect(gateway.node.defaultChild).toBe(gateway.objects[3]);
  });

  test.each([undefined, false])('is not written with createNamespace: %p', (createNamespace) => {
    const chart = newChart();
    deployed(chart, { createNamespace });
    expect(ofKind(chart, 'Namespace')).toEqual([]);
  });

  test.each(['istio-system', 'kube-system', 'kube-public', 'kube-node-lease', 'default'])(
    'is refused for %s, which would be deleted with the manifests',
    (namespace) => {
      const message = messageOf(() => deployed(newChart(), { createNamespace: true }, { namespace }));
      expect(message).toMatch(/^\[chart\/gateway\] /);
      expect(message).toContain(`namespace ${namespace} is not this app's to create: got "${namespace}"`);
      expect(fixIn(message)).toMatch(/a namespace of its own, or leave createNamespace out/);
    },
  );
});
