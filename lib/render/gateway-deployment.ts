/**
 * The specs of a gateway that this library deploys. They follow Istio's Helm chart `gateway`
 * (istio.io/istio `manifests/charts/gateway/templates`).
 */
import { Labels } from '../input/labels';
import { Affinity } from '../pods/affinity';
import { GatewayModel, PortPair, portPairsOf } from '../mesh/gateway';
import { SecretKey } from '../mesh/http-credential-model';
import { GatewayDeploymentOptions } from '../pods/gateway-pods';
import { GatewayVolume } from '../pods/gateway-volume';
import { replicas } from '../pods/replicas';
import { ResourceRequirements } from '../pods/resource-requirements';
import { TopologySpreadConstraint, WhenUnsatisfiable } from '../pods/topology-spread-constraint';
import { credentialAnnotations, credentialLabels, credentialMounts, credentialVolumes } from './credential-files';

/** The resources in Istio's charts. */
const DEFAULT_RESOURCES: ResourceRequirements = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '2', memory: '1Gi' },
};

/**
 * The annotation of the pods that keeps headers of Envoy's router from external hosts. The router sets them after the route has
 * removed its headers: `x-envoy-attempt-count` on each retry, `x-envoy-expected-rq-timeout-ms` if the route has a timeout, and
 * `x-envoy-original-path` if the route rewrites the path (`decodeHeaders` and `doRetry` in envoyproxy/envoy
 * `source/common/router/router.cc`).
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders
 */
export const PROXY_CONFIG: Labels = {
  'proxy.istio.io/config': JSON.stringify({
    proxyHeaders: { attemptCount: { disabled: true }, envoyDebugHeaders: { disabled: true } },
  }),
};

/** The part of a Service's spec that this library writes. */
export interface ServiceSpec {
  readonly type: 'ClusterIP';
  readonly selector: Labels;
  readonly ports: readonly ServicePort[];
}

interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'TCP';
  readonly targetPort: number;
}

/** Returns the labels of the pods: the selector, and the labels for the injection of the proxy. */
function podLabels(gateway: GatewayModel, options: GatewayDeploymentOptions): Labels {
  return {
    ...options.podLabels,
    'app.kubernetes.io/name': gateway.serviceName,
    'istio.io/dataplane-mode': 'none',
    ...(options.revision !== undefined && { 'istio.io/rev': options.revision }),
    ...gateway.selector,
    'sidecar.istio.io/inject': 'true',
  };
}

/**
 * Returns the Deployment. It has no number of replicas: the HorizontalPodAutoscaler owns it, and `kubectl apply` would reset it.
 */
export function deploymentSpec(
  gateway: GatewayModel,
  options: GatewayDeploymentOptions,
  secretKeys: readonly SecretKey[],
): object {
  return {
    selector: { matchLabels: { ...gateway.selector } },
    // New pods start before old pods end: egress has no other path.
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } },
    template: {
      metadata: {
        annotations: {
          ...options.podAnnotations,
          'inject.istio.io/templates': 'gateway',
          ...PROXY_CONFIG,
          'prometheus.io/path': '/stats/prometheus',
          'prometheus.io/port': '15020',
          'prometheus.io/scrape': 'true',
          ...credentialAnnotations(secretKeys),
        },
        labels: { ...podLabels(gateway, options), ...credentialLabels(secretKeys) },
      },
      spec: podSpec(gateway, options, secretKeys),
    },
  };
}

function podSpec(gateway: GatewayModel, options: GatewayDeploymentOptions, secretKeys: readonly SecretKey[]): object {
  const { env = {}, imagePullSecrets = [], priorityClassName, volumes: mounted = [] } = options;
  const volumes = [...credentialVolumes(secretKeys), ...mounted.map(volumeOf)];
  const volumeMounts = [...credentialMounts(secretKeys), ...mounted.map(mountOf)];
  return {
    serviceAccountName: gateway.serviceName,
    securityContext: podSecurityContext(gateway),
    // `auto` is replaced by the injection webhook.
    containers: [
      {
        name: 'istio-proxy',
        image: 'auto',
        ports: portPairsOf(gateway).map(({ targetPort }) => ({
          containerPort: targetPort,
          protocol: 'TCP',
        })),
        resources: options.resources ?? DEFAULT_RESOURCES,
        securityContext: CONTAINER_SECURITY,
        ...nonEmptyLists({ env: Object.entries(env).map(([name, value]) => ({ name, value })), volumeMounts }),
      },
    ],
    ...nonEmptyLists({ volumes, imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
    ...(priorityClassName !== undefined && { priorityClassName }),
    ...(options.nodeSelector && { nodeSelector: options.nodeSelector }),
    ...(options.tolerations && { tolerations: options.tolerations }),
    affinity: options.affinity ?? onePerNode(gateway.selector),
    topologySpreadConstraints: options.topologySpreadConstraints ?? [overZones(gateway.selector)],
  };
}

/** Returns the lists that have an item. */
function nonEmptyLists(lists: Readonly<Record<string, readonly object[]>>): object {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function volumeOf({ mountPath, _volume: { source } }: GatewayVolume): object {
  return { name: volumeName(mountPath), ...source };
}

function mountOf({ mountPath }: GatewayVolume): object {
  return { name: volumeName(mountPath), mountPath, readOnly: true };
}

/** Returns the name of a volume: `mnt-corporate-ca` of `/mnt/corporate-ca`. No volume of Istio or of a credential has such a name. */
function volumeName(mountPath: string): string {
  return mountPath.slice(1).replace('/', '-');
}

/** Pod Security `restricted`. */
const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

/** Ports below 1024 need a sysctl (safe, and allowed by Pod Security `restricted`) instead of a capability. */
function podSecurityContext(gateway: GatewayModel): object {
  const low = portPairsOf(gateway).some(({ targetPort }) => targetPort < 1024);
  return {
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    ...(low && { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] }),
  };
}

function onePerNode(selector: Labels): Affinity {
  const podAffinityTerm = { labelSelector: { matchLabels: { ...selector } }, topologyKey: 'kubernetes.io/hostname' };
  return { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] } };
}

function overZones(selector: Labels): TopologySpreadConstraint {
  return {
    labelSelector: { matchLabels: { ...selector } },
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: WhenUnsatisfiable.SCHEDULE_ANYWAY,
  };
}

/** Returns the Service, with the ports that routes use: every sidecar has a cluster per subset and Service port. */
export function serviceSpec(gateway: GatewayModel): ServiceSpec {
  const port = (name: string, pair: PortPair): ServicePort => ({
    name,
    port: pair.port,
    protocol: 'TCP',
    targetPort: pair.targetPort,
  });
  return {
    type: 'ClusterIP',
    selector: { ...gateway.selector },
    ports: [port('http2', gateway.httpPort), port('https', gateway.tlsPort)],
  };
}

/** Returns the budget: one pod at a time is evicted. With a single pod, a drain is not blocked. */
export function disruptionBudgetSpec(gateway: GatewayModel): object {
  return { maxUnavailable: 1, selector: { matchLabels: { ...gateway.selector } } };
}

/** Returns the autoscaler, which scales on CPU. */
export function autoscalerSpec(gateway: GatewayModel, options: GatewayDeploymentOptions): object {
  const target = { type: 'Utilization', averageUtilization: options.targetCpuUtilization ?? 80 };
  return {
    ...replicas(options),
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: gateway.serviceName },
  };
}
