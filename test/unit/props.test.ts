/**
 * Every property of every exported props or options interface, used and seen in a manifest. `Required<...>` makes a new
 * property without a test here an error of the compiler.
 */
import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import {
  AccessLog,
  ClientTls,
  ClusterDns,
  ClusterDnsOptions,
  ControlPlane,
  Deployer,
  EgressAdmissionPolicy,
  EgressAdmissionPolicyProps,
  EgressApiServerOptions,
  EgressCidrOptions,
  EgressGateway,
  EgressGatewayAttributes,
  EgressGatewayProps,
  EgressLayout,
  EgressLockdownPolicy,
  EgressLockdownPolicyProps,
  EgressOperation,
  EgressPeer,
  EgressPeerOptions,
  EgressPodsOptions,
  EgressPort,
  EgressSidecar,
  EgressSidecarProps,
  EgressSource,
  EgressTelemetry,
  EgressTelemetryProps,
  ExportTo,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalRouteProps,
  ExternalTcpRoute,
  ExternalTcpRouteProps,
  ExternalTlsRoute,
  ExternalTlsRouteProps,
  GatewayDeploymentOptions,
  GatewayLockdownPolicy,
  GatewayLockdownPolicyProps,
  GatewayPodOptions,
  GatewayPort,
  GatewayPorts,
  GatewayPortsOptions,
  GatewayWorkload,
  IstiodOptions,
  LockdownMode,
  MutualTlsOriginationOptions,
  NodeLocalDnsOptions,
  OutboundTrafficPolicy,
  PodSecurity,
  TlsOrigination,
  TlsVersion,
  WildcardTarget,
} from '../../lib';
import { Manifest, newChart, ofKind, only, stderrOfEachTest } from './help';

stderrOfEachTest();

const port: Required<GatewayPort> = { port: 8000, targetPort: 9000 };
const ports: Required<GatewayPortsOptions> = { http: port, tls: { port: 8001, targetPort: 9001 } };

const podOptions: Required<GatewayPodOptions> = {
  nodeSelector: { role: 'egress-node' },
  tolerations: [{ key: 'egress-taint', operator: 'Exists' }],
  affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, preference: {} }] } },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }],
  resources: { requests: { cpu: k8s.Quantity.fromString('300m') } },
  minReplicas: 3,
  maxReplicas: 9,
};

const deploymentOptions: Required<GatewayDeploymentOptions> = {
  ...podOptions,
  revision: '1-30',
  targetCpuUtilization: 55,
  createNamespace: true,
  readSecrets: true,
};

/** All but what needs a gateway that knows who calls. */
const attributes: Required<Omit<EgressGatewayAttributes, 'requireSources' | 'takesUndeclared'>> = {
  namespace: 'istio-egress',
  selector: { istio: 'dedicated' },
  serviceName: 'egress',
  ports: GatewayPorts.of(ports),
  clusterDomain: 'k8s.internal',
  clientTls: ClientTls.DISABLE,
  layout: EgressLayout.DOCUMENTED,
  metadata: { labels: { team: 'net' }, annotations: { note: 'x' } },
};

/** The same gateway, which knows who calls. */
const knowing: EgressGatewayAttributes = { ...attributes, clientTls: ClientTls.ISTIO_MUTUAL };

const restricted = {
  allowFrom: [EgressSource.serviceAccount('payments', 'api')],
  exportTo: ExportTo.SOURCES_UNDER_LOCKDOWN,
};

const restrictedTraces = {
  allowFrom: ['AuthorizationPolicy egress-allow', /"principals":\["cluster\.local\/ns\/payments\/sa\/api"\]/],
  exportTo: ['VirtualService', /"exportTo":\["istio-egress","payments"\]/],
} as const;

const gatewayProps: Required<Omit<EgressGatewayProps, 'requireSources' | 'takesUndeclared'>> = {
  ...attributes,
  workload: GatewayWorkload.deployment(deploymentOptions),
};

const text = (manifest: Manifest): string => JSON.stringify(manifest);

/** What the one manifest of a kind, or of a kind and the start of a name, must contain for each property. */
type Traces<T> = { readonly [K in keyof Required<T>]: readonly [kindAndName: string, trace: RegExp] };

function expectTraces<T>(chart: Chart, traces: Traces<T>): void {
  for (const [kindAndName, trace] of Object.values<readonly [string, RegExp]>(traces)) {
    const [kind = '', start = ''] = kindAndName.split(' ');
    const named = ofKind(chart, kind).filter(({ metadata }) => metadata.name.startsWith(start));
    expect(named).toHaveLength(1);
    expect(text(named[0] as Manifest)).toMatch(trace);
  }
}

describe('all properties reach the manifests:', () => {
  test('GatewayDeploymentOptions', () => {
    const chart = newChart();
    new EgressGateway(chart, 'gateway', gatewayProps);
    expectTraces<GatewayDeploymentOptions>(chart, {
      nodeSelector: ['Deployment', /"nodeSelector":\{"role":"egress-node"\}/],
      tolerations: ['Deployment', /"tolerations":\[\{"key":"egress-taint","operator":"Exists"\}\]/],
      affinity: ['Deployment', /"weight":7/],
      topologySpreadConstraints: ['Deployment', /"topologyKey":"rack"/],
      resources: ['Deployment', /"requests":\{"cpu":"300m"\}/],
      minReplicas: ['HorizontalPodAutoscaler', /"minReplicas":3/],
      maxReplicas: ['HorizontalPodAutoscaler', /"maxReplicas":9/],
      revision: ['Deployment', /"istio\.io\/rev":"1-30"/],
      targetCpuUtilization: ['HorizontalPodAutoscaler', /"averageUtilization":55/],
      createNamespace: ['Namespace', /"name":"istio-egress"/],
      readSecrets: ['Role', /"resources":\["secrets"\]/],
    });
  });

  test('GatewayPodOptions, for an installed gateway in the overlay', () => {
    const gateway = new EgressGateway(newChart(), 'gateway', { workload: GatewayWorkload.installed(podOptions) });
    const traces: { readonly [K in keyof Required<GatewayPodOptions>]: RegExp } = {
      nodeSelector: /role: egress-node/,
      tolerations: /key: egress-taint/,
      affinity: /weight: 7/,
      topologySpreadConstraints: /topologyKey: rack/,
      resources: /cpu: 300m/,
      minReplicas: /minReplicas: 3/,
      maxReplicas: /maxReplicas: 9/,
    };
    for (const trace of Object.values(traces)) expect(gateway.installOverlay()).toMatch(trace);
  });

  test('EgressGatewayProps, GatewayPortsOptions and GatewayPort', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', gatewayProps);
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['a.com'] });
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'] });
    expectTraces<typeof gatewayProps>(chart, {
      namespace: ['Gateway', /"namespace":"istio-egress"/],
      selector: ['Gateway', /"selector":\{"istio":"dedicated"\}/],
      serviceName: ['Service', /"name":"egress"/],
      ports: ['Service', /"port":8000,"protocol":"TCP","targetPort":9000.*"port":8001,.*"targetPort":9001/],
      clusterDomain: ['DestinationRule', /"host":"egress\.istio-egress\.svc\.k8s\.internal"/],
      clientTls: ['Gateway', /"mode":"PASSTHROUGH"/],
      layout: ['DestinationRule', /"name":"egress-subset-a-com"/],
      metadata: ['Gateway', /"annotations":\{"note":"x"\},"labels":\{"team":"net"\}/],
      workload: ['Deployment', /"name":"istio-proxy"/],
    });
  });

  test('EgressGatewayAttributes', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', attributes);
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'] });
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
    expectTraces<typeof attributes>(chart, {
      namespace: ['DestinationRule', /"namespace":"istio-egress"/],
      selector: ['NetworkPolicy', /"matchLabels":\{"istio":"dedicated"\}/],
      serviceName: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      ports: ['NetworkPolicy', /"port":9000.*"port":9001/],
      clusterDomain: ['VirtualService', /svc\.k8s\.internal"/],
      clientTls: ['Gateway', /"mode":"PASSTHROUGH"/],
      layout: ['VirtualService', /"name":"egress-route-a-com"/],
      metadata: ['DestinationRule', /"annotations":\{"note":"x"\},"labels":\{"team":"net"\}/],
    });
  });

  test('requireSources', () => {
    const chart = newChart();
    new EgressGateway(chart, 'gateway', { requireSources: true });
    expectTraces<Required<Pick<EgressGatewayAttributes, 'requireSources'>>>(chart, {
      requireSources: ['AuthorizationPolicy egress-deny', /"action":"ALLOW"/],
    });
  });

  test('takesUndeclared', () => {
    const chart = newChart();
    new EgressGateway(chart, 'gateway', { takesUndeclared: true });
    expectTraces<Required<Pick<EgressGatewayAttributes, 'takesUndeclared'>>>(chart, {
      takesUndeclared: ['Gateway egress-undeclared', /\/undeclared\./],
    });
  });

  test('ExternalHttpRouteProps and ExternalRouteProps', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', knowing);
    const shared: Required<ExternalRouteProps> = { gateway, hosts: ['api.example.com'], ...restricted };
    const allProps: Required<Omit<ExternalHttpRouteProps, 'wildcardTarget'>> = {
      ...shared,
      port: 81,
      directPorts: [4443],
      keepHeaders: ['B3'],
      tlsOrigination: TlsOrigination.simple({ port: 8443 }),
      allow: [{ methods: ['GET'] }],
    };
    new ExternalHttpRoute(chart, 'route', allProps);
    expectTraces<typeof allProps>(chart, {
      gateway: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["api\.example\.com"\]/],
      port: ['ServiceEntry', /"number":81,"protocol":"HTTP"/],
      directPorts: ['ServiceEntry', /"number":4443,"protocol":"HTTPS"/],
      keepHeaders: ['VirtualService', /"remove":\["baggage","forwarded","grpc-tags-bin"/],
      tlsOrigination: ['ServiceEntry', /"number":81,"protocol":"HTTP","targetPort":8443/],
      allow: ['AuthorizationPolicy egress-allow', /"methods":\["GET"\]/],
      ...restrictedTraces,
    });
  });

  test('ExternalTcpRouteProps', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', knowing);
    const allProps: Required<ExternalTcpRouteProps> = {
      gateway,
      hosts: ['api.example.com'],
      port: 5432,
      addresses: ['203.0.113.10'],
      ...restricted,
    };
    new ExternalTcpRoute(chart, 'route', allProps);
    expectTraces<ExternalTcpRouteProps>(chart, {
      gateway: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["api\.example\.com"\]/],
      port: ['ServiceEntry', /"number":5432,"protocol":"TCP"/],
      addresses: ['ServiceEntry', /"addresses":\["203\.0\.113\.10"\]/],
      ...restrictedTraces,
    });
  });

  test('ExternalTlsRouteProps', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', knowing);
    const allProps: Required<ExternalTlsRouteProps> = {
      gateway,
      hosts: ['*.example.com'],
      port: 4443,
      wildcardTarget: WildcardTarget.fixed('www.example.com'),
      ...restricted,
    };
    new ExternalTlsRoute(chart, 'route', allProps);
    expectTraces<ExternalTlsRouteProps>(chart, {
      gateway: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["\*\.example\.com"\]/],
      wildcardTarget: ['ServiceEntry', /"endpoints":\[\{"address":"www\.example\.com\."\}\]/],
      port: ['ServiceEntry', /"number":4443,"protocol":"TLS"/],
      ...restrictedTraces,
    });
  });
});

describe('all properties of the smaller constructs reach the manifests:', () => {
  const gatewayIn = (chart: Chart) => EgressGateway.fromExisting(chart, 'gateway', knowing);

  test('EgressTelemetryProps', () => {
    const chart = newChart();
    const allProps: Required<EgressTelemetryProps> = { gateway: gatewayIn(chart), accessLog: AccessLog.provider('x') };
    new EgressTelemetry(chart, 'log', allProps);
    expectTraces<EgressTelemetryProps>(chart, {
      gateway: ['Telemetry', /"matchLabels":\{"istio":"dedicated"\}/],
      accessLog: ['Telemetry', /"providers":\[\{"name":"x"\}\]/],
    });
  });

  test('GatewayLockdownPolicyProps', () => {
    const chart = newChart();
    const allProps: Required<GatewayLockdownPolicyProps> = {
      gateway: new EgressGateway(chart, 'gateway', knowing),
      namespaces: ['orders'],
      ports: [EgressPort.tcp(8883)],
      insideCidrs: ['198.51.100.0/24'],
      allow: [EgressPeer.namespace('tracing')],
      scrapedFrom: ['monitoring'],
      dns: ClusterDns.OPENSHIFT,
      controlPlane: ControlPlane.external('203.0.113.7/32'),
    };
    new GatewayLockdownPolicy(chart, 'lockdown', allProps);
    expectTraces<GatewayLockdownPolicyProps>(chart, {
      gateway: ['NetworkPolicy', /"podSelector":\{"matchLabels":\{"istio":"dedicated"\}\}/],
      namespaces: ['NetworkPolicy', /"kubernetes\.io\/metadata\.name":"orders"/],
      ports: ['NetworkPolicy', /"port":8883/],
      insideCidrs: ['NetworkPolicy', /"198\.51\.100\.0\/24"/],
      allow: ['NetworkPolicy', /"kubernetes\.io\/metadata\.name":"tracing"/],
      scrapedFrom: ['NetworkPolicy', /"kubernetes\.io\/metadata\.name":"monitoring"/],
      dns: ['NetworkPolicy', /"port":5353/],
      controlPlane: ['NetworkPolicy', /203\.0\.113\.7\/32/],
    });
  });

  test('EgressAdmissionPolicyProps', () => {
    const chart = newChart();
    const allProps: Required<EgressAdmissionPolicyProps> = {
      gateway: new EgressGateway(chart, 'gateway', knowing),
      deployers: [Deployer.group('platform')],
      namespaces: ['orders'],
      hosts: ['shop.example.com'],
      proxyImages: ['registry.example.com/proxyv2'],
      podAnnotations: { 'proxy.istio.io/config': 'exact' },
      proxyConfigs: ['{"concurrency":2}'],
      proxyEnv: ['BOOTSTRAP_XDS_AGENT'],
      redirection: ['istio-iptables', '-x', '10.96.0.1/32'],
      proxyMounts: ['vault-token:/var/run/vault'],
      controllers: [Deployer.user('balancer')],
      privateByDefault: true,
    };
    new EgressAdmissionPolicy(chart, 'admission', allProps);
    expectTraces<EgressAdmissionPolicyProps>(chart, {
      gateway: ['ValidatingAdmissionPolicy egress-routing', /\['istio'\] != 'dedicated'/],
      deployers: ['ValidatingAdmissionPolicy egress-routing', /group in \['platform'\]/],
      namespaces: ['ValidatingAdmissionPolicyBinding egress-routing', /"values":\["orders"\]/],
      hosts: ['ValidatingAdmissionPolicy egress-routing', /host in \['shop\.example\.com'\]/],
      proxyImages: ['ValidatingAdmissionPolicy egress-workloads', /c\.image == 'registry\.example\.com\/proxyv2'/],
      podAnnotations: ['ValidatingAdmissionPolicy egress-workloads', /in \['exact'\]/],
      proxyConfigs: ['ValidatingAdmissionPolicy egress-workloads', /== '\{\\"concurrency\\":2\}'/],
      proxyEnv: ['ValidatingAdmissionPolicy egress-workloads', /'BOOTSTRAP_XDS_AGENT'/],
      redirection: ['ValidatingAdmissionPolicy egress-workloads', /c\.args == \['istio-iptables', '-x'/],
      proxyMounts: ['ValidatingAdmissionPolicy egress-workloads', /'vault-token:\/var\/run\/vault'/],
      controllers: ['ValidatingAdmissionPolicy egress-endpoints', /'balancer'/],
      // A rule is narrower by it.
      privateByDefault: ['ValidatingAdmissionPolicy egress-routing', /^(?!.*size\(dyn\(object\)\.spec\.exportTo\))/],
    });
  });

  test('EgressSidecarProps', () => {
    const chart = newChart();
    new EgressLockdownPolicy(chart, 'lockdown', { gateway: gatewayIn(chart), namespaces: ['orders'] });
    const allProps: Required<EgressSidecarProps> = {
      namespaces: ['orders'],
      outboundTrafficPolicy: OutboundTrafficPolicy.ALLOW_ANY,
      hosts: ['databases/*'],
    };
    new EgressSidecar(chart, 'sidecars', allProps);
    expectTraces<EgressSidecarProps>(chart, {
      namespaces: ['Sidecar', /"namespace":"orders"/],
      outboundTrafficPolicy: ['Sidecar', /"mode":"ALLOW_ANY"/],
      hosts: ['Sidecar', /"databases\/\*"/],
    });
  });

  test('EgressOperation', () => {
    const chart = newChart();
    const props = { gateway: gatewayIn(chart), hosts: ['a.com'], allowFrom: [EgressSource.anyone()] };
    const operation: Required<EgressOperation> = { methods: ['GET'], paths: ['/v1/*'] };
    new ExternalHttpRoute(chart, 'route', props).allow(operation);
    expectTraces<EgressOperation>(chart, {
      methods: ['AuthorizationPolicy egress-allow', /"methods":\["GET"\]/],
      paths: ['AuthorizationPolicy egress-allow', /"paths":\["\/v1\/\*"\]/],
    });
  });

  test('SimpleTlsOriginationOptions and MutualTlsOriginationOptions', () => {
    const chart = newChart();
    const common = { port: 8443, sni: 'sni.com', subjectAltNames: ['san.com'], minProtocolVersion: TlsVersion.TLS_1_3 };
    const mutual: Required<MutualTlsOriginationOptions> = { ...common, credentialName: 'x.y' };
    const gateway = gatewayIn(chart);
    const tlsOrigination = TlsOrigination.mutual(mutual);
    const allowFrom = [EgressSource.anyone()];
    new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['mutual.com'], tlsOrigination, allowFrom });
    expectTraces<typeof mutual>(chart, {
      port: ['ServiceEntry', /"targetPort":8443/],
      sni: ['DestinationRule egress-origination', /"sni":"sni\.com"/],
      subjectAltNames: ['DestinationRule egress-origination', /"subjectAltNames":\["san\.com"\]/],
      minProtocolVersion: ['EnvoyFilter', /"tls_minimum_protocol_version":"TLSv1_3"/],
      credentialName: ['DestinationRule egress-origination', /"credentialName":"x\.y","mode":"MUTUAL"/],
    });
    const other = newChart();
    const simple = { gateway: gatewayIn(other), hosts: ['simple.com'] };
    new ExternalHttpRoute(other, 'route', {
      ...simple,
      tlsOrigination: TlsOrigination.simple({ caCertificates: '/etc/ca.crt' }),
    });
    expect(JSON.stringify(ofKind(other, 'DestinationRule'))).toMatch(/"caCertificates":"\/etc\/ca\.crt"/);
  });
});

describe('all properties of a lockdown reach its policy:', () => {
  const dnsOptions: Required<ClusterDnsOptions> = { namespace: 'dns', pods: { app: 'dns-pod' }, port: 1053 };
  const cacheOptions: Required<NodeLocalDnsOptions> = { cidrs: ['169.254.25.10/32'] };
  const istiodOptions: Required<IstiodOptions> = { namespace: 'control', pods: { app: 'pilot' } };
  const peerOptions: Required<EgressPeerOptions> = { ports: [EgressPort.tcp(5432)] };
  const podsOptions: Required<EgressPodsOptions> = { ...peerOptions, pods: { app: 'db' } };
  const cidrOptions: Required<EgressCidrOptions> = { ports: [EgressPort.udp(123)], except: ['10.1.0.0/16'] };
  const apiOptions: Required<EgressApiServerOptions> = { cidrs: ['172.18.0.2/32'], ports: [EgressPort.tcp(7443)] };

  function policy(chart: Chart, props: Partial<EgressLockdownPolicyProps>): string {
    const gateway = EgressGateway.fromExisting(chart, 'gateway', attributes);
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'], ...props });
    return text(only(chart, 'NetworkPolicy'));
  }

  test('EgressLockdownPolicyProps', () => {
    const chart = newChart();
    const allProps: Required<EgressLockdownPolicyProps> = {
      gateway: EgressGateway.fromExisting(chart, 'other', attributes),
      namespaces: ['orders'],
      dns: ClusterDns.OPENSHIFT,
      controlPlane: ControlPlane.external('203.0.113.7/32'),
      allow: [EgressPeer.namespace('databases')],
      mode: LockdownMode.TIGHT,
      createNamespaces: true,
      podSecurity: PodSecurity.RESTRICTED,
    };
    policy(chart, allProps);
    expectTraces<EgressLockdownPolicyProps>(chart, {
      gateway: ['NetworkPolicy', /"matchLabels":\{"istio":"dedicated"\}/],
      namespaces: ['NetworkPolicy', /"namespace":"orders"/],
      dns: ['NetworkPolicy', /"port":5353/],
      controlPlane: ['NetworkPolicy', /203\.0\.113\.7\/32/],
      allow: ['NetworkPolicy', /"kubernetes\.io\/metadata\.name":"databases"/],
      mode: ['NetworkPolicy', /"name":"egress-lockdown-orders"/],
      createNamespaces: ['Namespace', /"name":"orders"/],
      podSecurity: ['Namespace', /"pod-security.kubernetes.io\/enforce":"restricted"/],
    });
  });

  test.each<[string, Partial<EgressLockdownPolicyProps>, RegExp[]]>([
    ['ClusterDnsOptions', { dns: ClusterDns.of(dnsOptions) }, [/name":"dns"/, /"app":"dns-pod"/, /"port":1053/]],
    ['NodeLocalDnsOptions', { dns: ClusterDns.nodeLocal(cacheOptions) }, [/169\.254\.25\.10\/32/]],
    ['IstiodOptions', { controlPlane: ControlPlane.istiod(istiodOptions) }, [/name":"control"/, /"app":"pilot"/]],
    ['EgressPeerOptions', { allow: [EgressPeer.sameNamespace(peerOptions)] }, [/"port":5432/]],
    ['EgressPodsOptions', { allow: [EgressPeer.namespace('x', podsOptions)] }, [/"app":"db"/, /"port":5432/]],
    ['EgressCidrOptions', { allow: [EgressPeer.cidr('10.0.0.0/8', cidrOptions)] }, [/"10\.1\.0\.0\/16"/, /"port":123/]],
    ['EgressApiServerOptions', { allow: [EgressPeer.apiServer(apiOptions)] }, [/172\.18\.0\.2\/32/, /"port":7443/]],
    ['mode by labels', { mode: LockdownMode.BY_LABELS }, [/"kube-system":"true"/]],
  ])('%s', (_, props, traces) => {
    const written = policy(newChart(), props);
    for (const trace of traces) expect(written).toMatch(trace);
  });
});
