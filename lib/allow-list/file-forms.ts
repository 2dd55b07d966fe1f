/** The form of a file: its gateway, its rows and its lockdown. */
import { EgressMeshProps } from '../construct/egress-mesh';
import { EgressGatewayAttributes } from '../gateway/egress-gateway-attributes';
import { EgressGatewayProps } from '../gateway/egress-gateway-props';
import { GatewayPort, GatewayPorts, GatewayPortsOptions } from '../gateway/gateway-ports';
import { GatewayWorkload } from '../gateway/gateway-workload';
import { ClusterDns, ClusterDnsOptions, NodeLocalDnsOptions } from '../lockdown/cluster-dns';
import { ControlPlane, ExternalControlPlaneOptions, IstiodOptions } from '../lockdown/control-plane';
import { EgressLockdownPolicyProps } from '../lockdown/egress-lockdown-policy-props';
import { EgressApiServerOptions, EgressCidrOptions, EgressPeer, EgressPodsOptions } from '../lockdown/egress-peer';
import { EgressPort } from '../lockdown/egress-port';
import { LockdownMode } from '../lockdown/lockdown-mode';
import { PodSecurity } from '../lockdown/pod-security';
import { ClientTls } from '../mesh/client-tls';
import { OutboundTrafficPolicyMode } from '../mesh/outbound-traffic-policy-mode';
import { GatewayDeploymentOptions, GatewayPodOptions } from '../pods/gateway-pods';
import { GatewayVolume } from '../pods/gateway-volume';
import { ResourceRequirements } from '../pods/resource-requirements';
import { Toleration, TolerationEffect, TolerationOperator } from '../pods/toleration';
import { BOOLEAN, choice, DATA, Form, FormsOf, list, MAP, NUMBER, struct, StructForm, TEXT, value } from './form';
import { CREDENTIAL, METADATA, UPSTREAM_PROXY } from './value-forms';

const GATEWAY_PORT = struct<GatewayPort>({ port: NUMBER, targetPort: NUMBER }, 'port');

const GATEWAY_PORTS = value(
  GatewayPorts,
  {
    of: {
      argument: struct<GatewayPortsOptions>({ http: GATEWAY_PORT, tls: GATEWAY_PORT, cidrs: GATEWAY_PORT }),
    },
    ISTIOCTL: {},
    HELM_CHART: {},
  },
  'of',
);

const VOLUME = value(GatewayVolume, {
  configMap: {
    argument: struct<{ name: string; mountPath: string }>({ name: TEXT, mountPath: TEXT }, 'name', 'mountPath'),
    positions: ['name', 'mountPath'],
  },
  secret: {
    argument: struct<{ secretName: string; mountPath: string }>(
      { secretName: TEXT, mountPath: TEXT },
      'secretName',
      'mountPath',
    ),
    positions: ['secretName', 'mountPath'],
  },
  csi: {
    argument: struct<{ driver: string; mountPath: string; volumeAttributes: object }>(
      { driver: TEXT, mountPath: TEXT, volumeAttributes: MAP },
      'driver',
      'mountPath',
    ),
    positions: ['driver', 'mountPath', 'volumeAttributes'],
  },
});

/** Affinity and spread are data in the terms of Kubernetes, which the factory methods check. */
const PODS: FormsOf<GatewayPodOptions> = {
  nodeSelector: MAP,
  tolerations: list(
    struct<Toleration>({
      key: TEXT,
      operator: choice('TolerationOperator', TolerationOperator),
      value: TEXT,
      effect: choice('TolerationEffect', TolerationEffect),
      tolerationSeconds: NUMBER,
    }),
  ),
  affinity: DATA,
  topologySpreadConstraints: list(DATA),
  resources: struct<ResourceRequirements>({ requests: MAP, limits: MAP }),
  minReplicas: NUMBER,
  maxReplicas: NUMBER,
};

const GATEWAY_WORKLOAD = value(GatewayWorkload, {
  deployment: {
    argument: struct<GatewayDeploymentOptions>({
      ...PODS,
      revision: TEXT,
      podLabels: MAP,
      podAnnotations: MAP,
      env: MAP,
      volumes: list(VOLUME),
      imagePullSecrets: list(TEXT),
      priorityClassName: TEXT,
      targetCpuUtilization: NUMBER,
      createNamespace: BOOLEAN,
      readSecrets: BOOLEAN,
    }),
    isOptional: true,
  },
  external: { argument: struct<GatewayPodOptions>(PODS), isOptional: true },
});

const ATTRIBUTES: FormsOf<EgressGatewayAttributes> = {
  namespace: TEXT,
  selector: MAP,
  serviceName: TEXT,
  ports: GATEWAY_PORTS,
  clientTls: choice('ClientTls', ClientTls),
  defaultDeny: BOOLEAN,
  egressProxy: BOOLEAN,
  credentials: list(CREDENTIAL),
  upstreamProxy: UPSTREAM_PROXY,
  metadata: METADATA,
};

const EXISTING_GATEWAY = struct<EgressGatewayAttributes>(ATTRIBUTES);
const GATEWAY = struct<EgressGatewayProps>({ ...ATTRIBUTES, workload: GATEWAY_WORKLOAD });

const PORT = value(EgressPort, {
  tcp: { argument: NUMBER },
  udp: { argument: NUMBER },
});

const OF_PODS: FormsOf<EgressPodsOptions> = { podLabels: MAP, ports: list(PORT) };

const PEER = value(EgressPeer, {
  sameNamespace: { argument: struct<EgressPodsOptions>(OF_PODS), isOptional: true },
  namespace: {
    argument: struct<EgressPodsOptions & { name: string }>({ name: TEXT, ...OF_PODS }, 'name'),
    positions: ['name'],
  },
  cidr: {
    argument: struct<EgressCidrOptions & { cidr: string }>(
      { cidr: TEXT, exceptCidrs: list(TEXT), ports: list(PORT) },
      'cidr',
    ),
    positions: ['cidr'],
  },
  apiServer: {
    argument: struct<EgressApiServerOptions>({ cidrs: list(TEXT), ports: list(PORT) }, 'cidrs'),
  },
});

const DNS = value(ClusterDns, {
  KUBE_DNS: {},
  OPENSHIFT: {},
  nodeLocal: {
    argument: struct<NodeLocalDnsOptions>({ cidrs: list(TEXT) }),
    isOptional: true,
  },
  of: {
    argument: struct<ClusterDnsOptions>({ namespace: TEXT, podLabels: MAP, port: NUMBER }, 'namespace', 'podLabels'),
  },
});

const CONTROL_PLANE = value(ControlPlane, {
  ISTIOD: {},
  istiod: {
    argument: struct<IstiodOptions>({ namespace: TEXT, podLabels: MAP }),
    isOptional: true,
  },
  external: {
    argument: struct<ExternalControlPlaneOptions>({ cidrs: list(TEXT), port: NUMBER }, 'cidrs'),
  },
});

const LOCKDOWN = struct<Omit<EgressLockdownPolicyProps, 'gateway'>>(
  {
    namespaces: list(TEXT),
    dns: DNS,
    controlPlane: CONTROL_PLANE,
    allowTo: list(PEER),
    mode: choice('LockdownMode', LockdownMode),
    createNamespaces: BOOLEAN,
    podSecurity: choice('PodSecurity', PodSecurity),
    podLabels: MAP,
  },
  'namespaces',
);

const MESH = struct<EgressMeshProps>({
  clusterDomain: TEXT,
  trustDomain: TEXT,
  trustDomainAliases: list(TEXT),
  rootNamespace: TEXT,
  outboundTrafficPolicy: choice('OutboundTrafficPolicyMode', OutboundTrafficPolicyMode),
  externalDomains: list(TEXT),
  syncWaves: BOOLEAN,
});

/** The properties of a file beside its rows, which have a form for each kind. */
export const FILE_FORMS: Readonly<Record<'mesh' | 'gateway' | 'existingGateway' | 'lockdown', StructForm>> & {
  /** Reasons by codes of warnings. */
  readonly acknowledge: Form;
} = {
  mesh: MESH,
  gateway: GATEWAY,
  existingGateway: EXISTING_GATEWAY,
  lockdown: LOCKDOWN,
  acknowledge: MAP,
};
