import { k8s } from 'cdk8s-plus-28';
import { GatewayFacts, PortPair } from '../mesh/gateway';
import { Labels } from '../input/labels';
import { GatewayDeploymentOptions, GatewayPodOptions } from '../mesh/gateway-pods';
import { replicas } from '../mesh/replicas';

/**
 * The specs of a gateway that this library deploys: pure functions from facts and options to the Kubernetes API.
 * They follow Istio's Helm chart `gateway` (istio.io/istio `manifests/charts/gateway/templates`).
 */

/** What Istio's charts ask for. */
export const DEFAULT_RESOURCES: k8s.ResourceRequirements = {
  requests: { cpu: k8s.Quantity.fromString('100m'), memory: k8s.Quantity.fromString('128Mi') },
  limits: { cpu: k8s.Quantity.fromString('2'), memory: k8s.Quantity.fromString('1Gi') },
};

/** Labels of the pods: what selects them, and what makes istiod inject the proxy. */
export function podLabels(gateway: GatewayFacts, options: GatewayDeploymentOptions): Labels {
  return {
    'app.kubernetes.io/name': gateway.serviceName,
    'istio.io/dataplane-mode': 'none',
    ...(options.revision !== undefined && { 'istio.io/rev': options.revision }),
    ...gateway.selector,
    'sidecar.istio.io/inject': 'true',
  };
}

/** The Deployment. It names no number of replicas: the HorizontalPodAutoscaler owns it, and `kubectl apply` would reset it. */
export function deploymentSpec(gateway: GatewayFacts, options: GatewayDeploymentOptions): k8s.DeploymentSpec {
  return {
    selector: { matchLabels: { ...gateway.selector } },
    // A new pod before an old one goes: egress has no other way out.
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: percent('100%'), maxUnavailable: number(0) } },
    template: {
      metadata: {
        annotations: {
          'inject.istio.io/templates': 'gateway',
          'prometheus.io/path': '/stats/prometheus',
          'prometheus.io/port': '15020',
          'prometheus.io/scrape': 'true',
        },
        labels: { ...podLabels(gateway, options) },
      },
      spec: podSpec(gateway, options),
    },
  };
}

function podSpec(gateway: GatewayFacts, options: GatewayPodOptions): k8s.PodSpec {
  return {
    serviceAccountName: gateway.serviceName,
    securityContext: podSecurityContext(gateway),
    // `auto` is replaced by the injection webhook.
    containers: [
      {
        name: 'istio-proxy',
        image: 'auto',
        ports: [gateway.httpPort, gateway.tlsPort].map(({ targetPort }) => ({
          containerPort: targetPort,
          protocol: 'TCP',
        })),
        resources: options.resources ?? DEFAULT_RESOURCES,
        securityContext: CONTAINER_SECURITY,
      },
    ],
    ...(options.nodeSelector && { nodeSelector: { ...options.nodeSelector } }),
    ...(options.tolerations && { tolerations: options.tolerations as k8s.Toleration[] }),
    affinity: options.affinity ?? apart(gateway.selector),
    topologySpreadConstraints: [...(options.topologySpreadConstraints ?? [overZones(gateway.selector)])],
  };
}

/** Pod Security `restricted`. */
const CONTAINER_SECURITY: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

/** Ports below 1024 need a sysctl (safe, and allowed by Pod Security `restricted`) instead of a capability. */
function podSecurityContext(gateway: GatewayFacts): k8s.PodSecurityContext {
  const low = [gateway.httpPort, gateway.tlsPort].some(({ targetPort }) => targetPort < 1024);
  return {
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    ...(low && { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] }),
  };
}

function apart(selector: Labels): k8s.Affinity {
  const podAffinityTerm = { labelSelector: { matchLabels: { ...selector } }, topologyKey: 'kubernetes.io/hostname' };
  return { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] } };
}

function overZones(selector: Labels): k8s.TopologySpreadConstraint {
  return {
    labelSelector: { matchLabels: { ...selector } },
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'ScheduleAnyway',
  };
}

/** The Service: only the ports that routes use, since every sidecar has a cluster per subset and Service port. */
export function serviceSpec(gateway: GatewayFacts): k8s.ServiceSpec {
  const port = (name: string, pair: PortPair): k8s.ServicePort => ({
    name,
    port: pair.port,
    protocol: 'TCP',
    targetPort: number(pair.targetPort),
  });
  return {
    type: 'ClusterIP',
    selector: { ...gateway.selector },
    ports: [port('http2', gateway.httpPort), port('https', gateway.tlsPort)],
  };
}

/** Never more than one pod at a time is evicted; with a single pod, a drain is not blocked. */
export function disruptionBudgetSpec(gateway: GatewayFacts): k8s.PodDisruptionBudgetSpec {
  return { maxUnavailable: number(1), selector: { matchLabels: { ...gateway.selector } } };
}

/** Scales on CPU. */
export function autoscalerSpec(
  gateway: GatewayFacts,
  options: GatewayDeploymentOptions,
): k8s.HorizontalPodAutoscalerSpecV2 {
  const target = { type: 'Utilization', averageUtilization: options.targetCpuUtilization ?? 80 };
  return {
    ...replicas(options),
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: gateway.serviceName },
  };
}

function number(value: number): k8s.IntOrString {
  return k8s.IntOrString.fromNumber(value);
}

function percent(value: string): k8s.IntOrString {
  return k8s.IntOrString.fromString(value);
}
