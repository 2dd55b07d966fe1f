import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressMesh,
  EgressSource,
  EgressSummary,
  EgressSummaryRow,
  ExportTo,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  TlsOrigination,
  WildcardTarget,
} from '../../../lib';
import { newChart, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

const PAYMENTS = EgressSource.namespace('payments');
const GATEWAY = 'istio-system/istio-egressgateway';

/** Creates a chart with an HTTP route, with operations and TLS to the host, and a TLS route of the same host. */
function bank(chart = newChart()): { chart: Chart; http: ExternalHttpRoute; tls: ExternalTlsRoute } {
  const gateway = gatewayOf(chart);
  const http = new ExternalHttpRoute(chart, 'http', {
    gateway,
    hosts: ['bank.com'],
    tlsOrigination: TlsOrigination.simple({ port: 8443 }),
    allowFrom: [EgressSource.serviceAccount('reports', 'nightly'), PAYMENTS],
    allowedOperations: [{ methods: ['POST', 'GET'], paths: ['/v1/*', '/v2/*'] }, { methods: ['HEAD'] }],
  });
  const tls = new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['bank.com', 'a.com'], allowFrom: [PAYMENTS] });
  return { chart, http, tls };
}

const keyOf = ({ host, port, routes }: EgressSummaryRow): string => `${host}:${port} ${routes.join(',')}`;

test('EgressSummary has a row per host and port, sorted, with the routes of the port only', () => {
  expect(EgressSummary.of(bank().chart).rows.map(keyOf)).toEqual([
    'a.com:443 chart/tls',
    'bank.com:80 chart/http',
    'bank.com:443 chart/tls',
  ]);
});

test('A row has the sources, the operations and the target of its port, and the objects of its host', () => {
  expect(EgressSummary.of(bank().chart).rows[1]).toEqual({
    host: 'bank.com',
    port: 80,
    protocol: 'HTTP',
    gateway: GATEWAY,
    sources: ["namespace('payments')", "serviceAccount('reports', 'nightly')"],
    operations: ['GET,POST /v1/*,/v2/*', 'HEAD /*'],
    target: 'bank.com:8443 (TLS SIMPLE)',
    routes: ['chart/http'],
    objects: [
      'AuthorizationPolicy istio-system/egress-allow-bank-com',
      'EnvoyFilter istio-system/egress-requests-bank-com',
      'DestinationRule istio-system/egress-upstream-bank-com',
      'DestinationRule istio-system/egress-subset-bank-com',
      'Gateway istio-system/egress-server-bank-com',
      'VirtualService default/egress-route-bank-com',
      'ServiceEntry default/external-bank-com',
    ],
  });
});

test.each<[string, (chart: Chart) => unknown, object[]]>([
  [
    'a direct port has no gateway, and no sources, because they do not apply',
    (chart) =>
      new ExternalHttpRoute(chart, 'route', {
        gateway: gatewayOf(chart),
        hosts: ['a.com'],
        directPorts: [443],
        allowFrom: [PAYMENTS],
      }),
    [
      { port: 80, gateway: GATEWAY, sources: ["namespace('payments')"], target: 'a.com:80' },
      { port: 443, protocol: 'HTTPS', gateway: 'none (direct)', sources: [], target: 'a.com:443' },
    ],
  ],
  [
    'a wildcard has the host of WildcardTarget.host as target',
    (chart) =>
      new ExternalTlsRoute(chart, 'route', {
        gateway: gatewayOf(chart),
        hosts: ['*.a.com'],
        wildcardTarget: WildcardTarget.host('www.a.com'),
      }),
    [{ host: '*.a.com', protocol: 'TLS', sources: [], operations: [], target: 'www.a.com:443' }],
  ],
  [
    'a wildcard with WildcardTarget.dynamicDns has the called name as target',
    (chart) =>
      new ExternalHttpRoute(chart, 'route', {
        gateway: gatewayOf(chart),
        hosts: ['*.a.com'],
        wildcardTarget: WildcardTarget.dynamicDns(),
      }),
    [{ host: '*.a.com', target: 'the called name:80' }],
  ],
  [
    'a TCP host has its name as target',
    (chart) =>
      new ExternalTcpRoute(chart, 'route', {
        gateway: gatewayOf(chart),
        hosts: ['db.com'],
        port: 5432,
        addresses: ['203.0.113.10'],
      }),
    [{ port: 5432, protocol: 'TCP', target: 'db.com:5432' }],
  ],
])('In a summary, %s', (_, build, rows) => {
  const chart = newChart();
  build(chart);
  expect(EgressSummary.of(chart).rows).toMatchObject(rows);
});

test('EgressSummary.of selects the routes below an app, a mesh, a chart or a route', () => {
  const app = new App();
  const prod = bank(new Chart(new EgressMesh(app, 'prod'), 'chart'));
  const other = newChart('default', app, 'prod-other');
  new ExternalTlsRoute(other, 'route', { gateway: gatewayOf(other), hosts: ['z.com'] });
  const keys = (scope: Parameters<typeof EgressSummary.of>[0]): string[] => EgressSummary.of(scope).rows.map(keyOf);
  const inProd = ['a.com:443 prod/chart/tls', 'bank.com:80 prod/chart/http', 'bank.com:443 prod/chart/tls'];
  expect(keys(app).sort()).toEqual([...inProd, 'z.com:443 prod-other/route'].sort());
  expect(keys(app.node.findChild('prod'))).toEqual(inProd);
  expect(keys(prod.chart)).toEqual(inProd);
  expect(keys(prod.http)).toEqual(['bank.com:80 prod/chart/http']);
  expect(keys(other)).toEqual(['z.com:443 prod-other/route']);
  expect(keys(newChart())).toEqual([]);
});

test('A host through two gateways has a row for each', () => {
  const app = new App();
  for (const region of ['eu', 'us']) {
    const chart = new Chart(app, region, { namespace: `apps-${region}` });
    const names = { namespace: `egress-${region}`, serviceName: 'egress', selector: { istio: `egress-${region}` } };
    new ExternalTlsRoute(chart, 'route', {
      gateway: new EgressGateway(chart, 'gateway', names),
      hosts: ['a.com'],
      exportTo: ExportTo.SOURCES,
      allowFrom: [EgressSource.namespace(`clients-${region}`)],
    });
  }
  expect(EgressSummary.of(app).rows.map(({ gateway, routes, sources }) => [gateway, ...routes, ...sources])).toEqual([
    ['egress-eu/egress', 'eu/route', "namespace('clients-eu')"],
    ['egress-us/egress', 'us/route', "namespace('clients-us')"],
  ]);
});

test('A summary is the same whatever the order of construction', () => {
  const build = (reverse: boolean): string => {
    const chart = newChart();
    const gateway = gatewayOf(chart);
    const routes = [
      () => new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['b.com', 'a.com'] }).allowFrom(PAYMENTS),
      () => new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'] }).allowFrom(PAYMENTS),
    ];
    for (const run of reverse ? routes.reverse() : routes) run();
    return EgressSummary.of(chart).toJson();
  };
  expect(build(true)).toBe(build(false));
});

test('toJson returns the rows as JSON text', () => {
  const summary = EgressSummary.of(bank().chart);
  expect(JSON.parse(summary.toJson())).toEqual(summary.rows);
});

test('toMarkdown returns a table whose rows have as many cells as its head', () => {
  const lines = EgressSummary.of(bank().chart).toMarkdown().split('\n');
  expect(lines.slice(0, 2)).toEqual([
    '| Host | Port | Gateway | Sources | Operations | Target | Routes |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ]);
  expect(lines[2]).toBe(`| a.com | 443 TLS | ${GATEWAY} | namespace('payments') | all | a.com:443 | chart/tls |`);
  expect(lines[3]).toContain("| namespace('payments')<br>serviceAccount('reports', 'nightly') |");
  expect(lines).toHaveLength(6);
  expect(lines[5]).toBe('');
});

test('toMarkdown shows routes without sources as open, and escapes the characters of Markdown in paths and hosts', () => {
  const chart = newChart();
  new ExternalHttpRoute(chart, 'open', {
    gateway: gatewayOf(chart),
    hosts: ['*.a.com'],
    wildcardTarget: WildcardTarget.dynamicDns(),
  });
  expect(EgressSummary.of(chart).toMarkdown()).toContain(
    `| \\*.a.com | 80 HTTP | ${GATEWAY} | every caller | all | the called name:80 | chart/open |`,
  );
  const { http } = bank();
  http.allowOperations({ paths: ['/a|b'] });
  const markdown = EgressSummary.of(http).toMarkdown();
  expect(markdown).toContain('| GET,POST /v1/\\*,/v2/\\*<br>HEAD /\\*<br>\\* /a\\|b |');
});

test('toMarkdown of no routes is a table without rows', () => {
  expect(EgressSummary.of(newChart()).toMarkdown().trimEnd().split('\n')).toHaveLength(2);
});
