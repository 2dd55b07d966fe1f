import { App, Chart } from 'cdk8s';
import {
  AdmissionEnforcement,
  AccessLog,
  EgressAdmissionPolicy,
  EgressAdmissionPolicyProps,
  EgressChecks,
  EgressGateway,
  EgressLockdownPolicy,
  EgressMesh,
  EgressMeshProps,
  DirectHost,
  DirectHostProps,
  DirectProtocol,
  EgressSidecar,
  EgressSidecarProps,
  EgressSource,
  EgressSummary,
  EgressTelemetry,
  EgressTelemetryProps,
  ExternalTlsRoute,
  IstioInjection,
  OutboundTrafficPolicy,
  OutboundTrafficPolicyMode,
  Subject,
} from '../../../lib';
import { newChart, stderrOfEachTest } from '../help';
import { expectTraces, gatewayIn, mutual, restricted } from './samples';

stderrOfEachTest();

describe('the properties of an EgressMesh', () => {
  const allProps: Required<EgressMeshProps> = {
    clusterDomain: 'k8s.internal',
    trustDomain: 'mesh.example',
    trustDomainAliases: ['old.example'],
    rootNamespace: 'mesh-root',
    outboundTrafficPolicy: OutboundTrafficPolicyMode.REGISTRY_ONLY,
    externalDomains: ['corp.internal'],
    syncWaves: true,
  };

  function chartIn(props: EgressMeshProps): Chart {
    return new Chart(new EgressMesh(new App(), 'mesh', props), 'chart', { namespace: 'default' });
  }

  test('clusterDomain of EgressMeshProps is written', () => {
    const chart = chartIn(allProps);
    new ExternalTlsRoute(chart, 'route', { gateway: gatewayIn(chart), hosts: ['a.com'] });
    expectTraces<Pick<EgressMeshProps, 'clusterDomain'>>(chart, {
      clusterDomain: ['DestinationRule egress-subset', /"host":"egress\.istio-egress\.svc\.k8s\.internal"/],
    });
  });

  test('syncWaves of EgressMeshProps is written', () => {
    const chart = chartIn(allProps);
    new ExternalTlsRoute(chart, 'route', { gateway: gatewayIn(chart), hosts: ['a.com'] });
    expectTraces<Pick<EgressMeshProps, 'syncWaves'>>(chart, {
      syncWaves: ['ServiceEntry external-a-com', /"argocd\.argoproj\.io\/sync-wave":"1"/],
    });
  });

  test('externalDomains of EgressMeshProps are accepted as hosts', () => {
    const chart = chartIn(allProps);
    new ExternalTlsRoute(chart, 'route', { gateway: gatewayIn(chart), hosts: ['db.corp.internal'] });
    expectTraces<Pick<EgressMeshProps, 'externalDomains'>>(chart, {
      externalDomains: ['ServiceEntry', /"db\.corp\.internal"/],
    });
  });

  test('rootNamespace of EgressMeshProps is the namespace whose policies apply to the pods of every gateway', () => {
    const codes = ['mesh-root', 'istio-egress'].map((rootNamespace) => {
      const chart = chartIn({ ...allProps, rootNamespace });
      const [one, other] = ['mesh-root', 'other'].map(
        (namespace) => new EgressGateway(chart, namespace, { namespace }),
      );
      const allowFrom = [EgressSource.anyAuthenticated()];
      new ExternalTlsRoute(chart, 'a', { gateway: one as EgressGateway, hosts: ['a.com'], allowFrom });
      new ExternalTlsRoute(chart, 'b', { gateway: other as EgressGateway, hosts: ['b.com'] });
      return EgressChecks.of(chart)
        .findings()
        .map(({ code }) => code);
    });
    expect(codes).toEqual([['EGR1101'], ['EGR2001']]);
  });

  test('outboundTrafficPolicy of EgressMeshProps is what routes that are exported to their sources need', () => {
    const codes = [OutboundTrafficPolicyMode.REGISTRY_ONLY, undefined].map((outboundTrafficPolicy) => {
      const chart = chartIn({ ...allProps, outboundTrafficPolicy });
      const gateway = new EgressGateway(chart, 'gateway');
      new ExternalTlsRoute(chart, 'a', { gateway, hosts: ['a.com'], ...restricted });
      return EgressChecks.of(chart).findings().length;
    });
    expect(codes).toEqual([0, 1]);
  });
});

describe('the properties of sidecars, admission and telemetry', () => {
  test('every property of EgressTelemetryProps is written', () => {
    const chart = newChart();
    const allProps: Required<EgressTelemetryProps> = { gateway: gatewayIn(chart), accessLog: AccessLog.provider('x') };
    new EgressTelemetry(chart, 'log', allProps);
    expectTraces<EgressTelemetryProps>(chart, {
      gateway: ['Telemetry', /"matchLabels":\{"istio":"dedicated"\}/],
      accessLog: ['Telemetry', /"providers":\[\{"name":"x"\}\]/],
    });
  });

  test('every property of EgressAdmissionPolicyProps is written', () => {
    const chart = newChart();
    const allProps: Required<EgressAdmissionPolicyProps> = {
      gateway: new EgressGateway(chart, 'gateway', mutual),
      deployers: [Subject.group('platform')],
      namespaces: ['orders'],
      enforcement: AdmissionEnforcement.AUDIT,
      tenantKinds: ['certificates.cert-manager.io'],
      tenantHosts: ['shop.example.com'],
      allowedPodAnnotations: { 'proxy.istio.io/config': 'exact' },
      allowedPodAnnotationKeys: ['example.com/'],
      allowedPodFields: ['hostAliases'],
      allowedCsiDrivers: ['secrets-store.csi.k8s.io'],
      allowedResources: ['nvidia.com/gpu'],
      istioInjection: IstioInjection.of({ proxyImages: ['registry.example.com/proxyv2'] }),
      trustedControllers: [Subject.user('balancer')],
      exportToDefaultsToNamespace: true,
    };
    new EgressAdmissionPolicy(chart, 'admission', allProps);
    expectTraces<EgressAdmissionPolicyProps>(chart, {
      gateway: ['ValidatingAdmissionPolicy egress-routing', /\['istio'\] != 'dedicated'/],
      deployers: ['ValidatingAdmissionPolicy egress-routing', /group in \['platform'\]/],
      namespaces: ['ValidatingAdmissionPolicyBinding egress-routing', /"values":\["orders"\]/],
      enforcement: ['ValidatingAdmissionPolicyBinding egress-kinds', /"validationActions":\["Audit"\]/],
      tenantKinds: ['ValidatingAdmissionPolicy egress-kinds', /"cert-manager.io".*"certificates"/],
      tenantHosts: ['ValidatingAdmissionPolicy egress-routing', /host in \['shop\.example\.com'\]/],
      allowedPodAnnotations: ['ValidatingAdmissionPolicy egress-workloads', /\|proxy.+istio.+io\/config=exact\)/],
      allowedPodAnnotationKeys: ['ValidatingAdmissionPolicy egress-workloads', /'example\.com\/'/],
      allowedPodFields: ['ValidatingAdmissionPolicy egress-workloads', /'hostAliases'/],
      allowedCsiDrivers: ['ValidatingAdmissionPolicy egress-workloads', /driver in \['secrets-store\.csi\.k8s\.io'\]/],
      allowedResources: ['ValidatingAdmissionPolicy egress-workloads', /'nvidia\.com\/gpu'/],
      istioInjection: ['ValidatingAdmissionPolicy egress-workloads', /registry.+example.+com\/proxyv2/],
      trustedControllers: ['ValidatingAdmissionPolicy egress-endpoints', /'balancer'/],
      // A rule is narrower by it.
      exportToDefaultsToNamespace: [
        'ValidatingAdmissionPolicy egress-routing',
        /^(?!.*size\(dyn\(object\)\.spec\.exportTo\))/,
      ],
    });
  });

  test('every property of DirectHostProps is written', () => {
    const chart = newChart();
    const lockdown = { gateway: gatewayIn(chart), namespaces: ['orders'] };
    new EgressLockdownPolicy(chart, 'lockdown', lockdown);
    const allProps: Required<DirectHostProps> = {
      hosts: ['s3.example.com'],
      namespaces: ['orders'],
      because: 'the store is near',
      ports: [9000],
      protocol: DirectProtocol.TCP,
      cidrs: ['203.0.113.0/28'],
    };
    new DirectHost(chart, 'direct', allProps);
    expectTraces<Omit<DirectHostProps, 'because'>>(chart, {
      hosts: ['ServiceEntry', /"hosts":\["s3\.example\.com"\]/],
      namespaces: ['ServiceEntry', /"exportTo":\["orders"\]/],
      ports: ['NetworkPolicy', /"port":9000/],
      protocol: ['ServiceEntry', /"protocol":"TCP"/],
      cidrs: ['NetworkPolicy', /"cidr":"203\.0\.113\.0\/28"/],
    });
    expect(EgressSummary.of(chart).toJson()).toContain('the store is near');
  });

  test('every property of EgressSidecarProps is written', () => {
    const chart = newChart();
    new EgressLockdownPolicy(chart, 'lockdown', { gateway: gatewayIn(chart), namespaces: ['orders'] });
    const allProps: Required<EgressSidecarProps> = {
      namespaces: ['orders'],
      podLabels: { app: 'reports' },
      outboundTrafficPolicy: OutboundTrafficPolicy.ALLOW_ANY,
      additionalHosts: ['databases/*'],
    };
    new EgressSidecar(chart, 'sidecars', allProps);
    expectTraces<EgressSidecarProps>(chart, {
      namespaces: ['Sidecar', /"namespace":"orders"/],
      podLabels: ['Sidecar', /"workloadSelector":\{"labels":\{"app":"reports"\}\}/],
      outboundTrafficPolicy: ['Sidecar', /"mode":"ALLOW_ANY"/],
      additionalHosts: ['Sidecar', /"databases\/\*"/],
    });
  });
});
