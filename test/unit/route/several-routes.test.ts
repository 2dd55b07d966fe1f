import { App, Chart } from 'cdk8s';
import { EgressGateway, ExternalHttpRoute, ExternalTlsRoute, IEgressGateway } from '../../../lib';
import { manifestsOf, newChart, ofKind, stderrOfEachTest } from '../help';
import { findingsWith, foundAtSynthesis, gatewayOf } from '../synthesis';

stderrOfEachTest();

const HOST = 'edition.cnn.com';

/** Returns two charts of one app. */
function twoCharts(): readonly [Chart, Chart] {
  const app = new App();
  return [newChart('default', app, 'chart'), newChart('default', app, 'other')];
}

test('An HTTP route and a TLS route of one host share its objects', () => {
  const chart = newChart();
  const props = { gateway: gatewayOf(chart), hosts: [HOST] };
  const [http, tls] = [new ExternalHttpRoute(chart, 'http', props), new ExternalTlsRoute(chart, 'tls', props)];
  expect(http.objects).toEqual(tls.objects);
  expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual([
    'DestinationRule',
    'DestinationRule',
    'Gateway',
    'VirtualService',
    'ServiceEntry',
  ]);
  expect(ofKind(chart, 'ServiceEntry')[0]?.spec?.['ports']).toHaveLength(2);
});

test('Two routes that claim one port of a host are an error at synthesis, also in another spelling', () => {
  const chart = newChart();
  const gateway = gatewayOf(chart);
  new ExternalTlsRoute(chart, 'a', { gateway, hosts: ['a.com'] });
  new ExternalTlsRoute(chart, 'b', { gateway, hosts: ['b.com', 'A.com'] });
  expect(findingsWith('EGR1001', chart)).toMatchObject([
    {
      constructPath: 'chart/b',
      problem: 'host a.com port 443 cannot be claimed by two routes',
      got: '{"routes":["chart/a","chart/b"]}',
      fix: expect.stringContaining('allowFrom') as string,
    },
  ]);
  expect(foundAtSynthesis(chart)).toEqual([expect.stringMatching(/^EGR1001: \[chart\/b\] /)]);
});

test('Routes of one host in two charts are an error at synthesis', () => {
  const [chart, other] = twoCharts();
  const gateway = gatewayOf(chart);
  new ExternalTlsRoute(chart, 'a', { gateway, hosts: ['a.com'] });
  new ExternalHttpRoute(other, 'b', { gateway, hosts: ['a.com'] });
  expect(findingsWith('EGR1003', other)).toMatchObject([
    { constructPath: 'other/b', fix: expect.stringContaining('create both routes in chart') as string },
  ]);
});

test('Routes of one host through two gateways in one chart are an error at synthesis', () => {
  const chart = newChart();
  const attrs = { serviceName: 'second', selector: { istio: 'second' } };
  const second: IEgressGateway = EgressGateway.fromEgressGatewayAttributes(chart, 'second', attrs);
  new ExternalTlsRoute(chart, 'a', { gateway: gatewayOf(chart), hosts: ['a.com'] });
  new ExternalTlsRoute(chart, 'b', { gateway: second, hosts: ['a.com'] });
  expect(findingsWith('EGR1006', chart)).toMatchObject([
    {
      constructPath: 'chart/b',
      problem: expect.stringContaining('a.com cannot have routes through two gateways') as string,
    },
  ]);
});

test('One synthesis reports the conflicts of all hosts', () => {
  const [chart, other] = twoCharts();
  const gateway = gatewayOf(chart);
  new ExternalTlsRoute(chart, 'a', { gateway, hosts: ['a.com', 'b.com'] });
  new ExternalTlsRoute(chart, 'b', { gateway, hosts: ['a.com'] });
  new ExternalHttpRoute(other, 'c', { gateway, hosts: ['b.com'] });
  const codes = foundAtSynthesis(other).map((message) => message.slice(0, 'EGR1001'.length));
  expect(codes).toEqual(['EGR1001', 'EGR1003']);
});

test('gateway.routes and gateway.routesTo return the routes of all charts, sorted by path, and of this gateway only', () => {
  const [chart, other] = twoCharts();
  const gateway = gatewayOf(chart);
  const second = new EgressGateway(chart, 'second', { serviceName: 'second', selector: { istio: 'second' } });
  expect(gateway.routes).toEqual([]);
  const z = new ExternalTlsRoute(chart, 'z', { gateway, hosts: ['b.com', 'A.com'] });
  const http = new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['a.com'] });
  const b = new ExternalTlsRoute(other, 'b', { gateway, hosts: ['c.com'] });
  const elsewhere = new ExternalTlsRoute(other, 'elsewhere', { gateway: second, hosts: ['d.com'] });
  expect(gateway.routes).toEqual([http, z, b]);
  expect(second.routes).toEqual([elsewhere]);
  expect(gateway.routesTo('A.com.')).toEqual([http, z]);
  expect(gateway.routesTo('d.com')).toEqual([]);
});

test('Two descriptions of one gateway have the same routes', () => {
  const [chart, other] = twoCharts();
  const owner = new EgressGateway(chart, 'gateway');
  const imported = EgressGateway.fromEgressGatewayAttributes(other, 'imported');
  const route = new ExternalTlsRoute(other, 'route', { gateway: imported, hosts: ['a.com'] });
  expect([owner.routes, imported.routes]).toEqual([[route], [route]]);
});
