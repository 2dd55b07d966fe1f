/** Input for the installers of Istio, as text: the gateway, its nodes and its access log. The app does not write the input. */
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { resolved } from '../construct/resolved';
import { GatewayModel, portPairsOf } from '../mesh/gateway';
import { SecretKey } from '../mesh/http-credential-model';
import { GatewayPodOptions } from '../pods/gateway-pods';
import { readPodOptions } from '../pods/pod-shapes';
import { replicas } from '../pods/replicas';
import {
  credentialAnnotations,
  credentialLabels,
  credentialMounts,
  credentialVolumes,
} from '../render/credential-files';
import { PROXY_CONFIG, serviceSpec } from '../render/gateway-deployment';
import { jsonProvider } from '../render/istio/access-log';
import { GatewayWorkload } from './gateway-workload';

type SecretKeys = readonly SecretKey[];

/**
 * Returns the IstioOperator for `istioctl install -f`. It has the access log alone for a gateway that this library deploys, and
 * for a gateway with target ports below 1024, which istioctl rejects ("requires root"): the Helm chart installs that gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/
 */
function istioOperator(gateway: GatewayModel, options: GatewayPodOptions | undefined, secrets: SecretKeys): string {
  const lowPorts = portPairsOf(gateway).some(({ targetPort }) => targetPort < 1024);
  const components = { egressGateways: [component(gateway, options ?? {}, secrets)] };
  return yaml({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: { meshConfig: MESH_CONFIG, ...(options && !lowPorts && { components }) },
  });
}

function component(gateway: GatewayModel, options: GatewayPodOptions, secrets: SecretKeys): object {
  const { nodeSelector, tolerations, affinity, resources, topologySpreadConstraints: value } = options;
  // IstioOperator has no fields for topology spread and volumes: they are patched into the Deployment that istioctl creates.
  const patches = [
    ...(value ? [{ path: 'spec.template.spec.topologySpreadConstraints', value }] : []),
    ...credentialPatches(secrets),
  ];
  const overlays = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: gateway.serviceName, patches }];
  return {
    name: gateway.serviceName,
    namespace: gateway.namespace,
    enabled: true,
    label: { ...gateway.selector },
    k8s: {
      podAnnotations: { ...PROXY_CONFIG, ...credentialAnnotations(secrets) },
      hpaSpec: replicas(options),
      nodeSelector,
      tolerations,
      affinity,
      resources,
      service: service(gateway),
      ...(patches.length > 0 && { overlays }),
    },
  };
}

const MOUNTS = 'spec.template.spec.containers.[name:istio-proxy].volumeMounts[-1]';

/** Returns the patches of a Deployment that mount Secrets. A path has a dot between fields, and `\\.` in the name of a field. */
function credentialPatches(secrets: SecretKeys): readonly object[] {
  if (secrets.length === 0) return [];
  const labels = Object.entries(credentialLabels(secrets)).map(([label, value]) => ({
    path: `spec.template.metadata.labels.${label.replaceAll('.', '\\.')}`,
    value,
  }));
  return [
    ...labels,
    ...credentialVolumes(secrets).map((value) => ({ path: 'spec.template.spec.volumes[-1]', value })),
    ...credentialMounts(secrets).map((value) => ({ path: MOUNTS, value })),
  ];
}

/** Returns the same as values of the Helm chart `gateway`, installed as release `serviceName` in the gateway's namespace. */
function gatewayChartValues(gateway: GatewayModel, options: GatewayPodOptions, secrets: SecretKeys): string {
  const { nodeSelector, tolerations, affinity, topologySpreadConstraints, resources } = options;
  return yaml({
    name: gateway.serviceName,
    labels: { ...gateway.selector, ...credentialLabels(secrets) },
    podAnnotations: { ...PROXY_CONFIG, ...credentialAnnotations(secrets) },
    autoscaling: { enabled: true, ...replicas(options) },
    nodeSelector,
    tolerations,
    affinity,
    topologySpreadConstraints,
    resources,
    service: service(gateway),
    ...(secrets.length > 0 && { volumes: credentialVolumes(secrets), volumeMounts: credentialMounts(secrets) }),
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

/** Returns the content as cdk8s writes manifests. */
function yaml(content: Record<string, unknown>): string {
  return Yaml.stringify((newObject({ content }).toJson() as { content: unknown }).content);
}

function newObject(fields: object = {}): ApiObject {
  return new ApiObject(new Chart(new App(), 'overlay'), 'overlay', { apiVersion: '', kind: '', ...fields });
}

/** Returns the options of installed pods with tokens resolved; undefined for pods that this library deploys. */
function installedPods({ isManaged, _options: options }: GatewayWorkload): GatewayPodOptions | undefined {
  const what = 'GatewayWorkload.external';
  return isManaged ? undefined : readPodOptions(what, resolved(what, options, newObject()));
}

/** Returns the IstioOperator, and as comments the Helm values with the same meaning. */
export function installOverlay(gateway: GatewayModel, workload: GatewayWorkload, secrets: SecretKeys): string {
  const comment = (text: string): string => text.replace(/^(?=.)/gm, '# ');
  const { serviceName, namespace } = gateway;
  const install = `helm install ${serviceName} istio/gateway -n ${namespace} -f values.yaml, with values.yaml:`;
  const pods = installedPods(workload);
  return [
    istioOperator(gateway, pods, secrets),
    comment(`The same with Helm. In the values of the chart istio/istiod:\n${istiodChartValues()}`),
    ...(pods ? [comment(`${install}\n${gatewayChartValues(gateway, pods, secrets)}`)] : []),
  ].join('');
}
