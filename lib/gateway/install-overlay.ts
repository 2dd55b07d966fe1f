import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { unwrapUnions } from '../construct/unwrap-unions';
import { GatewayFacts, PortPair } from '../model/gateway-facts';
import { GatewayPodOptions, GatewayWorkload } from './gateway-workload';
import { replicas } from './replicas';

/**
 * What those who install Istio need so that the gateway is there, its log is on, and it runs where it should: as text, never
 * as an object of the app.
 */

/**
 * The IstioOperator for `istioctl install -f`. A gateway that this library deploys needs the access log only.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/
 */
export function istioOperator(gateway: GatewayFacts, workload: GatewayWorkload): string {
  const component = {
    name: gateway.serviceName,
    namespace: gateway.namespace,
    enabled: true,
    label: { ...gateway.selector },
    k8s: {
      hpaSpec: replicas(workload._options),
      ...nodes(workload._options),
      service: { type: 'ClusterIP', ports: servicePorts(gateway) },
    },
  };
  return yaml({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: { meshConfig: MESH_CONFIG, ...(!workload.deployed && { components: { egressGateways: [component] } }) },
  });
}

/** The values of the Helm chart `gateway`, installed as release `serviceName` in the gateway's namespace, that mean the same. */
export function gatewayChartValues(gateway: GatewayFacts, workload: GatewayWorkload): string {
  const autoscaling = { enabled: true, ...replicas(workload._options) };
  return yaml({
    name: gateway.serviceName,
    labels: { ...gateway.selector },
    autoscaling,
    ...nodes(workload._options),
    service: { type: 'ClusterIP', ports: servicePorts(gateway) },
  });
}

/** The values of the Helm chart `istiod`. */
export function istiodChartValues(): string {
  return yaml({ meshConfig: MESH_CONFIG });
}

const MESH_CONFIG = { accessLogFile: '/dev/stdout' };

function nodes(options: GatewayPodOptions): object {
  const { nodeSelector, tolerations, affinity, topologySpreadConstraints, resources } = options;
  return { nodeSelector, tolerations, affinity, topologySpreadConstraints, resources };
}

function servicePorts(gateway: GatewayFacts): object[] {
  const port = (name: string, pair: PortPair): object => ({
    name,
    port: pair.port,
    protocol: 'TCP',
    targetPort: pair.targetPort,
  });
  return [port('http2', gateway.httpPort), port('https', gateway.tlsPort)];
}

/** Written by cdk8s, in an app of its own, so that quantities and tokens come out as they do in manifests. */
function yaml(content: Record<string, unknown>): string {
  const chart = new Chart(new App(), 'overlay');
  const object = new ApiObject(chart, 'overlay', { apiVersion: '', kind: '', content: unwrapUnions(content) });
  return Yaml.stringify((object.toJson() as { content: unknown }).content);
}
