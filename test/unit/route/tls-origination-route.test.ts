import {
  EgressSource,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTlsRoute,
  TlsOrigination,
  TlsVersion,
} from '../../../lib';
import { findingOf } from '../input/findings';
import { Manifest, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

describe('ExternalHttpRoute with tlsOrigination', () => {
  function route(tlsOrigination?: TlsOrigination, props: Partial<ExternalHttpRouteProps> = {}) {
    const chart = newChart('team');
    const gateway = gatewayOf(chart);
    const made = new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['a.com'], tlsOrigination, ...props });
    return { chart, made };
  }
  const named = (manifests: readonly Manifest[], start: string) =>
    manifests.filter(({ metadata }) => metadata.name.startsWith(start));

  test('writes TLS into the DestinationRule for the connections of the gateway', () => {
    const { chart, made } = route(TlsOrigination.simple({ port: 8443 }), { port: 81 });
    const rules = ofKind(chart, 'DestinationRule');
    expect(rules).toHaveLength(2);
    expect(named(rules, 'egress-upstream-')).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: 'egress-upstream-a-com', namespace: 'istio-system' },
        spec: {
          host: 'a.com',
          exportTo: ['.'],
          workloadSelector: { matchLabels: { istio: 'egressgateway' } },
          trafficPolicy: {
            portLevelSettings: [
              {
                port: { number: 81 },
                tls: { mode: 'SIMPLE', sni: 'a.com', subjectAltNames: ['a.com'], caCertificates: 'system' },
              },
            ],
          },
        },
      },
    ]);
    expect(only(chart, 'ServiceEntry').spec?.['ports']).toEqual([
      { name: 'http-81', number: 81, protocol: 'HTTP', targetPort: 8443 },
    ]);
    expect(made.upstreamRules.map(({ name }) => name)).toEqual(['egress-upstream-a-com']);
    expect(made.destinationRules.map(({ name }) => name)).toEqual(['egress-subset-a-com']);
    expect(made.envoyFilters).toEqual([]);
  });

  test('verifies the own name of each host', () => {
    const { chart } = route(TlsOrigination.simple(), { hosts: ['b.com', 'a.com'] });
    const asked = named(ofKind(chart, 'DestinationRule'), 'egress-upstream-').map(({ spec }) =>
      JSON.stringify(spec).replace(/.*"sni":"([^"]*)","subjectAltNames":\["([^"]*)"\].*/, '$1 $2'),
    );
    expect(asked).toEqual(['a.com a.com', 'b.com b.com']);
  });

  test('writes an EnvoyFilter for TLS 1.3 as the minimum, and none for TLS 1.2', () => {
    const { chart, made } = route(TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 }));
    expect(only(chart, 'EnvoyFilter').metadata).toEqual({ name: 'egress-tls-a-com', namespace: 'istio-system' });
    expect(made.envoyFilters.map(({ kind }) => kind)).toEqual(['EnvoyFilter']);
    expect(ofKind(route(TlsOrigination.simple()).chart, 'EnvoyFilter')).toEqual([]);
  });

  test('writes no TLS if tlsOrigination is undefined', () => {
    const { chart, made } = route();
    expect(made.tlsOrigination).toBeUndefined();
    expect(made.envoyFilters).toEqual([]);
    const [rule] = named(ofKind(chart, 'DestinationRule'), 'egress-upstream-');
    expect(rule?.spec?.['trafficPolicy']).toEqual({
      portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' } }],
    });
  });

  test('reads tlsOrigination back', () => {
    const origination = TlsOrigination.simple();
    expect(route(origination).made.tlsOrigination).toBe(origination);
  });

  test('does not change the TLS port of the same host', () => {
    const { chart, made } = route(TlsOrigination.simple());
    new ExternalTlsRoute(chart, 'tls', { gateway: made.gateway, hosts: ['a.com'] });
    const [rule] = named(ofKind(chart, 'DestinationRule'), 'egress-upstream-');
    expect(rule?.spec?.['trafficPolicy']).toMatchObject({
      portLevelSettings: [{ tls: { mode: 'SIMPLE' } }, { port: { number: 443 }, tls: { mode: 'DISABLE' } }],
    });
    expect(only(chart, 'ServiceEntry').spec?.['ports']).toEqual([
      { name: 'http-80', number: 80, protocol: 'HTTP', targetPort: 443 },
      { name: 'tls-443', number: 443, protocol: 'TLS' },
    ]);
  });

  test('can have sources and operations, because the gateway sees requests', () => {
    const { chart, made } = route(TlsOrigination.simple(), { allowFrom: [EgressSource.namespace('payments')] });
    made.allowOperations({ paths: ['/v1/*'] });
    expect(JSON.stringify(named(ofKind(chart, 'AuthorizationPolicy'), 'egress-allow-'))).toContain('"paths":["/v1/*"]');
  });

  test.each<[string, unknown, string]>([
    ['a mode', 'SIMPLE', '"SIMPLE"'],
    ["Istio's settings", { mode: 'SIMPLE' }, '{"mode":"SIMPLE"}'],
    ['true', true, 'true'],
  ])('rejects %s', (_, value, shown) => {
    expect(findingOf(() => route(value as TlsOrigination))).toMatchObject({
      code: 'EGR0103',
      constructPath: 'chart/route',
      problem: 'tlsOrigination must be a TlsOrigination',
      got: shown,
      fix: 'write tlsOrigination: TlsOrigination.simple()',
    });
  });

  test('rejects one SNI for several hosts', () => {
    const run = () => route(TlsOrigination.simple({ sni: 'a.com' }), { hosts: ['a.com', 'b.com'] });
    expect(findingOf(run)).toMatchObject({ code: 'EGR0406', fix: 'create a route per host, or remove sni' });
  });
});

describe('ExternalTlsRoute', () => {
  const make = (more: object) => {
    const chart = newChart();
    return new ExternalTlsRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], ...more });
  };

  test.each<[string, unknown]>([
    ['TlsOrigination.simple()', TlsOrigination.simple()],
    ['text', 'SIMPLE'],
    ['null', null],
  ])('rejects %s as tlsOrigination, and suggests an ExternalHttpRoute', (_, tlsOrigination) => {
    expect(findingOf(() => make({ tlsOrigination }))).toMatchObject({
      code: 'EGR0101',
      constructPath: 'chart/route',
      problem: 'ExternalTlsRoute cannot have the property tlsOrigination',
      fix: expect.stringMatching(/, or write tlsOrigination on an ExternalHttpRoute/) as string,
    });
  });

  test('accepts undefined as tlsOrigination', () => {
    expect(() => make({ tlsOrigination: undefined })).not.toThrow();
  });
});
