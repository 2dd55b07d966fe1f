import { App, Chart } from 'cdk8s';
import { EgressChecks, EgressSource, ExternalHttpRoute, ExternalTcpRoute, ExternalTlsRoute } from '../../../lib';
import { meshOf } from '../../../lib/construct/mesh';
import { findingsOf } from '../input/findings';
import { manifestsOf, messageOf, newChart, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

/** An HTTP route with a mistake in every property but its gateway and its operations. */
function wrong(chart: Chart): ExternalHttpRoute {
  return new ExternalHttpRoute(chart, 'wrong', {
    ...{ gateway: gatewayOf(chart), hosts: ['ok.com', 'https://a.com', 'b'], port: 443, directPorts: [0] },
    ...{ exportTo: 'sources', metadata: { name: 'x' }, allowFrom: [EgressSource.namespace('ok'), 'payments'] },
    ...({ timeout: '5s' } as object),
  } as never);
}

test('A route reports all its mistakes in one error, a line and a finding for each', () => {
  const chart = newChart();
  const findings = findingsOf(() => wrong(chart));
  expect(findings.map(({ code, problem }) => `${code} ${problem.split(' ')[0]}`)).toEqual([
    'EGR0101 ExternalHttpRoute',
    'EGR0201 hosts[1]',
    'EGR0201 hosts[2]',
    'EGR0401 port',
    'EGR0111 directPorts[0]',
    'EGR0104 exportTo',
    'EGR0307 metadata',
    'EGR0103 allowFrom[1]',
  ]);
  expect(new Set(findings.map(({ constructPath }) => constructPath))).toEqual(new Set(['chart/wrong']));
  const lines = messageOf(() => wrong(newChart())).split('\n');
  expect(lines).toHaveLength(findings.length);
  for (const line of lines) expect(line).toMatch(/^EGR\d{4}: \[chart\/wrong\] .+: got .+; allowed: .+; fix: .+$/);
});

test('A TCP route reports the mistakes of its port, addresses and hosts in one error', () => {
  const chart = newChart();
  const props = { gateway: gatewayOf(chart), hosts: ['a.com', 'b.com'], port: 0, addresses: ['10.0.0.0/8'] };
  const codes = findingsOf(() => new ExternalTcpRoute(chart, 'db', props)).map(({ code }) => code);
  expect(codes).toEqual(['EGR0405', 'EGR0111', 'EGR0204']);
});

test.each(['5432', '80', [22], null])('The kind of the port %p is checked before the protocol of the port', (port) => {
  const chart = newChart();
  const props = { gateway: gatewayOf(chart), hosts: ['a.com'], port: port as never };
  for (const make of [
    () => new ExternalTlsRoute(chart, 'tls', props),
    () => new ExternalHttpRoute(chart, 'http', { ...props, port: (port === '80' ? '443' : port) as never }),
  ]) {
    const [{ code } = { code: '' }, ...others] = findingsOf(make);
    expect([code, others]).toEqual([port === null ? 'EGR0103' : 'EGR0111', []]);
  }
});

test('A property that Istio has and routes do not have is rejected with what to write instead', () => {
  const chart = newChart();
  const timeout = findingsOf(() => wrong(chart)).find(({ code }) => code === 'EGR0101');
  expect(timeout?.fix).toBe('write upstream: { timeout: Duration.seconds(5) }');
});

test.each<[string, (chart: Chart) => unknown]>([
  ['its properties', wrong],
  [
    'one host of several inside the cluster',
    (chart) =>
      new ExternalTlsRoute(chart, 'wrong', { gateway: gatewayOf(chart), hosts: ['ok.com', 'x.svc.cluster.local'] }),
  ],
  [
    'its operations',
    (chart) =>
      new ExternalHttpRoute(chart, 'wrong', {
        gateway: gatewayOf(chart),
        hosts: ['ok.com'],
        allowFrom: [EgressSource.namespace('ok')],
        allowedOperations: [{ methods: ['GET'] }, { paths: ['v1'] }],
      }),
  ],
])('A route that is rejected for %s leaves no claim, source, operation or object behind', (_, build) => {
  const chart = newChart('default', new App());
  const gateway = gatewayOf(chart);
  expect(() => build(chart)).toThrow('EGR');
  const { plan } = meshOf(chart).model;
  expect([plan.claims, plan.accessOf('chart/wrong')]).toEqual([[], { sources: [], operations: [] }]);
  expect([gateway.routes, manifestsOf(chart), EgressChecks.of(chart).findings()]).toEqual([[], [], []]);
  const route = new ExternalTlsRoute(chart, 'correct', { gateway, hosts: ['ok.com'] });
  expect(gateway.routes).toEqual([route]);
  expect(manifestsOf(chart)).toHaveLength(5);
});
