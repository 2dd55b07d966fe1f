import { Chart } from 'cdk8s';
import {
  ClusterDns,
  ClusterDnsOptions,
  ControlPlane,
  EgressApiServerOptions,
  EgressCidrOptions,
  EgressGateway,
  EgressLockdownPolicy,
  EgressLockdownPolicyProps,
  EgressPeer,
  EgressPeerOptions,
  EgressPodsOptions,
  EgressPort,
  ExternalControlPlaneOptions,
  GatewayLockdownPolicy,
  GatewayLockdownPolicyProps,
  IstiodOptions,
  LockdownMode,
  NodeLocalDnsOptions,
  PodSecurity,
} from '../../../lib';
import { newChart, only, stderrOfEachTest } from '../help';
import { attributes, expectTraces, mutual, textOf } from './samples';

stderrOfEachTest();

describe('the properties of a GatewayLockdownPolicy', () => {
  test('every property of GatewayLockdownPolicyProps is written', () => {
    const chart = newChart();
    const allProps: Required<GatewayLockdownPolicyProps> = {
      gateway: new EgressGateway(chart, 'gateway', mutual),
      clientNamespaces: ['orders'],
      externalPorts: [EgressPort.tcp(8883)],
      internalCidrs: ['198.51.100.0/24'],
      allowTo: [EgressPeer.namespace('tracing')],
      metricsNamespaces: ['monitoring'],
      dns: ClusterDns.OPENSHIFT,
      controlPlane: ControlPlane.external({ cidrs: ['203.0.113.7/32'] }),
    };
    new GatewayLockdownPolicy(chart, 'lockdown', allProps);
    expectTraces<GatewayLockdownPolicyProps>(chart, {
      gateway: ['NetworkPolicy', /"podSelector":\{"matchLabels":\{"istio":"dedicated"\}\}/],
      clientNamespaces: ['NetworkPolicy', /"kubernetes\.io\/metadata\.name":"orders"/],
      externalPorts: ['NetworkPolicy', /"port":8883/],
      internalCidrs: ['NetworkPolicy', /"198\.51\.100\.0\/24"/],
      allowTo: ['NetworkPolicy', /"kubernetes\.io\/metadata\.name":"tracing"/],
      metricsNamespaces: ['NetworkPolicy', /"kubernetes\.io\/metadata\.name":"monitoring"/],
      dns: ['NetworkPolicy', /"port":5353/],
      controlPlane: ['NetworkPolicy', /203\.0\.113\.7\/32/],
    });
  });
});

describe('the properties of an EgressLockdownPolicy', () => {
  const dnsOptions: Required<ClusterDnsOptions> = { namespace: 'dns', podLabels: { app: 'dns-pod' }, port: 1053 };
  const cacheOptions: Required<NodeLocalDnsOptions> = { cidrs: ['169.254.25.10/32'] };
  const istiodOptions: Required<IstiodOptions> = { namespace: 'control', podLabels: { app: 'pilot' } };
  const externalOptions: Required<ExternalControlPlaneOptions> = { cidrs: ['203.0.113.9/32'], port: 15013 };
  const peerOptions: Required<EgressPeerOptions> = { ports: [EgressPort.tcp(5432)] };
  const podsOptions: Required<EgressPodsOptions> = { ...peerOptions, podLabels: { app: 'db' } };
  const cidrOptions: Required<EgressCidrOptions> = { ports: [EgressPort.udp(123)], exceptCidrs: ['10.1.0.0/16'] };
  const apiOptions: Required<EgressApiServerOptions> = { cidrs: ['172.18.0.2/32'], ports: [EgressPort.tcp(7443)] };

  function policy(chart: Chart, props: Partial<EgressLockdownPolicyProps>): string {
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', attributes);
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'], ...props });
    return textOf(only(chart, 'NetworkPolicy'));
  }

  test('every property of EgressLockdownPolicyProps is written', () => {
    const chart = newChart();
    const allProps: Required<EgressLockdownPolicyProps> = {
      gateway: EgressGateway.fromEgressGatewayAttributes(chart, 'other', attributes),
      namespaces: ['orders'],
      podLabels: { app: 'reports' },
      dns: ClusterDns.OPENSHIFT,
      controlPlane: ControlPlane.external({ cidrs: ['203.0.113.7/32'] }),
      allowTo: [EgressPeer.namespace('databases')],
      mode: LockdownMode.POD_SELECTORS,
      createNamespaces: true,
      podSecurity: PodSecurity.RESTRICTED,
    };
    policy(chart, allProps);
    expectTraces<EgressLockdownPolicyProps>(chart, {
      gateway: ['NetworkPolicy', /"matchLabels":\{"istio":"dedicated"\}/],
      namespaces: ['NetworkPolicy', /"namespace":"orders"/],
      podLabels: ['NetworkPolicy', /"podSelector":\{"matchLabels":\{"app":"reports"\}\},"policyTypes"/],
      dns: ['NetworkPolicy', /"port":5353/],
      controlPlane: ['NetworkPolicy', /203\.0\.113\.7\/32/],
      allowTo: ['NetworkPolicy', /"kubernetes\.io\/metadata\.name":"databases"/],
      mode: ['NetworkPolicy', /"name":"egress-lockdown-orders-reports---[0-9a-f]{10}"/],
      createNamespaces: ['Namespace', /"name":"orders"/],
      podSecurity: ['Namespace', /"pod-security.kubernetes.io\/enforce":"restricted"/],
    });
  });

  test.each<[string, Partial<EgressLockdownPolicyProps>, RegExp[]]>([
    ['ClusterDnsOptions', { dns: ClusterDns.of(dnsOptions) }, [/name":"dns"/, /"app":"dns-pod"/, /"port":1053/]],
    ['NodeLocalDnsOptions', { dns: ClusterDns.nodeLocal(cacheOptions) }, [/169\.254\.25\.10\/32/]],
    ['IstiodOptions', { controlPlane: ControlPlane.istiod(istiodOptions) }, [/name":"control"/, /"app":"pilot"/]],
    [
      'ExternalControlPlaneOptions',
      { controlPlane: ControlPlane.external(externalOptions) },
      [/203\.0\.113\.9/, /15013/],
    ],
    ['EgressPeerOptions', { allowTo: [EgressPeer.sameNamespace(peerOptions)] }, [/"port":5432/]],
    ['EgressPodsOptions', { allowTo: [EgressPeer.namespace('x', podsOptions)] }, [/"app":"db"/, /"port":5432/]],
    [
      'EgressCidrOptions',
      { allowTo: [EgressPeer.cidr('10.0.0.0/8', cidrOptions)] },
      [/"10\.1\.0\.0\/16"/, /"port":123/],
    ],
    ['EgressApiServerOptions', { allowTo: [EgressPeer.apiServer(apiOptions)] }, [/172\.18\.0\.2\/32/, /"port":7443/]],
    ['LockdownMode.NAMESPACE_LABELS', { mode: LockdownMode.NAMESPACE_LABELS }, [/"kube-system":"true"/]],
  ])('every property of %s is written', (_, props, traces) => {
    const written = policy(newChart(), props);
    for (const trace of traces) expect(written).toMatch(trace);
  });
});
