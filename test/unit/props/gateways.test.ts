import {
  EgressGateway,
  EgressGatewayAttributes,
  EgressGatewayProps,
  EgressLockdownPolicy,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayDeploymentOptions,
  GatewayPodOptions,
  GatewayWorkload,
  HttpCredential,
  UpstreamProxy,
} from '../../../lib';
import { newChart, stderrOfEachTest } from '../help';
import { attributes, CallerOptions, deploymentOptions, expectTraces, METADATA_TRACE, podOptions } from './samples';

stderrOfEachTest();

const gatewayProps: Required<Omit<EgressGatewayProps, CallerOptions | 'upstreamProxy'>> = {
  ...attributes,
  workload: GatewayWorkload.deployment(deploymentOptions),
};

describe('the properties of a gateway', () => {
  test('every property of GatewayDeploymentOptions is written', () => {
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
      podLabels: ['Deployment', /"labels":\{[^}]*"example\.com\/team":"network"/],
      podAnnotations: ['Deployment', /"annotations":\{[^}]*"example\.com\/owner":"network"/],
      env: ['Deployment', /"env":\[\{"name":"MINIMUM_DRAIN_DURATION","value":"7s"\}\]/],
      volumes: ['Deployment', /"mountPath":"\/mnt\/ca".*"configMap":\{"name":"corporate-ca"\}/],
      imagePullSecrets: ['Deployment', /"imagePullSecrets":\[\{"name":"registry"\}\]/],
      priorityClassName: ['Deployment', /"priorityClassName":"egress-first"/],
      targetCpuUtilization: ['HorizontalPodAutoscaler', /"averageUtilization":55/],
      createNamespace: ['Namespace', /"name":"istio-egress"/],
      readSecrets: ['Role', /"resources":\["secrets"\]/],
    });
  });

  test('every property of GatewayPodOptions is in the install overlay of an external gateway', () => {
    const gateway = new EgressGateway(newChart(), 'gateway', { workload: GatewayWorkload.external(podOptions) });
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

  test('every property of EgressGatewayProps, GatewayPortsOptions and GatewayPort is written', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', gatewayProps);
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['a.com'] });
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'] });
    expectTraces<typeof gatewayProps>(chart, {
      namespace: ['Gateway', /"namespace":"istio-egress"/],
      selector: ['Gateway', /"selector":\{"istio":"dedicated"\}/],
      serviceName: ['Deployment', /"name":"egress"/],
      ports: ['Deployment', /"containerPort":9000.*"containerPort":9001.*"containerPort":9002/],
      clientTls: ['Gateway', /"mode":"PASSTHROUGH"/],
      metadata: ['Gateway', METADATA_TRACE],
      workload: ['Deployment', /"name":"istio-proxy"/],
    });
  });

  test('every attribute of an imported gateway is written', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', attributes);
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'] });
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
    expectTraces<typeof attributes>(chart, {
      namespace: ['DestinationRule egress-subset', /"namespace":"istio-egress"/],
      selector: ['NetworkPolicy', /"matchLabels":\{"istio":"dedicated"\}/],
      serviceName: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      ports: ['NetworkPolicy', /"port":9000.*"port":9001/],
      clientTls: ['Gateway', /"mode":"PASSTHROUGH"/],
      metadata: ['DestinationRule egress-upstream', METADATA_TRACE],
    });
  });

  test('defaultDeny of EgressGatewayProps is written', () => {
    const chart = newChart();
    new EgressGateway(chart, 'gateway', { defaultDeny: true });
    expectTraces<Required<Pick<EgressGatewayAttributes, 'defaultDeny'>>>(chart, {
      defaultDeny: ['AuthorizationPolicy egress-deny', /"action":"ALLOW"/],
    });
  });

  test('credentials of EgressGatewayProps are written', () => {
    const chart = newChart();
    const credentials = [HttpCredential.fromSecret({ secretName: 'api-token' })];
    new EgressGateway(chart, 'gateway', { namespace: 'egress', credentials, workload: GatewayWorkload.deployment() });
    expectTraces<Required<Pick<EgressGatewayAttributes, 'credentials'>>>(chart, {
      credentials: ['Deployment', /"name":"api-token","optional":true/],
    });
  });

  test('upstreamProxy of a gateway is written for its routes', () => {
    const chart = newChart();
    const upstreamProxy = UpstreamProxy.connect('proxy.example.com', 3128);
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy });
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'] });
    expectTraces<Required<Pick<EgressGatewayAttributes, 'upstreamProxy'>>>(chart, {
      upstreamProxy: ['ServiceEntry egress-tunnel', /"address":"proxy\.example\.com\."\}.*"targetPort":3128/],
    });
  });

  test('egressProxy of EgressGatewayProps is written', () => {
    const chart = newChart();
    new EgressGateway(chart, 'gateway', { egressProxy: true });
    expectTraces<Required<Pick<EgressGatewayAttributes, 'egressProxy'>>>(chart, {
      egressProxy: ['Gateway egress-undeclared', /\/undeclared\./],
    });
  });
});
