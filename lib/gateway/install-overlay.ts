/** Input for the installers of Istio, as text: the gateway, its nodes and its access log. The app does not write the input. */
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { GatewayModel } from '../mesh/gateway';
import { GatewayPodOptions } from '../pods/gateway-pods';
import { replicas } from '../pods/replicas';
import { serviceSpec } from '../render/gateway-deployment';
import { jsonProvider } from '../render/istio/access-log';
import { GatewayWorkload } from './gateway-workload';

/**
 * Returns the IstioOperator for `istioctl install -f`. It has the access log alone for a gateway that this library deploys, and
 * for a gateway with target ports below 1024, which istioctl rejects ("requires root"): the Helm chart installs that gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/
 */
function istioOperator(gateway: GatewayModel, workload: GatewayWorkload): string {
  const lowPorts = gateway.httpPort.targetPort < 1024 || gateway.tlsPort.targetPort < 1024;
  const components = { egressGateways: [component(gateway, workload._options)] };
  return yaml({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: { meshConfig: MESH_CONFIG, ...(!workload.isManaged && !lowPorts && { components }) },
  });
}

function component(gateway: GatewayModel, options: GatewayPodOptions): object {
  const { nodeSelector, tolerations, affinity, resources, topologySpreadConstraints: value } = options;
  // IstioOperator has no field for topology spread: the constraints are patched into the Deployment that istioctl creates.
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

/** Returns the same as values of the Helm chart `gateway`, installed as release `serviceName` in the gateway's namespace. */
function gatewayChartValues(gateway: GatewayModel, workload: GatewayWorkload): string {
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

/** Returns the values of the Helm chart `istiod`. */
function istiodChartValues(): string {
  return yaml({ meshConfig: MESH_CONFIG });
}

/** The access log of the whole mesh, and the provider of `AccessLog.JSON`. */
const MESH_CONFIG = { accessLogFile: '/dev/stdout', extensionProviders: [jsonProvider()] };

/** Returns the Service as this library deploys it. */
function service(gateway: GatewayModel): object {
  const { type, ports } = serviceSpec(gateway);
  return { type, ports };
}

/** Returns the content as cdk8s writes manifests, with tokens resolved. */
function yaml(content: Record<string, unknown>): string {
  const chart = new Chart(new App(), 'overlay');
  const object = new ApiObject(chart, 'overlay', { apiVersion: '', kind: '', content });
  return Yaml.stringify((object.toJson() as { content: unknown }).content);
}

/** Returns the IstioOperator, and as comments the Helm values with the same meaning. */
export function installOverlay(gateway: GatewayModel, workload: GatewayWorkload): string {
  const comment = (text: string): string => text.replace(/^(?=.)/gm, '# ');
  const { serviceName, namespace } = gateway;
  const install = `helm install ${serviceName} istio/gateway -n ${namespace} -f values.yaml, with values.yaml:`;
  return [
    istioOperator(gateway, workload),
    comment(`The same with Helm. In the values of the chart istio/istiod:\n${istiodChartValues()}`),
    ...(workload.isManaged ? [] : [comment(`${install}\n${gatewayChartValues(gateway, workload)}`)]),
  ].join('');
}
