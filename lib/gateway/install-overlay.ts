import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { unwrapUnions } from '../construct/unwrap-unions';
import { jsonProvider } from '../render/istio/access-log';
import { GatewayFacts } from '../mesh/gateway';
import { serviceSpec } from '../render/gateway-deployment';
import { GatewayPodOptions } from '../mesh/gateway-pods';
import { GatewayWorkload } from './gateway-workload';
import { replicas } from '../mesh/replicas';

/**
 * What those who install Istio need so that the gateway is there, its log is on, and it runs where it should: as text, never
 * as an object of the app.
 */

/**
 * The IstioOperator for `istioctl install -f`. A gateway that this library deploys needs the access log only; and so does one
 * with target ports below 1024, which istioctl refuses ("requires root"): that one is the Helm chart's.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/
 */
export function istioOperator(gateway: GatewayFacts, workload: GatewayWorkload): string {
  const lowPorts = gateway.httpPort.targetPort < 1024 || gateway.tlsPort.targetPort < 1024;
  const components = { egressGateways: [component(gateway, workload._options)] };
  return yaml({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: { meshConfig: MESH_CONFIG, ...(!workload.deployed && !lowPorts && { components }) },
  });
}

function component(gateway: GatewayFacts, options: GatewayPodOptions): object {
  const { nodeSelector, tolerations, affinity, resources, topologySpreadConstraints: value } = options;
  // IstioOperator knows no topology spread; what it does not know is patched into the Deployment that it makes.
  const patches = [{ path: 'spec.template.spec.topologySpreadConstraints', value }];
  const overlays = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: gateway.serviceName, patches }];
  return {
    name: gateway.serviceName,
    namespace: gateway.namespace,
    enabled: true,
    label: { ...gateway.selector },
    k8s: {
      hpaSpec: replicas(options),
      nodeSelector,
      tolerations,
      affinity,
      resources,
      service: service(gateway),
      ...(value && { overlays }),
    },
  };
}

/** The values of the Helm chart `gateway`, installed as release `serviceName` in the gateway's namespace, that mean the same. */
export function gatewayChartValues(gateway: GatewayFacts, workload: GatewayWorkload): string {
  const { nodeSelector, tolerations, affinity, topologySpreadConstraints, resources } = workload._options;
  return yaml({
    name: gateway.serviceName,
    labels: { ...gateway.selector },
    autoscaling: { enabled: true, ...replicas(workload._options) },
    nodeSelector,
    tolerations,
    affinity,
    topologySpreadConstraints,
    resources,
    service: service(gateway),
  });
}

/** The values of the Helm chart `istiod`. */
export function istiodChartValues(): string {
  return yaml({ meshConfig: MESH_CONFIG });
}

/** The access log of the whole mesh, and what `AccessLog.JSON` asks for. */
const MESH_CONFIG = { accessLogFile: '/dev/stdout', extensionProviders: [jsonProvider()] };

/** The Service as this library would deploy it. */
function service(gateway: GatewayFacts): object {
  const { type, ports } = serviceSpec(gateway);
  return { type, ports };
}

/** Written by cdk8s, in an app of its own, so that quantities and tokens come out as they do in manifests. */
function yaml(content: Record<string, unknown>): string {
  const chart = new Chart(new App(), 'overlay');
  const object = new ApiObject(chart, 'overlay', { apiVersion: '', kind: '', content: unwrapUnions(content) });
  return Yaml.stringify((object.toJson() as { content: unknown }).content);
}
