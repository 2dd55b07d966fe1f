/**
 * The parts of the public API that accept input, with a value for each property: `Required<...>`, so that the compiler demands
 * a value here for every new property. Constructs of cdk8s-plus have tests of their own.
 */
import { App, Chart, Duration, JsonPatch, Yaml } from 'cdk8s';
import {
  AccessLog,
  AdmissionEnforcement,
  Affinity,
  AllowListProtocol,
  ClientTls,
  ClusterLockdownPolicy,
  ClusterLockdownPolicyProps,
  ClusterDns,
  ClusterDnsOptions,
  ControlPlane,
  DirectHost,
  DirectHostProps,
  DirectProtocol,
  EgressAdmissionPolicy,
  EgressAdmissionPolicyProps,
  EgressAllowList,
  EgressAllowListRow,
  EgressAllowListRowsProps,
  EgressApiServerOptions,
  EgressChecks,
  EgressCidrOptions,
  EgressGateway,
  EgressGatewayAttributes,
  EgressGatewayProps,
  EgressLockdownPolicy,
  EgressLockdownPolicyProps,
  EgressMesh,
  EgressMeshProps,
  EgressMetadata,
  EgressPeer,
  EgressPodsOptions,
  EgressPort,
  EgressSidecar,
  EgressSidecarProps,
  EgressSource,
  EgressSummary,
  EgressTelemetry,
  EgressTelemetryProps,
  ExportTo,
  ExternalControlPlaneOptions,
  ExternalCidrRoute,
  ExternalCidrRouteProps,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTcpRoute,
  ExternalTcpRouteProps,
  ExternalTlsRoute,
  ExternalTlsRouteProps,
  GatewayDeploymentOptions,
  GatewayLockdownPolicy,
  GatewayLockdownPolicyProps,
  GatewayPodOptions,
  GatewayPorts,
  GatewayPortsOptions,
  GatewayVolume,
  GatewayWorkload,
  HttpCredential,
  HostResolution,
  HttpOperation,
  HttpUpstreamOptions,
  HttpProtocol,
  IEgressGateway,
  IstioInjection,
  IstioInjectionOptions,
  IstiodOptions,
  LabelSelector,
  LabelSelectorOperator,
  LoadBalancer,
  LockdownMode,
  MutualTlsOriginationOptions,
  NodeInclusionPolicy,
  NodeLocalDnsOptions,
  NodeSelectorOperator,
  OutboundTrafficPolicy,
  OutboundTrafficPolicyMode,
  PodSecurity,
  RoutePart,
  SecretCredentialOptions,
  SimpleTlsOriginationOptions,
  Subject,
  TlsOrigination,
  TlsOriginationOptions,
  TlsVersion,
  UpstreamProxy,
  TolerationEffect,
  TolerationOperator,
  UpstreamOptions,
  WhenUnsatisfiable,
  WildcardTarget,
} from '../../../lib';
import { isStruct } from './places';

/** A part of the public API that accepts input. */
export interface HostileSubject {
  readonly name: string;
  /** Whether the properties of the input are arguments of a method, so that the input itself is no input of the library. */
  readonly isArguments: boolean;
  /** Input that is accepted, with a value for each property. */
  readonly input: (chart: Chart) => object;
  /**
   * Calls the part with input, and creates the constructs that write the input. Returns further charts and further YAML that
   * contain the input.
   */
  readonly run: (chart: Chart, input: never) => readonly (Chart | string)[];
}

function subject<T extends object>(
  name: string,
  input: T | ((chart: Chart) => T),
  run: (chart: Chart, input: T) => unknown,
): HostileSubject {
  return {
    name,
    isArguments: false,
    input: typeof input === 'function' ? input : () => input,
    run: (chart, value) => {
      const further = run(chart, value);
      return Array.isArray(further) ? (further as (Chart | string)[]) : [];
    },
  };
}

/** Returns a method whose arguments are the properties of the input. */
function call<T extends object>(
  name: string,
  input: T | ((chart: Chart) => T),
  run: (chart: Chart, input: T) => unknown,
): HostileSubject {
  return { ...subject(name, input, run), isArguments: true };
}

/** Gives each row a name; other values stay. */
function named(rows: Omit<EgressAllowListRow, 'name'>[]): EgressAllowListRow[] {
  if (!Array.isArray(rows)) return rows;
  return Array.from(rows, (row, index) => (isStruct(row) ? { name: `row-${index}`, ...row } : row));
}

const metadata: Required<EgressMetadata> = { labels: { team: 'net' }, annotations: { note: 'x' } };
const own = (chart: Chart): EgressGateway => new EgressGateway(chart, 'gateway', { namespace: 'egress' });
const credential = HttpCredential.fromSecret({ secretName: 'api-token' });
const credentials = [credential];
const imported = (chart: Chart): IEgressGateway =>
  EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { namespace: 'egress', credentials });
const withCidrs = (chart: Chart): IEgressGateway =>
  EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', {
    namespace: 'egress',
    ports: GatewayPorts.of({ cidrs: { port: 15022 } }),
  });
const sources = [EgressSource.namespace('payments')];

const connectionUpstream: Required<UpstreamOptions> = {
  connectTimeout: Duration.seconds(2),
  idleTimeout: Duration.seconds(3),
  maxConnectionDuration: Duration.seconds(4),
  maxConnections: 77,
  tcpKeepalive: { time: Duration.seconds(5), interval: Duration.seconds(6), probes: 4 },
  outlierDetection: {
    consecutive5xxErrors: 6,
    consecutiveGatewayErrors: 7,
    consecutiveLocalOriginFailures: 8,
    interval: Duration.seconds(9),
    baseEjectionTime: Duration.millis(1500),
    maxEjectionPercent: 51,
    minHealthPercent: 12,
  },
  loadBalancer: LoadBalancer.RANDOM,
  endpoints: [
    { address: 'west.example.com', locality: 'us-west/a', weight: 13 },
    { address: '203.0.113.9', locality: 'us-east', weight: 14 },
  ],
  failover: [{ from: 'us-west', to: 'us-east' }],
};
const httpUpstream: Required<HttpUpstreamOptions> = {
  ...connectionUpstream,
  timeout: Duration.seconds(21),
  retries: { attempts: 3, perTryTimeout: Duration.millis(250), retryOn: ['reset', '503'], retryRemoteLocalities: true },
  http1MaxPendingRequests: 22,
  http2MaxRequests: 23,
  maxRequestsPerConnection: 24,
  maxRetries: 25,
};

const attributes: Required<EgressGatewayAttributes> = {
  namespace: 'egress',
  selector: { istio: 'egress' },
  serviceName: 'egress',
  ports: GatewayPorts.HELM_CHART,
  clientTls: ClientTls.ISTIO_MUTUAL,
  defaultDeny: true,
  egressProxy: true,
  credentials,
  upstreamProxy: UpstreamProxy.connect('10.1.2.3', 3128),
  metadata,
};

const labelSelector: Required<LabelSelector> = {
  matchLabels: { app: 'egress' },
  matchExpressions: [{ key: 'app', operator: LabelSelectorOperator.IN, values: ['egress'] }],
};
const term = {
  topologyKey: 'zone',
  labelSelector,
  matchLabelKeys: ['app'],
  mismatchLabelKeys: ['team'],
  namespaces: ['egress'],
  namespaceSelector: labelSelector,
};
const podAffinity = {
  requiredDuringSchedulingIgnoredDuringExecution: [term],
  preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, podAffinityTerm: { topologyKey: 'zone' } }],
};
const nodes = {
  matchExpressions: [{ key: 'zone', operator: NodeSelectorOperator.IN, values: ['a'] }],
  matchFields: [{ key: 'metadata.name', operator: NodeSelectorOperator.IN, values: ['node'] }],
};
const affinity: Required<Affinity> = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [nodes] },
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, preference: {} }],
  },
  podAffinity,
  podAntiAffinity: {},
};

const podOptions: Required<GatewayPodOptions> = {
  nodeSelector: { role: 'egress' },
  tolerations: [
    {
      key: 'egress',
      operator: TolerationOperator.EQUAL,
      value: 'true',
      effect: TolerationEffect.NO_EXECUTE,
      tolerationSeconds: 7,
    },
  ],
  affinity,
  topologySpreadConstraints: [
    {
      topologyKey: 'rack',
      maxSkew: 1,
      whenUnsatisfiable: WhenUnsatisfiable.DO_NOT_SCHEDULE,
      labelSelector,
      matchLabelKeys: ['app'],
      minDomains: 2,
      nodeAffinityPolicy: NodeInclusionPolicy.HONOR,
      nodeTaintsPolicy: NodeInclusionPolicy.HONOR,
    },
  ],
  resources: { requests: { cpu: '300m' }, limits: { memory: '1Gi' } },
  minReplicas: 3,
  maxReplicas: 9,
};
const deployment: Required<GatewayDeploymentOptions> = {
  ...podOptions,
  revision: '1-30',
  podLabels: { 'example.com/team': 'network' },
  podAnnotations: { 'example.com/owner': 'network' },
  env: { MINIMUM_DRAIN_DURATION: '7s' },
  volumes: [GatewayVolume.configMap('corporate-ca', '/mnt/corporate-ca')],
  imagePullSecrets: ['registry'],
  priorityClassName: 'egress-first',
  targetCpuUtilization: 55,
  createNamespace: true,
  readSecrets: true,
};

function deployed(chart: Chart, workload: GatewayWorkload): string[] {
  const gateway = new EgressGateway(chart, 'it', { ...attributes, ports: GatewayPorts.ISTIOCTL, workload });
  return [gateway.installOverlay()];
}

function routed(chart: Chart): EgressGateway {
  const gateway = own(chart);
  new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['b.com'] });
  new EgressLockdownPolicy(chart, 'clients', { gateway, namespaces: ['clients'] });
  return gateway;
}

const tls = (chart: Chart, tlsOrigination: TlsOrigination): unknown =>
  new ExternalHttpRoute(chart, 'it', {
    gateway: imported(chart),
    hosts: ['a.com'],
    tlsOrigination,
    allowFrom: sources,
  });
const lockdown = (chart: Chart, over: Partial<EgressLockdownPolicyProps>): EgressLockdownPolicy =>
  new EgressLockdownPolicy(chart, 'it', { gateway: imported(chart), namespaces: ['a'], ...over });
const allowTo = (chart: Chart, peer: EgressPeer): unknown => lockdown(chart, { allowTo: [peer] });
const route = (chart: Chart, over: Partial<ExternalHttpRouteProps> = {}): ExternalHttpRoute =>
  new ExternalHttpRoute(chart, 'it', { gateway: imported(chart), hosts: ['a.com'], allowFrom: sources, ...over });
const admission = (chart: Chart, deployer: Subject, istioInjection?: IstioInjection): unknown => {
  const deployers = [deployer];
  return new EgressAdmissionPolicy(chart, 'it', { gateway: own(chart), deployers, namespaces: ['a'], istioInjection });
};

/** The options of pods that are narrowed: in a NetworkPolicy. */
const pods: Required<EgressPodsOptions> = { ports: [EgressPort.tcp(5432)], podLabels: { app: 'db' } };

const simple: Required<SimpleTlsOriginationOptions> = {
  port: 8443,
  sni: 'sni.a.com',
  subjectAltNames: ['san.a.com'],
  minProtocolVersion: TlsVersion.TLS_1_3,
  caCertificates: '/etc/ca.crt',
  credentialName: undefined as never,
};
const mutual: Required<MutualTlsOriginationOptions> = {
  port: 8443,
  sni: 'sni.a.com',
  subjectAltNames: ['spiffe://a.com/ns/a'],
  minProtocolVersion: TlsVersion.TLS_1_3,
  credentialName: 'bank-client',
};
const unverified: Required<TlsOriginationOptions> = {
  port: 8443,
  sni: 'sni.a.com',
  minProtocolVersion: TlsVersion.TLS_1_3,
};

const routeProps = (chart: Chart, gateway = imported(chart)) => ({
  gateway,
  hosts: ['a.com', 'b.a.com'],
  allowFrom: [EgressSource.serviceAccount('payments', 'api')],
  exportTo: ExportTo.ALL,
  upstreamProxy: UpstreamProxy.none(),
  metadata,
});

const CONSTRUCTS: readonly HostileSubject[] = [
  subject<Required<EgressMeshProps>>(
    'EgressMesh',
    {
      clusterDomain: 'k8s.corp',
      trustDomain: 'corp.example',
      trustDomainAliases: ['old.example'],
      rootNamespace: 'mesh-root',
      outboundTrafficPolicy: OutboundTrafficPolicyMode.REGISTRY_ONLY,
      externalDomains: ['corp.internal'],
      syncWaves: true,
    },
    (_, input) => {
      const mesh = new EgressMesh(new App(), 'it', input);
      const inner = new Chart(mesh, 'chart');
      const allowFrom = [EgressSource.serviceAccount('payments', 'api')];
      new ExternalTlsRoute(inner, 'route', { gateway: imported(inner), hosts: ['a.com'], allowFrom });
      return [inner, Yaml.stringify([mesh.rootNamespace, mesh.externalDomains, mesh.outboundTrafficPolicy])];
    },
  ),
  subject<Required<EgressGatewayProps>>(
    'EgressGateway',
    { ...attributes, workload: GatewayWorkload.deployment() },
    (chart, input) => [new EgressGateway(chart, 'it', input).installOverlay()],
  ),
  subject<Required<EgressGatewayAttributes>>(
    'EgressGateway.fromEgressGatewayAttributes',
    attributes,
    (chart, input) => {
      const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'it', input);
      new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['b.com'], allowFrom: sources });
    },
  ),
  subject<Required<ExternalHttpRouteProps>>(
    'ExternalHttpRoute',
    (chart) => ({
      ...routeProps(chart),
      port: 8081,
      protocol: HttpProtocol.GRPC,
      useClientProtocol: false,
      directPorts: [8444],
      keepHeaders: ['b3'],
      tlsOrigination: TlsOrigination.simple(),
      credential,
      wildcardTarget: undefined as never,
      allowedOperations: [{ methods: ['GET'], paths: ['/v1/*'] }],
      upstream: { timeout: Duration.seconds(5) },
      // With addresses, the route has neither directPorts nor several hosts.
      addresses: undefined as never,
      resolution: HostResolution.DNS,
    }),
    (chart, input) => new ExternalHttpRoute(chart, 'it', input),
  ),
  subject<Pick<ExternalHttpRouteProps, 'gateway' | 'hosts' | 'addresses' | 'resolution'>>(
    'ExternalHttpRoute with addresses',
    (chart) => ({
      gateway: own(chart),
      hosts: ['a.corp.internal'],
      addresses: ['203.0.113.10'],
      resolution: HostResolution.STATIC,
    }),
    (chart, input) => new ExternalHttpRoute(chart, 'it', input),
  ),
  subject<Required<HttpUpstreamOptions>>('upstream of an ExternalHttpRoute', httpUpstream, (chart, upstream) => {
    new ExternalHttpRoute(chart, 'it', { gateway: own(chart), hosts: ['a.com'], upstream });
  }),
  subject<Required<UpstreamOptions>>('upstream of an ExternalTlsRoute', connectionUpstream, (chart, upstream) => {
    new ExternalTlsRoute(chart, 'it', { gateway: own(chart), hosts: ['a.com'], upstream });
  }),
  subject<Required<ExternalTlsRouteProps>>(
    'ExternalTlsRoute',
    (chart) => ({
      ...routeProps(chart),
      hosts: ['*.a.com'],
      port: 8444,
      implicitTls: true,
      wildcardTarget: WildcardTarget.host('www.a.com'),
      // A wildcard has no resolution besides its target.
      resolution: undefined as never,
      upstream: { maxConnections: 77 },
    }),
    (chart, input) => new ExternalTlsRoute(chart, 'it', input),
  ),
  subject<Required<ExternalTcpRouteProps>>(
    'ExternalTcpRoute',
    (chart) => ({
      ...routeProps(chart),
      ...{ hosts: ['a.com'], port: 5432, addresses: ['203.0.113.10', '2001:db8::1'] },
      upstream: { tcpKeepalive: { probes: 4 } },
      resolution: HostResolution.STATIC,
      virtualAddress: false,
    }),
    (chart, input) => new ExternalTcpRoute(chart, 'it', input),
  ),
  // Names of rows are not in the objects, and hostile names have tests of their own.
  subject<Omit<EgressAllowListRowsProps, 'rows'> & { rows: Omit<EgressAllowListRow, 'name'>[] }>(
    'EgressAllowList.fromRows',
    (chart) => ({
      gateway: own(chart),
      rows: [
        { hosts: ['a.com'], protocol: AllowListProtocol.TLS, port: 8443, from: sources },
        {
          ...{ hosts: ['b.com'], protocol: AllowListProtocol.HTTP2, from: sources, keepHeaders: ['b3'] },
          ...{ tlsOrigination: TlsOrigination.simple(), operations: [{ methods: ['GET'], paths: ['/v1/*'] }] },
        },
      ],
      today: '2026-11-29',
    }),
    (chart, input) => {
      const props = isStruct(input) ? { ...input, rows: named(input.rows) } : input;
      return EgressAllowList.fromRows(chart, 'it', props);
    },
  ),
  subject<Pick<ExternalTcpRouteProps, 'gateway' | 'hosts' | 'port' | 'virtualAddress'>>(
    'ExternalTcpRoute with a virtual address',
    (chart) => ({ gateway: own(chart), hosts: ['a.com'], port: 5432, virtualAddress: true }),
    (chart, input) => new ExternalTcpRoute(chart, 'it', input),
  ),
  subject<Required<Omit<ExternalCidrRouteProps, 'resolution'>>>(
    'ExternalCidrRoute',
    (chart) => ({
      ...routeProps(chart, withCidrs(chart)),
      hosts: ['a.com'],
      port: 22,
      cidrs: ['203.0.113.0/28', '2001:db8::/32'],
    }),
    (chart, input) => new ExternalCidrRoute(chart, 'it', input),
  ),
  subject<Required<EgressLockdownPolicyProps>>(
    'EgressLockdownPolicy',
    (chart) => ({
      gateway: imported(chart),
      namespaces: ['a', 'b'],
      dns: ClusterDns.OPENSHIFT,
      controlPlane: ControlPlane.ISTIOD,
      allowTo: [EgressPeer.sameNamespace()],
      podLabels: { app: 'reports' },
      mode: LockdownMode.POD_SELECTORS,
      createNamespaces: true,
      podSecurity: PodSecurity.RESTRICTED,
    }),
    (chart, input) => new EgressLockdownPolicy(chart, 'it', input),
  ),
  subject<Required<ClusterLockdownPolicyProps>>(
    'ClusterLockdownPolicy',
    (chart) => ({
      gateway: own(chart),
      namespaceSelector: {
        matchLabels: { team: 'a' },
        matchExpressions: [{ key: 'env', operator: LabelSelectorOperator.NOT_IN, values: ['b'] }],
      },
      exemptNamespaces: ['monitoring'],
      allowBetweenNamespaces: true,
      allowTo: [EgressPeer.namespace('x', { ports: [EgressPort.tcp(5432)] })],
      dns: ClusterDns.OPENSHIFT,
      controlPlane: ControlPlane.ISTIOD,
      priority: 50,
    }),
    (chart, input) => new ClusterLockdownPolicy(chart, 'it', input),
  ),
  subject<Required<GatewayLockdownPolicyProps>>(
    'GatewayLockdownPolicy',
    (chart) => ({
      gateway: routed(chart),
      clientNamespaces: ['a'],
      externalPorts: [EgressPort.tcp(8443)],
      internalCidrs: ['203.0.113.0/24'],
      allowTo: [EgressPeer.cidr('10.20.0.0/16')],
      metricsNamespaces: ['monitoring'],
      dns: ClusterDns.KUBE_DNS,
      controlPlane: ControlPlane.ISTIOD,
    }),
    (chart, input) => new GatewayLockdownPolicy(chart, 'it', input),
  ),
  subject<Required<EgressAdmissionPolicyProps>>(
    'EgressAdmissionPolicy',
    (chart) => ({
      gateway: own(chart),
      deployers: [Subject.user('ci')],
      namespaces: ['a'],
      tenantHosts: ['free.com'],
      allowedPodAnnotations: { 'proxy.istio.io/config': '{}' },
      trustedControllers: [Subject.group('metallb')],
      enforcement: AdmissionEnforcement.WARN,
      tenantKinds: ['verticalpodautoscalers.autoscaling.k8s.io'],
      allowedPodAnnotationKeys: ['vault.hashicorp.com/'],
      allowedPodFields: ['runtimeClassName'],
      allowedCsiDrivers: ['secrets-store.csi.k8s.io'],
      allowedResources: ['nvidia.com/gpu'],
      istioInjection: IstioInjection.of({}),
      exportToDefaultsToNamespace: true,
    }),
    (chart, input) => new EgressAdmissionPolicy(chart, 'it', input),
  ),
  subject<Required<EgressSidecarProps>>(
    'EgressSidecar',
    {
      namespaces: ['a'],
      podLabels: { app: 'reports' },
      outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
      additionalHosts: ['databases/*'],
    },
    (chart, input) => new EgressSidecar(chart, 'it', input),
  ),
  subject<Required<DirectHostProps>>(
    'DirectHost',
    {
      hosts: ['s3.a.com'],
      namespaces: ['a'],
      because: 'the store is near',
      ports: [8443],
      protocol: DirectProtocol.TLS,
      cidrs: ['203.0.113.0/28'],
    },
    (chart, input) => {
      new DirectHost(chart, 'it', input);
      new EgressLockdownPolicy(chart, 'lockdown', { gateway: imported(chart), namespaces: ['a', 'b'] });
      return [EgressSummary.of(chart).toJson()];
    },
  ),
  subject<Required<EgressTelemetryProps>>(
    'EgressTelemetry',
    (chart) => ({ gateway: imported(chart), accessLog: AccessLog.JSON }),
    (chart, input) => new EgressTelemetry(chart, 'it', input),
  ),
];

const FACTORIES: readonly HostileSubject[] = [
  subject('GatewayWorkload.deployment', deployment, (chart, input) =>
    deployed(chart, GatewayWorkload.deployment(input)),
  ),
  subject('GatewayWorkload.external', podOptions, (chart, input) => deployed(chart, GatewayWorkload.external(input))),
  subject<Required<GatewayPortsOptions>>(
    'GatewayPorts.of',
    {
      http: { port: 8000, targetPort: 9000 },
      tls: { port: 8001, targetPort: 9001 },
      cidrs: { port: 8002, targetPort: 9002 },
    },
    (chart, input) => {
      const ports = GatewayPorts.of(input);
      return new EgressGateway(chart, 'it', { ports, workload: GatewayWorkload.deployment() });
    },
  ),
  subject<Required<SecretCredentialOptions>>(
    'HttpCredential.fromSecret',
    { secretName: 'api-token', key: 'token', header: 'x-api-key' },
    (chart, input) => {
      const gateway = new EgressGateway(chart, 'gateway', { workload: GatewayWorkload.deployment() });
      const credential = HttpCredential.fromSecret(input);
      const tlsOrigination = TlsOrigination.simple();
      new ExternalHttpRoute(chart, 'it', { gateway, hosts: ['a.com'], tlsOrigination, credential, allowFrom: sources });
    },
  ),
  subject('TlsOrigination.simple', simple, (chart, input) => tls(chart, TlsOrigination.simple(input))),
  subject('TlsOrigination.mutual', mutual, (chart, input) => tls(chart, TlsOrigination.mutual(input))),
  subject('TlsOrigination.dangerouslySkipVerification', unverified, (chart, input) =>
    tls(chart, TlsOrigination.dangerouslySkipVerification(input)),
  ),
  call('WildcardTarget.host', { host: 'www.a.com' }, (chart, { host }) =>
    route(chart, { hosts: ['*.a.com'], wildcardTarget: WildcardTarget.host(host) }),
  ),
  call('GatewayVolume.configMap', { name: 'corporate-ca', mountPath: '/mnt/ca' }, (chart, { name, mountPath }) =>
    deployed(chart, GatewayWorkload.deployment({ volumes: [GatewayVolume.configMap(name, mountPath)] })),
  ),
  call('GatewayVolume.secret', { secretName: 'client', mountPath: '/mnt/client' }, (chart, { secretName, mountPath }) =>
    deployed(chart, GatewayWorkload.deployment({ volumes: [GatewayVolume.secret(secretName, mountPath)] })),
  ),
  call(
    'GatewayVolume.csi',
    { driver: 'vault.example.com', mountPath: '/mnt/vault', volumeAttributes: { role: 'egress' } },
    (chart, { driver, mountPath, volumeAttributes }) => {
      const volumes = [GatewayVolume.csi(driver, mountPath, volumeAttributes)];
      return deployed(chart, GatewayWorkload.deployment({ volumes }));
    },
  ),
  call('UpstreamProxy.connect', { host: 'proxy.a.com', port: 3128 }, (chart, { host, port }) =>
    route(chart, { upstreamProxy: UpstreamProxy.connect(host, port) }),
  ),
  call('EgressSource.namespace', { name: 'orders' }, (chart, { name }) =>
    route(chart, { allowFrom: [EgressSource.namespace(name)] }),
  ),
  call('EgressSource.serviceAccount', { namespace: 'orders', name: 'api' }, (chart, { namespace, name }) =>
    route(chart, { allowFrom: [EgressSource.serviceAccount(namespace, name)] }),
  ),
  subject<Required<ClusterDnsOptions>>(
    'ClusterDns.of',
    { namespace: 'dns', podLabels: { app: 'dns' }, port: 5353 },
    (chart, input) => lockdown(chart, { dns: ClusterDns.of(input) }),
  ),
  subject<Required<NodeLocalDnsOptions>>('ClusterDns.nodeLocal', { cidrs: ['169.254.25.10/32'] }, (chart, input) =>
    lockdown(chart, { dns: ClusterDns.nodeLocal(input) }),
  ),
  subject<Required<IstiodOptions>>(
    'ControlPlane.istiod',
    { namespace: 'istio-control', podLabels: { app: 'pilot' } },
    (chart, input) => lockdown(chart, { controlPlane: ControlPlane.istiod(input) }),
  ),
  subject<Required<ExternalControlPlaneOptions>>(
    'ControlPlane.external',
    { cidrs: ['203.0.113.9/32'], port: 15013 },
    (chart, input) => lockdown(chart, { controlPlane: ControlPlane.external(input) }),
  ),
  subject('EgressPeer.sameNamespace', pods, (chart, input) => allowTo(chart, EgressPeer.sameNamespace(input))),
  call('EgressPeer.namespace', { name: 'databases', options: pods }, (chart, { name, options }) =>
    allowTo(chart, EgressPeer.namespace(name, options)),
  ),
  call<{ cidr: string; options: Required<EgressCidrOptions> }>(
    'EgressPeer.cidr',
    { cidr: '10.0.0.0/8', options: { ports: [EgressPort.udp(123)], exceptCidrs: ['10.1.0.0/16'] } },
    (chart, { cidr, options }) => allowTo(chart, EgressPeer.cidr(cidr, options)),
  ),
  call(
    'EgressPeer.gateway',
    (chart) => ({ gateway: EgressGateway.fromEgressGatewayAttributes(chart, 'theirs', { namespace: 'theirs' }) }),
    (chart, { gateway }) => allowTo(chart, EgressPeer.gateway(gateway)),
  ),
  subject<Required<EgressApiServerOptions>>(
    'EgressPeer.apiServer',
    { cidrs: ['172.18.0.2/32'], ports: [EgressPort.tcp(7443)] },
    (chart, input) => allowTo(chart, EgressPeer.apiServer(input)),
  ),
  call('EgressPort.tcp', { port: 5432 }, (chart, { port }) =>
    allowTo(chart, EgressPeer.sameNamespace({ ports: [EgressPort.tcp(port)] })),
  ),
  call('EgressPort.udp', { port: 123 }, (chart, { port }) =>
    allowTo(chart, EgressPeer.sameNamespace({ ports: [EgressPort.udp(port)] })),
  ),
  call('Subject.user', { name: 'ci' }, (chart, { name }) => admission(chart, Subject.user(name))),
  call('Subject.group', { name: 'platform' }, (chart, { name }) => admission(chart, Subject.group(name))),
  call('Subject.serviceAccount', { namespace: 'argocd', name: 'argocd' }, (chart, { namespace, name }) =>
    admission(chart, Subject.serviceAccount(namespace, name)),
  ),
  subject<Required<IstioInjectionOptions>>(
    'IstioInjection.of',
    {
      proxyImages: ['docker.io/istio/proxyv2'],
      proxyConfigs: ['{"holdApplicationUntilProxyStarts":true}'],
      proxyEnv: { CA_ADDR: 'istio-csr:443' },
      proxyInitArgs: ['istio-iptables', '-p', '15001'],
      proxyMounts: ['vault-token:/var/run/vault'],
      enablePrometheusMerge: true,
      proxyUserId: 1338,
    },
    (chart, input) => admission(chart, Subject.user('ci'), IstioInjection.of(input)),
  ),
  call(
    'OutboundTrafficPolicy.egressProxy',
    (chart) => ({ gateway: own(chart) }),
    (chart, { gateway }) => {
      const outboundTrafficPolicy = OutboundTrafficPolicy.egressProxy(gateway);
      new EgressSidecar(chart, 'it', { namespaces: ['a'], outboundTrafficPolicy });
    },
  ),
  call('AccessLog.provider', { name: 'otel' }, (chart, { name }) => {
    const accessLog = AccessLog.provider(name);
    return new EgressTelemetry(chart, 'it', { gateway: imported(chart), accessLog });
  }),
];

const METHODS: readonly HostileSubject[] = [
  call('route.allowFrom', { source: EgressSource.namespace('orders') }, (chart, { source }) =>
    route(chart).allowFrom(source),
  ),
  subject<Required<HttpOperation>>('route.allowOperations', { methods: ['PUT'], paths: ['/v2'] }, (chart, input) =>
    route(chart).allowOperations(input),
  ),
  call('route.patch', { part: RoutePart.GATEWAY_ROUTE, patch: JsonPatch.add('/name', 'a') }, (chart, { part, patch }) =>
    route(chart).patch(part, patch),
  ),
  call('lockdown.allowTo', { peer: EgressPeer.namespace('x') }, (chart, { peer }) => lockdown(chart, {}).allowTo(peer)),
  call('gatewayLockdown.allowTo', { peer: EgressPeer.namespace('x') }, (chart, { peer }) =>
    new GatewayLockdownPolicy(chart, 'it', { gateway: routed(chart) }).allowTo(peer),
  ),
  call('clusterLockdown.allowTo', { peer: EgressPeer.namespace('x') }, (chart, { peer }) =>
    new ClusterLockdownPolicy(chart, 'it', { gateway: own(chart), namespaceSelector: {} }).allowTo(peer),
  ),
  call('checks.acknowledge', { code: 'EGR2008' }, (chart, { code }) => {
    EgressChecks.of(chart).acknowledge(code, 'a test server');
    return [code];
  }),
  call('sidecar.addHosts', { host: 'shared/api.shared.svc.cluster.local' }, (chart, { host }) =>
    new EgressSidecar(chart, 'it', { namespaces: ['a'] }).addHosts(host),
  ),
];

export const SUBJECTS: readonly HostileSubject[] = [...CONSTRUCTS, ...FACTORIES, ...METHODS];
