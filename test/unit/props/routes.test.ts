import { Duration } from 'cdk8s';
import {
  EgressGateway,
  EgressSource,
  ExternalCidrRoute,
  ExternalCidrRouteProps,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalRouteProps,
  ExternalTcpRoute,
  ExternalTcpRouteProps,
  ExternalTlsRoute,
  ExternalTlsRouteProps,
  GatewayPorts,
  HttpCredential,
  HostResolution,
  HttpOperation,
  HttpProtocol,
  MutualTlsOriginationOptions,
  TlsOrigination,
  TlsVersion,
  UpstreamProxy,
  WildcardTarget,
} from '../../../lib';
import { newChart, ofKind, stderrOfEachTest } from '../help';
import { expectTraces, gatewayIn, metadata, METADATA_TRACE, mutual, restricted, restrictedTraces } from './samples';

stderrOfEachTest();

describe('the properties of a route', () => {
  test('every property of ExternalHttpRouteProps is written', () => {
    const chart = newChart();
    const gateway = gatewayIn(chart);
    const shared: Required<Omit<ExternalRouteProps, 'resolution' | 'upstreamProxy'>> = {
      gateway,
      hosts: ['api.example.com'],
      ...restricted,
      metadata,
    };
    const allProps: Required<
      Omit<
        ExternalHttpRouteProps,
        'wildcardTarget' | 'addresses' | 'resolution' | 'useClientProtocol' | 'upstreamProxy'
      >
    > = {
      ...shared,
      port: 81,
      protocol: HttpProtocol.HTTP2,
      directPorts: [4443],
      keepHeaders: ['B3'],
      tlsOrigination: TlsOrigination.simple({ port: 8443 }),
      credential: HttpCredential.fromSecret({ secretName: 'api-token' }),
      allowedOperations: [{ methods: ['GET'] }],
      upstream: { timeout: Duration.seconds(21) },
    };
    new ExternalHttpRoute(chart, 'route', allProps);
    expectTraces<typeof allProps>(chart, {
      gateway: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["api\.example\.com"\]/],
      port: ['ServiceEntry', /"number":81,"protocol":"HTTP2"/],
      protocol: ['DestinationRule egress-subset', /"h2UpgradePolicy":"UPGRADE"/],
      directPorts: ['ServiceEntry', /"number":4443,"protocol":"HTTPS"/],
      keepHeaders: ['VirtualService', /"\$wssp","baggage","base-url"/],
      credential: ['EnvoyFilter egress-credential', /"header":"authorization"/],
      tlsOrigination: ['ServiceEntry', /"number":81,"protocol":"HTTP2","targetPort":8443/],
      allowedOperations: ['AuthorizationPolicy egress-allow', /"methods":\["GET"\]/],
      upstream: ['VirtualService', /"timeout":"21s"/],
      ...restrictedTraces,
      metadata: ['VirtualService', METADATA_TRACE],
    });
  });

  test('the address of an ExternalHttpRoute is written', () => {
    const chart = newChart();
    new ExternalHttpRoute(chart, 'route', {
      gateway: gatewayIn(chart),
      hosts: ['api.corp.internal'],
      addresses: ['203.0.113.10'],
      resolution: HostResolution.STATIC,
    });
    expectTraces<Pick<ExternalHttpRouteProps, 'addresses' | 'resolution'>>(chart, {
      addresses: ['ServiceEntry', /"addresses":\["203\.0\.113\.10"\],"endpoints":\[\{"address":"203\.0\.113\.10"\}\]/],
      resolution: ['ServiceEntry', /"resolution":"STATIC"/],
    });
  });

  test('every property of ExternalTcpRouteProps is written', () => {
    const chart = newChart();
    const gateway = gatewayIn(chart);
    const allProps: Required<Omit<ExternalTcpRouteProps, 'virtualAddress' | 'upstreamProxy'>> = {
      gateway,
      hosts: ['api.example.com'],
      port: 5432,
      addresses: ['203.0.113.10'],
      upstream: { maxConnections: 77 },
      resolution: HostResolution.STATIC,
      ...restricted,
      metadata,
    };
    new ExternalTcpRoute(chart, 'route', allProps);
    expectTraces<typeof allProps>(chart, {
      gateway: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["api\.example\.com"\]/],
      port: ['ServiceEntry', /"number":5432,"protocol":"TCP"/],
      addresses: ['ServiceEntry', /"addresses":\["203\.0\.113\.10"\]/],
      upstream: ['DestinationRule egress-upstream', /"maxConnections":77/],
      resolution: ['ServiceEntry', /"resolution":"STATIC"/],
      ...restrictedTraces,
      metadata: ['VirtualService', METADATA_TRACE],
    });
  });

  test('the virtual address of an ExternalTcpRoute is written', () => {
    const chart = newChart();
    const props = { gateway: gatewayIn(chart), hosts: ['DB.example.com.'], port: 5432, virtualAddress: true };
    new ExternalTcpRoute(chart, 'route', props);
    expectTraces<Pick<ExternalTcpRouteProps, 'virtualAddress'>>(chart, {
      virtualAddress: [
        'ServiceEntry',
        /"addresses":\["249\.81\.63\.154"\],"endpoints":\[\{"address":"db\.example\.com\."\}\]/,
      ],
    });
  });

  test('every property of ExternalCidrRouteProps is written', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', {
      ...mutual,
      ports: GatewayPorts.of({ cidrs: { port: 15022 } }),
    });
    const allProps: Required<Omit<ExternalCidrRouteProps, 'resolution' | 'upstreamProxy'>> = {
      gateway,
      hosts: ['sftp.example.com'],
      port: 22,
      cidrs: ['203.0.113.0/28'],
      ...restricted,
      metadata,
    };
    new ExternalCidrRoute(chart, 'route', allProps);
    expectTraces<typeof allProps>(chart, {
      gateway: ['VirtualService', /"host":"egress-cidrs\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["22\.sftp\.example\.com\.cidrs\.invalid"\]/],
      port: ['ServiceEntry', /"number":22,"protocol":"TCP"/],
      cidrs: ['ServiceEntry', /"addresses":\["203\.0\.113\.0\/28"\]/],
      ...restrictedTraces,
      metadata: ['VirtualService', METADATA_TRACE],
    });
  });

  test('every property of ExternalTlsRouteProps is written', () => {
    const chart = newChart();
    const gateway = gatewayIn(chart);
    const allProps: Required<Omit<ExternalTlsRouteProps, 'resolution' | 'upstreamProxy'>> = {
      gateway,
      hosts: ['*.example.com'],
      port: 5432,
      implicitTls: true,
      wildcardTarget: WildcardTarget.host('www.example.com'),
      upstream: { maxConnections: 77 },
      ...restricted,
      metadata,
    };
    new ExternalTlsRoute(chart, 'route', allProps);
    expectTraces<typeof allProps>(chart, {
      gateway: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["\*\.example\.com"\]/],
      wildcardTarget: ['ServiceEntry', /"endpoints":\[\{"address":"www\.example\.com\."\}\]/],
      port: ['ServiceEntry', /"number":5432,"protocol":"TLS"/],
      implicitTls: ['ServiceEntry', /"number":5432,"protocol":"TLS"/],
      upstream: ['DestinationRule egress-upstream', /"maxConnections":77/],
      ...restrictedTraces,
      metadata: ['VirtualService', METADATA_TRACE],
    });
  });

  test('upstreamProxy of a route is written', () => {
    const chart = newChart();
    const upstreamProxy = UpstreamProxy.connect('10.1.2.3', 3128);
    new ExternalTlsRoute(chart, 'route', { gateway: gatewayIn(chart), hosts: ['api.example.com'], upstreamProxy });
    expectTraces<Pick<ExternalTlsRouteProps, 'upstreamProxy'>>(chart, {
      upstreamProxy: ['ServiceEntry egress-tunnel', /"address":"10\.1\.2\.3"\}.*"targetPort":3128/],
    });
  });

  test('every property of HttpOperation is written', () => {
    const chart = newChart();
    const props = { gateway: gatewayIn(chart), hosts: ['a.com'], allowFrom: [EgressSource.anyAuthenticated()] };
    const operation: Required<HttpOperation> = { methods: ['GET'], paths: ['/v1/*'] };
    new ExternalHttpRoute(chart, 'route', props).allowOperations(operation);
    expectTraces<HttpOperation>(chart, {
      methods: ['AuthorizationPolicy egress-allow', /"methods":\["GET"\]/],
      paths: ['AuthorizationPolicy egress-allow', /"paths":\["\/v1\/\*"\]/],
    });
  });

  test('every property of the options of TlsOrigination is written', () => {
    const chart = newChart();
    const common = { port: 8443, sni: 'sni.com', subjectAltNames: ['san.com'], minProtocolVersion: TlsVersion.TLS_1_3 };
    const options: Required<MutualTlsOriginationOptions> = { ...common, credentialName: 'x.y' };
    const gateway = gatewayIn(chart);
    const tlsOrigination = TlsOrigination.mutual(options);
    const allowFrom = [EgressSource.anyAuthenticated()];
    new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['mutual.com'], tlsOrigination, allowFrom });
    expectTraces<typeof options>(chart, {
      port: ['ServiceEntry', /"targetPort":8443/],
      sni: ['DestinationRule egress-upstream', /"sni":"sni\.com"/],
      subjectAltNames: ['DestinationRule egress-upstream', /"subjectAltNames":\["san\.com"\]/],
      minProtocolVersion: ['EnvoyFilter', /"tls_minimum_protocol_version":"TLSv1_3"/],
      credentialName: ['DestinationRule egress-upstream', /"credentialName":"x\.y","mode":"MUTUAL"/],
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
