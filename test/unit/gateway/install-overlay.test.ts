import { k8s } from 'cdk8s-plus-28';
import { parse, parseAllDocuments } from 'yaml';
import {
  AccessLog,
  EgressGateway,
  EgressGatewayProps,
  GatewayPodOptions,
  GatewayPorts,
  GatewayWorkload,
} from '../../../lib';
import { manifestsOf, newChart, stderrOfEachTest } from '../help';

stderrOfEachTest();

const PODS: GatewayPodOptions = {
  nodeSelector: { 'node-role.kubernetes.io/egress': '' },
  tolerations: [{ key: 'egress', operator: 'Exists', effect: 'NoSchedule' }],
  affinity: { podAntiAffinity: {} },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }],
  resources: { requests: { cpu: k8s.Quantity.fromString('500m') } },
  minReplicas: 3,
  maxReplicas: 9,
};

function overlay(props: EgressGatewayProps = {}): string {
  return new EgressGateway(newChart(), 'gateway', props).installOverlay();
}

/** The Helm values that stand in comments behind a heading. */
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

/** The access log of the whole mesh, and the provider that `AccessLog.JSON` asks for. */
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

const SERVICE_PORTS = [
  { name: 'http2', port: 80, protocol: 'TCP', targetPort: 8080 },
  { name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 },
];

describe('installOverlay', () => {
  test('is one IstioOperator with the gateway, two pods at least, and the access log with its provider', () => {
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
                hpaSpec: expect.objectContaining({ minReplicas: 2, maxReplicas: 5 }) as unknown,
                service: { type: 'ClusterIP', ports: SERVICE_PORTS },
              },
            },
          ],
        },
      },
    });
  });

  test('says the same in Helm values, as comments behind it', () => {
    const text = overlay();
    expect(istiodValues(text)).toEqual({ meshConfig: MESH_CONFIG });
    expect(gatewayValues(text)).toMatchObject({
      name: 'istio-egressgateway',
      labels: { istio: 'egressgateway' },
      autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5 },
      service: { type: 'ClusterIP', ports: SERVICE_PORTS },
    });
    expect(text).toContain('helm install istio-egressgateway istio/gateway -n istio-system');
  });

  test('says where the pods run and how many there are, to both installers', () => {
    const text = overlay({ workload: GatewayWorkload.installed(PODS) });
    const { minReplicas, maxReplicas, ...nodes } = { ...PODS, resources: { requests: { cpu: '500m' } } };
    const { topologySpreadConstraints: value, ...known } = nodes;
    const patches = [{ path: 'spec.template.spec.topologySpreadConstraints', value }];
    const overlays = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'istio-egressgateway', patches }];
    const k8sPart = { hpaSpec: { minReplicas, maxReplicas }, ...known, overlays };
    expect(operator(text)).toMatchObject({ spec: { components: { egressGateways: [{ k8s: k8sPart }] } } });
    expect(gatewayValues(text)).toMatchObject({ autoscaling: { minReplicas, maxReplicas }, ...nodes });
  });

  test("follows the gateway's name, namespace, labels and ports", () => {
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

  test('has only fields that istioctl knows: it refuses a file with any other', () => {
    const text = overlay({ workload: GatewayWorkload.installed(PODS) });
    const { spec } = operator(text) as { spec: { components: { egressGateways: { k8s: object }[] } } };
    const [component] = spec.components.egressGateways;
    // KubernetesResources and GatewayComponentSpec in istio.io/istio operator/pkg/apis/types.go.
    const known = ['affinity', 'hpaSpec', 'nodeSelector', 'overlays', 'resources', 'service', 'tolerations'];
    expect(Object.keys(component?.k8s ?? {}).sort()).toEqual(known);
    expect(Object.keys(component ?? {}).sort()).toEqual(['enabled', 'k8s', 'label', 'name', 'namespace']);
  });

  test('leaves a gateway on ports below 1024 to Helm: istioctl refuses it', () => {
    const text = overlay({ ports: GatewayPorts.HELM_CHART });
    expect(operator(text)).toMatchObject({ spec: { meshConfig: MESH_CONFIG } });
    expect(JSON.stringify(operator(text))).not.toContain('egressGateways');
    expect(gatewayValues(text)).toMatchObject({ service: { ports: [{ targetPort: 80 }, { targetPort: 443 }] } });
  });

  test('for a gateway that this library deploys is the access log only: nobody else installs it', () => {
    const text = overlay({ workload: GatewayWorkload.deployment() });
    expect(operator(text)).toMatchObject({ spec: { meshConfig: MESH_CONFIG } });
    expect(text).not.toMatch(/egressGateways|helm install/);
    expect(istiodValues(text)).toEqual({ meshConfig: MESH_CONFIG });
  });

  test('has the provider that AccessLog.JSON goes by, the same for both installers, and no other', () => {
    const [operatorText, valuesText] = [overlay(), overlay({ workload: GatewayWorkload.deployment() })];
    const providers = [
      (operator(operatorText) as { spec: { meshConfig: { extensionProviders: { name: string }[] } } }).spec.meshConfig,
      (istiodValues(valuesText) as { meshConfig: { extensionProviders: { name: string }[] } }).meshConfig,
    ].map(({ extensionProviders }) => extensionProviders);
    expect(providers.map((list) => list.map(({ name }) => name))).toEqual([
      [AccessLog.JSON.provider],
      [AccessLog.JSON.provider],
    ]);
    expect(providers[0]).toEqual(providers[1]);
  });

  test('is never among the manifests, nor changes them', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { workload: GatewayWorkload.installed(PODS) });
    gateway.installOverlay();
    expect(manifestsOf(chart)).toEqual([]);
    expect(gateway.node.findAll()).toEqual([gateway]);
  });
});
