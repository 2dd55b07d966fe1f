import { parse, parseAllDocuments } from 'yaml';
import {
  AccessLog,
  EgressGateway,
  EgressGatewayProps,
  GatewayPodOptions,
  GatewayPorts,
  GatewayWorkload,
  HttpCredential,
  TolerationEffect,
  TolerationOperator,
  WhenUnsatisfiable,
} from '../../../lib';
import { manifestsOf, newChart, stderrOfEachTest } from '../help';

stderrOfEachTest();

const PODS: GatewayPodOptions = {
  nodeSelector: { 'node-role.kubernetes.io/egress': '' },
  tolerations: [{ key: 'egress', operator: TolerationOperator.EXISTS, effect: TolerationEffect.NO_SCHEDULE }],
  affinity: { podAntiAffinity: {} },
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: WhenUnsatisfiable.DO_NOT_SCHEDULE },
  ],
  resources: { requests: { cpu: '500m' } },
  minReplicas: 3,
  maxReplicas: 9,
};

function overlay(props: EgressGatewayProps = {}): string {
  return new EgressGateway(newChart(), 'gateway', props).installOverlay();
}

/** Returns the Helm values in the comments after a heading. */
function values(text: string, heading: RegExp): unknown {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => heading.test(line)) + 1;
  expect(start).toBeGreaterThan(0);
  const rest = lines.slice(start);
  const end = rest.findIndex((line) => /^# helm /.test(line) || !line.startsWith('# '));
  const block = rest.slice(0, end === -1 ? undefined : end);
  return parse(block.map((line) => line.slice(2)).join('\n'));
}

const operator = (text: string): unknown => parse(text);
const istiodValues = (text: string): unknown => values(text, /chart istio\/istiod:$/);
const gatewayValues = (text: string): unknown => values(text, /^# helm install .*values\.yaml:$/);

/** The access log of the whole mesh, and the provider of `AccessLog.JSON`. */
const MESH_CONFIG = {
  accessLogFile: '/dev/stdout',
  extensionProviders: [
    {
      name: 'egress-json',
      envoyFileAccessLog: {
        path: '/dev/stdout',
        logFormat: {
          labels: expect.objectContaining({
            source_principal: '%DOWNSTREAM_PEER_URI_SAN%',
            requested_server_name: '%REQUESTED_SERVER_NAME%',
            response_code_details: '%RESPONSE_CODE_DETAILS%',
          }) as unknown,
        },
      },
    },
  ],
};

/** The pods' setting that keeps headers of Envoy's router from external hosts. */
const POD_ANNOTATIONS = {
  'proxy.istio.io/config': '{"proxyHeaders":{"attemptCount":{"disabled":true},"envoyDebugHeaders":{"disabled":true}}}',
};

const SERVICE_PORTS = [
  { name: 'http2', port: 80, protocol: 'TCP', targetPort: 8080 },
  { name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 },
];

describe('installOverlay', () => {
  test('installOverlay returns one IstioOperator with the gateway, at least two pods, and the access log with its provider', () => {
    expect(parseAllDocuments(overlay())).toHaveLength(1);
    expect(operator(overlay())).toEqual({
      apiVersion: 'install.istio.io/v1alpha1',
      kind: 'IstioOperator',
      spec: {
        meshConfig: MESH_CONFIG,
        components: {
          egressGateways: [
            {
              name: 'istio-egressgateway',
              namespace: 'istio-system',
              enabled: true,
              label: { istio: 'egressgateway' },
              k8s: {
                podAnnotations: POD_ANNOTATIONS,
                hpaSpec: expect.objectContaining({ minReplicas: 2, maxReplicas: 5 }) as unknown,
                service: { type: 'ClusterIP', ports: SERVICE_PORTS },
              },
            },
          ],
        },
      },
    });
  });

  test('installOverlay ends with comments that have the Helm values of the same meaning', () => {
    const text = overlay();
    expect(istiodValues(text)).toEqual({ meshConfig: MESH_CONFIG });
    expect(gatewayValues(text)).toMatchObject({
      name: 'istio-egressgateway',
      labels: { istio: 'egressgateway' },
      podAnnotations: POD_ANNOTATIONS,
      autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5 },
      service: { type: 'ClusterIP', ports: SERVICE_PORTS },
    });
    expect(text).toContain('helm install istio-egressgateway istio/gateway -n istio-system');
  });

  test('installOverlay has the nodes and the replicas of the pods for both installers', () => {
    const text = overlay({ workload: GatewayWorkload.external(PODS) });
    const { minReplicas, maxReplicas, ...nodes } = PODS;
    const { topologySpreadConstraints: value, ...known } = nodes;
    const patches = [{ path: 'spec.template.spec.topologySpreadConstraints', value }];
    const overlays = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'istio-egressgateway', patches }];
    const k8sPart = { hpaSpec: { minReplicas, maxReplicas }, ...known, overlays };
    expect(operator(text)).toMatchObject({ spec: { components: { egressGateways: [{ k8s: k8sPart }] } } });
    expect(gatewayValues(text)).toMatchObject({ autoscaling: { minReplicas, maxReplicas }, ...nodes });
  });

  test("installOverlay has the gateway's name, namespace, labels and ports", () => {
    const text = overlay({
      namespace: 'istio-egress',
      serviceName: 'egress',
      selector: { istio: 'dedicated' },
      ports: GatewayPorts.of({ http: { port: 8000, targetPort: 8001 } }),
    });
    const ports = [
      expect.objectContaining({ port: 8000, targetPort: 8001 }) as unknown,
      expect.objectContaining({ port: 443, targetPort: 8443 }) as unknown,
    ];
    const component = {
      name: 'egress',
      namespace: 'istio-egress',
      label: { istio: 'dedicated' },
      k8s: { service: { ports } },
    };
    expect(operator(text)).toMatchObject({ spec: { components: { egressGateways: [component] } } });
    expect(gatewayValues(text)).toMatchObject({ name: 'egress', labels: { istio: 'dedicated' }, service: { ports } });
    expect(text).toContain('helm install egress istio/gateway -n istio-egress');
  });

  test('installOverlay has only fields of the IstioOperator, since istioctl rejects unknown fields', () => {
    const text = overlay({ workload: GatewayWorkload.external(PODS) });
    const { spec } = operator(text) as { spec: { components: { egressGateways: { k8s: object }[] } } };
    const [component] = spec.components.egressGateways;
    // The fields of KubernetesResources and GatewayComponentSpec in the API of the IstioOperator.
    const known = [
      'affinity',
      'hpaSpec',
      'nodeSelector',
      'overlays',
      'podAnnotations',
      'resources',
      'service',
      'tolerations',
    ];
    expect(Object.keys(component?.k8s ?? {}).sort()).toEqual(known);
    expect(Object.keys(component ?? {}).sort()).toEqual(['enabled', 'k8s', 'label', 'name', 'namespace']);
  });

  test('installOverlay leaves a gateway with target ports below 1024 to Helm, since istioctl rejects them', () => {
    const text = overlay({ ports: GatewayPorts.HELM_CHART });
    expect(operator(text)).toMatchObject({ spec: { meshConfig: MESH_CONFIG } });
    expect(JSON.stringify(operator(text))).not.toContain('egressGateways');
    expect(gatewayValues(text)).toMatchObject({ service: { ports: [{ targetPort: 80 }, { targetPort: 443 }] } });
  });

  test('installOverlay of a deployed gateway has the access log only', () => {
    const text = overlay({ workload: GatewayWorkload.deployment() });
    expect(operator(text)).toMatchObject({ spec: { meshConfig: MESH_CONFIG } });
    expect(text).not.toMatch(/egressGateways|helm install/);
    expect(istiodValues(text)).toEqual({ meshConfig: MESH_CONFIG });
  });

  test('installOverlay defines the provider of AccessLog.JSON, and no other, for both installers', () => {
    const [operatorText, valuesText] = [overlay(), overlay({ workload: GatewayWorkload.deployment() })];
    const providers = [
      (operator(operatorText) as { spec: { meshConfig: { extensionProviders: { name: string }[] } } }).spec.meshConfig,
      (istiodValues(valuesText) as { meshConfig: { extensionProviders: { name: string }[] } }).meshConfig,
    ].map(({ extensionProviders }) => extensionProviders);
    expect(providers.map((list) => list.map(({ name }) => name))).toEqual([
      [AccessLog.JSON.providerName],
      [AccessLog.JSON.providerName],
    ]);
    expect(providers[0]).toEqual(providers[1]);
  });

  test('installOverlay mounts the Secrets of credentials for both installers, with the labels by which servers select the pods', () => {
    const text = overlay({ credentials: [HttpCredential.fromSecret({ secretName: 'news.keys', key: 'api_key' })] });
    const name = 'egress-credential-api_key_news.keys';
    const volume = {
      name: 'egress-credential-news-keys',
      projected: { sources: [{}, { secret: { name: 'news.keys', optional: true } }, {}] },
    };
    const mount = { name: volume.name, mountPath: '/var/run/secrets/egress-credentials/news.keys', readOnly: true };
    const podAnnotations = { [name]: expect.stringContaining('generic_secret') as unknown };
    const patches = [
      { path: 'spec.template.metadata.labels.egress-credential-api_key_news\\.keys', value: 'mounted' },
      { path: 'spec.template.spec.volumes[-1]', value: volume },
      { path: 'spec.template.spec.containers.[name:istio-proxy].volumeMounts[-1]', value: mount },
    ];
    expect(operator(text)).toMatchObject({
      spec: {
        components: {
          egressGateways: [{ k8s: { podAnnotations, overlays: [{ kind: 'Deployment', patches }] } }],
        },
      },
    });
    expect(gatewayValues(text)).toMatchObject({
      labels: { istio: 'egressgateway', [name]: 'mounted' },
      podAnnotations,
      volumes: [volume],
      volumeMounts: [mount],
    });
  });

  test('installOverlay writes no manifest', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { workload: GatewayWorkload.external(PODS) });
    gateway.installOverlay();
    expect(manifestsOf(chart)).toEqual([]);
    expect(gateway.node.findAll()).toEqual([gateway]);
  });
});
