import { Chart } from 'cdk8s';
import { EgressGateway, EgressSidecar, EgressSource, ExternalHttpRoute, ExternalTcpRoute } from '../../../lib';
import { newChart, stderrOfEachTest } from '../help';
import { gatewayOf, imported, matchedByInnerSni, proxied, tls } from './help';

stderrOfEachTest();

const SERVICE = 'istio-egressgateway.istio-system.svc.cluster.local';
const GATEWAY = ['./*', `istio-system/${SERVICE}`];
const PAYMENTS = [EgressSource.namespace('payments')];
const ANYONE = [EgressSource.anyAuthenticated()];

describe('the imports of an EgressSidecar with an egress proxy', () => {
  test.each<[string, (chart: Chart) => void, string[]]>([
    ['a TLS route without sources', (chart) => tls(chart, 'a.com'), []],
    ['a TLS route for anyAuthenticated()', (chart) => tls(chart, 'a.com', ANYONE), []],
    ['a TLS route for the namespace', (chart) => tls(chart, 'a.com', PAYMENTS), ['default/a.com']],
    ['a TLS route for another namespace', (chart) => tls(chart, 'a.com', [EgressSource.namespace('orders')]), []],
    [
      'a TLS route that gets the namespace as source',
      (chart) => tls(chart, 'a.com').allowFrom(...PAYMENTS),
      ['default/a.com'],
    ],
    [
      'a TLS route for the namespace that gets anyAuthenticated()',
      (chart) => tls(chart, 'a.com', PAYMENTS).allowFrom(...ANYONE),
      [],
    ],
    [
      'an HTTP route',
      (chart) => new ExternalHttpRoute(chart, 'http', { gateway: gatewayOf(chart), hosts: ['a.com'] }),
      ['default/a.com'],
    ],
    [
      'an HTTP and a TLS route',
      (chart) => {
        tls(chart, 'a.com');
        new ExternalHttpRoute(chart, 'http', { gateway: gatewayOf(chart), hosts: ['a.com'] });
      },
      ['default/a.com'],
    ],
    [
      'a TCP route',
      (chart) =>
        new ExternalTcpRoute(chart, 'tcp', {
          gateway: gatewayOf(chart),
          hosts: ['a.com'],
          port: 5432,
          addresses: ['203.0.113.1'],
        }),
      ['default/a.com'],
    ],
  ])('the hosts of %s are imported only if the inner SNI cannot identify them', (_, make, hosts) => {
    for (const sidecarFirst of [true, false]) {
      const chart = newChart();
      if (sidecarFirst) proxied(chart);
      make(chart);
      if (!sidecarFirst) proxied(chart);
      expect(imported(chart)).toEqual(['./*', ...hosts, ...GATEWAY.slice(1)]);
    }
  });

  test('the gateway matches exactly the hosts by the inner SNI that no Sidecar imports', () => {
    const chart = newChart();
    tls(chart, 'a.com', ANYONE);
    tls(chart, 'b.com', PAYMENTS);
    tls(chart, 'c.com', [EgressSource.namespace('orders')]);
    new ExternalHttpRoute(chart, 'http', { gateway: gatewayOf(chart), hosts: ['d.com'], allowFrom: ANYONE });
    proxied(chart);
    expect(matchedByInnerSni(chart)).toEqual(['default/a.com']);
  });

  test('an egress proxy changes no import of other namespaces', () => {
    const chart = newChart();
    tls(chart, 'a.com');
    proxied(chart);
    new EgressSidecar(chart, 'others', { namespaces: ['orders'] });
    expect(imported(chart, 'orders')).toEqual(['./*', 'default/a.com', ...GATEWAY.slice(1)]);
  });

  test('hosts of another gateway are imported', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'other', {
      namespace: 'other',
      serviceName: 'other',
      selector: { istio: 'other' },
    });
    tls(chart, 'a.com');
    tls(chart, 'b.com', undefined, gateway);
    proxied(chart);
    expect(imported(chart)).toEqual([
      './*',
      'default/b.com',
      ...GATEWAY.slice(1),
      'other/other.other.svc.cluster.local',
    ]);
    expect(matchedByInnerSni(chart)).toEqual(['default/a.com']);
  });
});
