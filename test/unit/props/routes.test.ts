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
  HttpOperation,
  MutualTlsOriginationOptions,
  TlsOrigination,
  TlsVersion,
  WildcardTarget,
} from '../../../lib';
import { newChart, ofKind, stderrOfEachTest } from '../help';
import { expectTraces, gatewayIn, metadata, METADATA_TRACE, mutual, restricted, restrictedTraces } from './samples';

stderrOfEachTest();

describe('the properties of a route', () => {
  test('every property of ExternalHttpRouteProps is written', () => {
    const chart = newChart();
    const gateway = gatewayIn(chart);
    const shared: Required<ExternalRouteProps> = { gateway, hosts: ['api.example.com'], ...restricted, metadata };
    const allProps: Required<Omit<ExternalHttpRouteProps, 'wildcardTarget'>> = {
      ...shared,
      port: 81,
      directPorts: [4443],
      keepHeaders: ['B3'],
      tlsOrigination: TlsOrigination.simple({ port: 8443 }),
      allowedOperations: [{ methods: ['GET'] }],
    };
    new ExternalHttpRoute(chart, 'route', allProps);
    expectTraces<typeof allProps>(chart, {
      gateway: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["api\.example\.com"\]/],
      port: ['ServiceEntry', /"number":81,"protocol":"HTTP"/],
      directPorts: ['ServiceEntry', /"number":4443,"protocol":"HTTPS"/],
      keepHeaders: ['VirtualService', /"\$wssp","baggage","base-url"/],
      tlsOrigination: ['ServiceEntry', /"number":81,"protocol":"HTTP","targetPort":8443/],
      allowedOperations: ['AuthorizationPolicy egress-allow', /"methods":\["GET"\]/],
      ...restrictedTraces,
      metadata: ['VirtualService', METADATA_TRACE],
    });
  });

  test('every property of ExternalTcpRouteProps is written', () => {
    const chart = newChart();
    const gateway = gatewayIn(chart);
    const allProps: Required<ExternalTcpRouteProps> = {
      gateway,
      hosts: ['api.example.com'],
      port: 5432,
      addresses: ['203.0.113.10'],
      ...restricted,
      metadata,
    };
    new ExternalTcpRoute(chart, 'route', allProps);
    expectTraces<ExternalTcpRouteProps>(chart, {
      gateway: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["api\.example\.com"\]/],
      port: ['ServiceEntry', /"number":5432,"protocol":"TCP"/],
      addresses: ['ServiceEntry', /"addresses":\["203\.0\.113\.10"\]/],
      ...restrictedTraces,
      metadata: ['VirtualService', METADATA_TRACE],
    });
  });

  test('every property of ExternalCidrRouteProps is written', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', {
      ...mutual,
      ports: GatewayPorts.of({ cidrs: { port: 15022 } }),
    });
    const allProps: Required<ExternalCidrRouteProps> = {
      gateway,
      hosts: ['sftp.example.com'],
      port: 22,
      cidrs: ['203.0.113.0/28'],
      ...restricted,
      metadata,
    };
    new ExternalCidrRoute(chart, 'route', allProps);
    expectTraces<ExternalCidrRouteProps>(chart, {
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
    const allProps: Required<ExternalTlsRouteProps> = {
      gateway,
      hosts: ['*.example.com'],
      port: 4443,
      wildcardTarget: WildcardTarget.host('www.example.com'),
      ...restricted,
      metadata,
    };
    new ExternalTlsRoute(chart, 'route', allProps);
    expectTraces<ExternalTlsRouteProps>(chart, {
      gateway: ['VirtualService', /"host":"egress\.istio-egress\.svc/],
      hosts: ['ServiceEntry', /"hosts":\["\*\.example\.com"\]/],
      wildcardTarget: ['ServiceEntry', /"endpoints":\[\{"address":"www\.example\.com\."\}\]/],
      port: ['ServiceEntry', /"number":4443,"protocol":"TLS"/],
      ...restrictedTraces,
      metadata: ['VirtualService', METADATA_TRACE],
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
