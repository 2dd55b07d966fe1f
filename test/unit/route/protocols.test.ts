import {
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTlsRoute,
  ExternalTlsRouteProps,
  HttpProtocol,
  WildcardTarget,
} from '../../../lib';
import { findingOf } from '../input/findings';
import { newChart, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

function http(props: Partial<ExternalHttpRouteProps>): ExternalHttpRoute {
  const chart = newChart();
  return new ExternalHttpRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], ...props });
}

function tls(props: Partial<ExternalTlsRouteProps>): ExternalTlsRoute {
  const chart = newChart();
  return new ExternalTlsRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], ...props });
}

describe('the protocol of an HTTP route', () => {
  test('is HTTP by default, whatever the protocol of the application', () => {
    expect(http({})).toMatchObject({ protocol: HttpProtocol.HTTP, useClientProtocol: false });
  });

  test('is one of the enum', () => {
    expect(findingOf(() => http({ protocol: 'grpc' as never }))).toMatchObject({
      code: 'EGR0104',
      fix: 'write protocol: HttpProtocol.GRPC',
    });
  });

  test.each([HttpProtocol.HTTP2, HttpProtocol.GRPC])('cannot be %s and that of the application', (protocol) => {
    expect(findingOf(() => http({ protocol, useClientProtocol: true }))).toMatchObject({
      code: 'EGR0121',
      problem: `useClientProtocol cannot be used with HttpProtocol.${protocol}`,
    });
  });

  test.each<[string, Partial<ExternalHttpRouteProps>]>([
    ['useClientProtocol', { useClientProtocol: true }],
    ['HttpProtocol.GRPC', { protocol: HttpProtocol.GRPC }],
  ])('cannot be %s for names that the gateway resolves for each request', (what, props) => {
    const wildcard = { hosts: ['*.a.com'], wildcardTarget: WildcardTarget.dynamicDns() };
    expect(findingOf(() => http({ ...wildcard, ...props }))).toMatchObject({
      code: 'EGR0409',
      problem: `${what} cannot be used with WildcardTarget.dynamicDns()`,
    });
    expect(() => http({ ...wildcard, protocol: HttpProtocol.HTTP, useClientProtocol: false })).not.toThrow();
    expect(() => http({ ...wildcard, ...props, wildcardTarget: WildcardTarget.host('www.a.com') })).not.toThrow();
  });

  test('can be that of the application beside the default', () => {
    const route = http({ protocol: HttpProtocol.HTTP, useClientProtocol: true });
    expect(route).toMatchObject({ protocol: HttpProtocol.HTTP, useClientProtocol: true });
  });

  test.each(['webSocket', 'h2UpgradePolicy', 'appProtocol'])('the unknown property %s has a fix', (name) => {
    const { fix } = findingOf(() => http({ [name]: true }));
    expect(fix).toMatch(/write (useClientProtocol: true|protocol: HttpProtocol)/);
  });

  test.each(['protocol', 'useClientProtocol'])('%s of another route has a fix', (name) => {
    const { fix } = findingOf(() => tls({ [name]: true }));
    expect(fix).toBe(
      `remove ${name}, or write ${name} on an ExternalHttpRoute, for applications that call the hosts in plain HTTP`,
    );
  });
});

describe('the port of a protocol that starts in plain text', () => {
  test.each([
    ['an ExternalTlsRoute', () => tls({ port: 5432 })],
    ['an ExternalHttpRoute', () => http({ port: 5432 })],
  ])('is rejected for %s', (kind, create) => {
    expect(findingOf(create)).toMatchObject({
      code: 'EGR0408',
      constructPath: 'chart/route',
      problem: `port of ${kind} cannot be 5432, the port of PostgreSQL, which starts in plain text`,
      fix: expect.stringContaining('use an ExternalTcpRoute with port: 5432') as string,
    });
  });

  test('is accepted for a TLS route whose applications start with TLS', () => {
    expect(tls({ port: 5432, implicitTls: true }).port).toBe(5432);
    expect(findingOf(() => tls({ port: 5432 })).fix).toContain('implicitTls: true');
  });

  test('implicitTls is a boolean', () => {
    expect(findingOf(() => tls({ implicitTls: 'false' as never })).code).toBe('EGR0107');
  });
});
