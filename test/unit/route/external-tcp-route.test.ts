import {
  ClientTls,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTcpRouteProps,
  ExternalTlsRoute,
} from '../../../lib';
import { findingOf } from '../input/findings';
import { Manifest, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { findingsWith, gatewayOf } from '../synthesis';

stderrOfEachTest();

const ADDRESSES = ['203.0.113.11', '203.0.113.10'];

function route(props: Partial<ExternalTcpRouteProps> = {}, chart = newChart()) {
  const gateway = gatewayOf(chart);
  return {
    chart,
    gateway,
    made: new ExternalTcpRoute(chart, 'db', { gateway, hosts: ['db.com'], port: 5432, addresses: ADDRESSES, ...props }),
  };
}

const specOf = ({ spec }: Manifest) => spec;

describe('ExternalTcpRoute', () => {
  test('writes the addresses of the host to the ServiceEntry, and the name as its endpoint', () => {
    const { chart, made } = route();
    expect(specOf(only(chart, 'ServiceEntry'))).toEqual({
      hosts: ['db.com'],
      addresses: ['203.0.113.10', '203.0.113.11'],
      endpoints: [{ address: 'db.com.' }],
      location: 'MESH_EXTERNAL',
      ports: [{ name: 'tcp-5432', number: 5432, protocol: 'TCP' }],
      resolution: 'DNS',
    });
    expect([made.port, made.addresses]).toEqual([5432, ['203.0.113.10', '203.0.113.11']]);
  });

  test('routes TCP to the TLS port of the gateway, and from there to the host', () => {
    const { chart } = route();
    const service = 'istio-egressgateway.istio-system.svc.cluster.local';
    expect(specOf(only(chart, 'VirtualService'))).toEqual({
      hosts: ['db.com'],
      gateways: ['istio-system/egress-server-db-com', 'mesh'],
      tcp: [
        {
          match: [{ gateways: ['mesh'], port: 5432 }],
          route: [{ destination: { host: service, subset: 'db-com', port: { number: 443 } } }],
        },
        {
          match: [{ gateways: ['istio-system/egress-server-db-com'], port: 443 }],
          route: [{ destination: { host: 'db.com', port: { number: 5432 } } }],
        },
      ],
    });
    expect(specOf(only(chart, 'Gateway'))).toMatchObject({
      servers: [
        {
          port: { number: 443, name: 'tls', protocol: 'TLS' },
          hosts: ['default/db.com'],
          tls: { mode: 'ISTIO_MUTUAL' },
        },
      ],
    });
    expect(JSON.stringify(ofKind(chart, 'DestinationRule'))).toContain(
      '[{"port":{"number":443},"tls":{"mode":"ISTIO_MUTUAL","sni":"db.com"}}]',
    );
  });

  test('allows its sources by the SNI of the mesh mTLS and the port of the gateway', () => {
    const { chart } = route({ allowFrom: [EgressSource.namespace('orders')] });
    const policies = ofKind(chart, 'AuthorizationPolicy').filter(
      ({ metadata }) => metadata.name === 'egress-allow-db-com',
    );
    expect(policies.map(({ spec }) => spec?.['rules'])).toEqual([
      [
        {
          from: [{ source: { principals: ['cluster.local/ns/orders/sa/*'] } }],
          to: [{ operation: { ports: ['8443'] } }],
          when: [{ key: 'connection.sni', values: ['db.com'] }],
        },
      ],
    ]);
  });

  test.each<[string, EgressSource[], string[]]>([
    ['a namespace', [EgressSource.namespace('orders')], ['egress-identity-db-com']],
    ['a service account', [EgressSource.serviceAccount('orders', 'api')], []],
    [
      'a service account, and a namespace later',
      [EgressSource.serviceAccount('orders', 'api'), EgressSource.namespace('orders')],
      ['egress-identity-db-com'],
    ],
    [
      'every authenticated caller, and a namespace later',
      [EgressSource.anyAuthenticated(), EgressSource.namespace('orders')],
      ['egress-identity-db-com'],
    ],
  ])(
    'for %s, has the EnvoyFilters of its host that its sources need, and that of the gateway',
    (_, sources, ofHost) => {
      const { chart, made } = route();
      for (const source of sources) made.allowFrom(source);
      const names = ofKind(chart, 'EnvoyFilter').map(({ metadata }) => metadata.name);
      expect(names).toEqual(['egress-connect-istio-egressgateway', ...ofHost]);
      expect(made.envoyFilters.map(({ name }) => name)).toEqual(ofHost);
      expect(made.gateway.connectFilter?.node.path).toBe('chart/gateway/EnvoyFilter');
    },
  );

  test('shares its host with an HTTP route', () => {
    const { chart, gateway } = route();
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['db.com'] });
    expect(specOf(only(chart, 'ServiceEntry'))?.['ports']).toEqual([
      { name: 'http-80', number: 80, protocol: 'HTTP' },
      { name: 'tcp-5432', number: 5432, protocol: 'TCP' },
    ]);
    expect(Object.keys(specOf(only(chart, 'VirtualService')) ?? {})).toEqual(['gateways', 'hosts', 'http', 'tcp']);
  });

  test('shares its host with TLS, and has a ServiceEntry and a VirtualService under an outer name', () => {
    const { chart, gateway } = route();
    new ExternalTlsRoute(chart, 'other', { gateway, hosts: ['db.com'] });
    const described = (kind: string) =>
      ofKind(chart, kind).map(({ metadata, spec }) => [metadata.name, spec?.['hosts']]);
    expect(described('ServiceEntry')).toEqual([
      ['external-5432-db-com-ports-invalid', ['5432.db.com.ports.invalid']],
      ['external-db-com', ['db.com']],
    ]);
    expect(described('VirtualService')).toEqual([
      ['egress-route-5432-db-com-ports-invalid', ['5432.db.com.ports.invalid']],
      ['egress-route-db-com', ['db.com']],
    ]);
  });

  test.each<[string, object, string, RegExp]>([
    ['several hosts', { hosts: ['a.com', 'b.com'] }, 'EGR0405', /^hosts of an ExternalTcpRoute must be one host/],
    ['a missing list of addresses', { addresses: undefined }, 'EGR0105', /^addresses must be a list/],
    ['an empty list of addresses', { addresses: [] }, 'EGR0105', /^addresses must not be empty/],
    ['a missing port', { port: undefined }, 'EGR0111', /^port must be a port number/],
    ["a port of Istio's proxies", { port: 15001 }, 'EGR0112', /^port cannot be 15001/],
    ['an unknown property', { tlsOrigination: true }, 'EGR0101', /cannot have the property tlsOrigination/],
  ])('rejects %s, and names itself', (_, props, code, problem) => {
    const finding = findingOf(() => route(props));
    expect(finding).toMatchObject({ code, constructPath: 'chart/db' });
    expect(finding.problem).toMatch(problem);
  });

  test.each([
    [5432, ['hosts db.com and other.com cannot have one address, 203.0.113.10, on port 5432']],
    [22, []],
  ])(
    'and another host with one of its addresses on port %p are an error only if the port is the same',
    (port, found) => {
      const { chart, gateway } = route();
      new ExternalTcpRoute(chart, 'other', { gateway, hosts: ['other.com'], port, addresses: ['203.0.113.10'] });
      expect(findingsWith('EGR1008', chart).map(({ problem }) => problem)).toEqual(found);
    },
  );

  test('rejects a gateway with ClientTls.DISABLE, which cannot identify the host', () => {
    const chart = newChart();
    gatewayOf(chart, { clientTls: ClientTls.DISABLE });
    expect(findingOf(() => route({}, chart))).toMatchObject({
      code: 'EGR0302',
      constructPath: 'chart/db',
      problem: expect.stringMatching(/^ExternalTcpRoute needs a gateway with ClientTls\.ISTIO_MUTUAL/) as string,
    });
  });
});
