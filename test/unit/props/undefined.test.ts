/** `undefined` means the same as a missing property, for every optional property of every interface. */
import { Chart, Testing } from 'cdk8s';
import {
  ClusterDns,
  ClusterDnsOptions,
  ControlPlane,
  EgressAdmissionPolicyProps,
  EgressApiServerOptions,
  EgressCidrOptions,
  EgressGateway,
  EgressGatewayAttributes,
  EgressGatewayProps,
  EgressLockdownPolicy,
  ClusterLockdownPolicyProps,
  EgressLockdownPolicyProps,
  EgressMeshProps,
  EgressPeer,
  EgressPodsOptions,
  DirectHostProps,
  EgressSidecarProps,
  EgressTelemetryProps,
  ExternalControlPlaneOptions,
  ExternalHttpRoute,
  ExternalCidrRouteProps,
  ExternalHttpRouteProps,
  ExternalTcpRouteProps,
  ExternalTlsRoute,
  ExternalTlsRouteProps,
  GatewayDeploymentOptions,
  GatewayLockdownPolicyProps,
  GatewayPodOptions,
  GatewayPorts,
  GatewayPortsOptions,
  GatewayWorkload,
  HttpOperation,
  IstioInjection,
  IstioInjectionOptions,
  IstiodOptions,
  MutualTlsOriginationOptions,
  NodeLocalDnsOptions,
  SimpleTlsOriginationOptions,
  TlsOrigination,
} from '../../../lib';
import { newChart, stderrOfEachTest } from '../help';
import { CONSTRUCTS } from './constructs';
import { mutual } from './samples';

stderrOfEachTest();

/** Every optional property of an interface, as `undefined`. The compiler demands a new property here. */
type Undefined<T> = Readonly<Record<{ [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T], undefined>>;

const u = undefined;
const shared = { allowFrom: u, resolution: u, exportTo: u, upstreamProxy: u, metadata: u };
const attributes: Undefined<EgressGatewayAttributes> = {
  ...{ namespace: u, selector: u, serviceName: u, ports: u, clientTls: u, defaultDeny: u, egressProxy: u },
  ...{ credentials: u, upstreamProxy: u, metadata: u },
};
const gateway: Undefined<EgressGatewayProps> = { ...attributes, workload: u };
const mesh: Undefined<EgressMeshProps> = {
  clusterDomain: u,
  rootNamespace: u,
  outboundTrafficPolicy: u,
  externalDomains: u,
  syncWaves: u,
  trustDomain: u,
  trustDomainAliases: u,
};
const http: Undefined<ExternalHttpRouteProps> = {
  ...shared,
  ...{ port: u, protocol: u, useClientProtocol: u, directPorts: u, keepHeaders: u, tlsOrigination: u, credential: u },
  ...{ wildcardTarget: u, allowedOperations: u, upstream: u, addresses: u },
};
const tls: Undefined<ExternalTlsRouteProps> = { ...shared, port: u, implicitTls: u, wildcardTarget: u, upstream: u };
const tcp: Undefined<Omit<ExternalTcpRouteProps, 'addresses'>> = { ...shared, upstream: u, virtualAddress: u };
/** A route to ranges needs sources. */
const cidrRoute: Omit<Undefined<ExternalCidrRouteProps>, 'allowFrom'> = {
  ...{ resolution: u, upstreamProxy: u, exportTo: u, metadata: u },
};
const lockdown: Undefined<EgressLockdownPolicyProps> = {
  ...{ podLabels: u, dns: u, controlPlane: u, allowTo: u, mode: u, createNamespaces: u, podSecurity: u },
};
const clusterLockdown: Undefined<ClusterLockdownPolicyProps> = {
  ...{ exemptNamespaces: u, allowBetweenNamespaces: u, allowTo: u, dns: u, controlPlane: u, priority: u },
};
const gatewayLockdown: Undefined<GatewayLockdownPolicyProps> = {
  ...{ clientNamespaces: u, externalPorts: u, internalCidrs: u, allowTo: u },
  ...{ metricsNamespaces: u, dns: u, controlPlane: u },
};
const admission: Undefined<EgressAdmissionPolicyProps> = {
  ...{ enforcement: u, tenantKinds: u },
  ...{ namespaces: u, tenantHosts: u, allowedPodAnnotations: u, allowedPodAnnotationKeys: u, allowedPodFields: u },
  ...{ allowedCsiDrivers: u, allowedResources: u, istioInjection: u },
  ...{ trustedControllers: u, exportToDefaultsToNamespace: u },
};
const sidecar: Undefined<EgressSidecarProps> = { podLabels: u, outboundTrafficPolicy: u, additionalHosts: u };
const directHost: Undefined<DirectHostProps> = { ports: u, protocol: u, cidrs: u };
const telemetry: Undefined<EgressTelemetryProps> = { accessLog: u };

const PROPS: Readonly<Record<string, object>> = {
  EgressMesh: mesh,
  EgressGateway: gateway,
  'EgressGateway.fromEgressGatewayAttributes': attributes,
  ExternalHttpRoute: http,
  ExternalTlsRoute: tls,
  ExternalTcpRoute: tcp,
  ExternalCidrRoute: cidrRoute,
  EgressLockdownPolicy: lockdown,
  ClusterLockdownPolicy: clusterLockdown,
  GatewayLockdownPolicy: gatewayLockdown,
  EgressAdmissionPolicy: admission,
  EgressSidecar: sidecar,
  DirectHost: directHost,
  EgressTelemetry: telemetry,
};

/** Declares a client namespace and a route of the gateway, which a GatewayLockdownPolicy and an EgressAdmissionPolicy need. */
function declareClients(chart: Chart): void {
  const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'imported', mutual);
  new EgressLockdownPolicy(chart, 'clients', { gateway, namespaces: ['clients'] });
  new ExternalTlsRoute(chart, 'other', { gateway, hosts: ['b.com'] });
}

test.each(Object.entries(CONSTRUCTS))('%s accepts undefined for every optional property', (name, { create }) => {
  const manifests = [{}, PROPS[name]].map((props): unknown => {
    const chart = newChart();
    create(chart, props);
    declareClients(chart);
    return Testing.synth(chart);
  });
  expect(PROPS[name]).toBeDefined();
  expect(manifests[1]).toEqual(manifests[0]);
});

const podOptions: Undefined<GatewayPodOptions> = {
  ...{ nodeSelector: u, tolerations: u, affinity: u, topologySpreadConstraints: u, resources: u },
  ...{ minReplicas: u, maxReplicas: u },
};
const deployment: Undefined<GatewayDeploymentOptions> = {
  ...podOptions,
  ...{ revision: u, targetCpuUtilization: u, createNamespace: u, readSecrets: u },
  ...{ podLabels: u, podAnnotations: u, env: u, volumes: u, imagePullSecrets: u, priorityClassName: u },
};
const ports: Undefined<GatewayPortsOptions> = { http: u, tls: u, cidrs: u };
const simple: Undefined<SimpleTlsOriginationOptions> = {
  ...{ port: u, sni: u, subjectAltNames: u, minProtocolVersion: u, caCertificates: u, credentialName: u },
};
const mutualTls: Undefined<MutualTlsOriginationOptions> = {
  port: u,
  sni: u,
  subjectAltNames: u,
  minProtocolVersion: u,
};
const pods: Undefined<EgressPodsOptions> = { ports: u, podLabels: u };
const cidr: Undefined<EgressCidrOptions> = { ports: u, exceptCidrs: u };
const apiServer: Undefined<EgressApiServerOptions> = { ports: u };
const dns: Undefined<ClusterDnsOptions> = { port: u };
const nodeLocal: Undefined<NodeLocalDnsOptions> = { cidrs: u };
const external: Undefined<ExternalControlPlaneOptions> = { port: u };
const istiod: Undefined<IstiodOptions> = { namespace: u, podLabels: u };

const injection: Undefined<IstioInjectionOptions> = {
  ...{ proxyImages: u, proxyConfigs: u, proxyEnv: u, proxyInitArgs: u, proxyMounts: u },
  ...{ enablePrometheusMerge: u, proxyUserId: u },
};

test.each<[string, (options: object) => unknown, object]>([
  ['GatewayWorkload.external', (options) => GatewayWorkload.external(options), podOptions],
  ['GatewayWorkload.deployment', (options) => GatewayWorkload.deployment(options), deployment],
  ['GatewayPorts.of', (options) => GatewayPorts.of(options), ports],
  ['TlsOrigination.simple', (options) => TlsOrigination.simple(options), simple],
  ['TlsOrigination.mutual', (options) => TlsOrigination.mutual({ credentialName: 'x', ...options }), mutualTls],
  ['EgressPeer.namespace', (options) => EgressPeer.namespace('a', options), pods],
  ['EgressPeer.cidr', (options) => EgressPeer.cidr('10.0.0.0/16', options), cidr],
  ['EgressPeer.apiServer', (options) => EgressPeer.apiServer({ cidrs: ['10.0.0.1/32'], ...options }), apiServer],
  ['IstioInjection.of', (options) => IstioInjection.of(options), injection],
  ['ClusterDns.of', (options) => ClusterDns.of({ namespace: 'dns', podLabels: { app: 'dns' }, ...options }), dns],
  ['ClusterDns.nodeLocal', (options) => ClusterDns.nodeLocal(options), nodeLocal],
  ['ControlPlane.istiod', (options) => ControlPlane.istiod(options), istiod],
  ['ControlPlane.external', (options) => ControlPlane.external({ cidrs: ['203.0.113.7/32'], ...options }), external],
])('%s accepts undefined for every optional property', (_, create, options) => {
  expect(Object.keys(options)).not.toEqual([]);
  expect(create(options)).toEqual(create({}));
});

test.each<[string, HttpOperation]>([
  ['paths', { methods: ['GET'], paths: undefined }],
  ['methods', { methods: undefined, paths: ['/v1'] }],
])('HttpOperation accepts undefined for %s', (_, operation) => {
  const chart = newChart();
  const route = CONSTRUCTS['ExternalHttpRoute']?.create(chart, { allowedOperations: [operation] });
  expect((route as ExternalHttpRoute).operations).toEqual([operation]);
});
