import {
  ClientTls,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTcpRouteProps,
  ExternalTlsRoute,
} from '../../../lib';
import { fixIn, Manifest, messageOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

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
  test('makes the host known by its addresses', () => {
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

  test('takes it to the TLS port of the gateway, and from there to the host, in TCP both times', () => {
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
    expect(JSON.stringify(specOf(only(chart, 'DestinationRule')))).toContain(
      '[{"port":{"number":443},"tls":{"mode":"ISTIO_MUTUAL","sni":"db.com"}}]',
    );
  });

  test('knows sources, told by the outer name and port', () => {
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

  test('stands beside an HTTP route of its host', () => {
    const { chart, gateway } = route();
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['db.com'] });
    expect(specOf(only(chart, 'ServiceEntry'))?.['ports']).toEqual([
      { name: 'http-80', number: 80, protocol: 'HTTP' },
      { name: 'tcp-5432', number: 5432, protocol: 'TCP' },
    ]);
    expect(Object.keys(specOf(only(chart, 'VirtualService')) ?? {})).toEqual(['gateways', 'hosts', 'http', 'tcp']);
  });

  test.each<[string, (made: ReturnType<typeof route>) => unknown]>([
    ['TLS', ({ chart, gateway }) => new ExternalTlsRoute(chart, 'other', { gateway, hosts: ['db.com'] })],
    [
      'TCP on another port',
      ({ chart }) => {
        const gateway = gatewayOf(chart);
        return new ExternalTcpRoute(chart, 'other', { gateway, hosts: ['db.com'], port: 22, addresses: ADDRESSES });
      },
    ],
  ])('excludes %s of its host: behind one port of the gateway nothing tells them apart', (_, make) => {
    const message = messageOf(() => make(route()));
    expect(message).toMatch(
      /^\[chart\/other\] host db\.com has two (TCP|TCP and TLS) ports, 5432 and \d+, on one gateway port/,
    );
    expect(message).toMatch(/allowed: one tls or tcp port per host/);
  });

  test.each<[string, object, RegExp, RegExp]>([
    [
      'several hosts',
      { hosts: ['a.com', 'b.com'] },
      /several hosts on one tcp route: got \["a\.com","b\.com"\]/,
      /^write a route per host/,
    ],
    ['no addresses', { addresses: undefined }, /addresses is not a list: got undefined/, /^write addresses/],
    [
      'empty addresses',
      { addresses: [] },
      /addresses is empty: got \[\]; allowed: .*would be taken for this host/,
      /^write addresses/,
    ],
    ['no port', { port: undefined }, /port is not a port number: got undefined/, /^write the port/],
    ["a port of Istio's proxies", { port: 15001 }, /istio's proxies' own/, /^use another port/],
    [
      'an unknown property',
      { tlsOrigination: true },
      /ExternalTcpRoute has no property tlsOrigination/,
      /^remove tlsOrigination/,
    ],
  ])('refuses %s, and names itself', (_, props, problem, fix) => {
    const message = messageOf(() => route(props));
    expect(message).toMatch(/^\[chart\/db\] /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test('refuses an address and port that another host has', () => {
    const { chart, gateway } = route();
    const other = (port: number) => () =>
      new ExternalTcpRoute(chart, `other-${port}`, {
        gateway,
        hosts: ['other.com'],
        port,
        addresses: ['203.0.113.10'],
      });
    expect(messageOf(other(5432))).toMatch(
      /^\[chart\/other-5432\] hosts db\.com and other\.com have one address, 203\.0\.113\.10, on port 5432: got \["chart\/db","chart\/other-5432"\]/,
    );
    expect(other(22)).not.toThrow();
  });

  test('refuses a gateway to which the mesh speaks no mTLS', () => {
    const chart = newChart();
    gatewayOf(chart, { clientTls: ClientTls.DISABLE });
    const message = messageOf(() => route({}, chart));
    expect(message).toMatch(/^\[chart\/db\] tcp reaches the gateway without a name: got "ClientTls\.DISABLE"/);
    expect(fixIn(message)).toMatch(/^write clientTls: ClientTls\.ISTIO_MUTUAL/);
  });
});
