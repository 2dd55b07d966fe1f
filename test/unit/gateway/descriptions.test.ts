/** Several constructs may describe one gateway: that of the platform, and imports by teams. */
import { App, Chart } from 'cdk8s';
import { ClientTls, EgressChecks, EgressGateway, EgressGatewayProps, ExternalTlsRoute } from '../../../lib';
import { GatewayPorts, GatewayWorkload } from '../../../lib';
import { newChart, stderrOfEachTest } from '../help';
import { findingsWith, foundAtSynthesis } from '../synthesis';

const stderr = stderrOfEachTest();

function platformAndTeam(): [Chart, Chart] {
  const app = new App();
  return [newChart('default', app, 'platform'), newChart('default', app, 'team')];
}

describe('two descriptions of one gateway', () => {
  test.each<[string, EgressGatewayProps]>([
    ['selector', { selector: { istio: 'x' } }],
    ['ports', { ports: GatewayPorts.HELM_CHART }],
    ['clientTls', { clientTls: ClientTls.DISABLE }],
    ['defaultDeny', { defaultDeny: true }],
    ['egressProxy', { egressProxy: true }],
    ['metadata', { metadata: { labels: { team: 'x' } } }],
  ])('two descriptions of one gateway with different %s are an error that names both', (property, attrs) => {
    const [platform, team] = platformAndTeam();
    new EgressGateway(platform, 'gateway');
    EgressGateway.fromEgressGatewayAttributes(team, 'theirs', attrs);
    const [finding, ...others] = findingsWith('EGR1202', platform.node.root);
    expect(others).toEqual([]);
    expect(finding?.constructPath).toBe('team/theirs');
    expect(finding?.problem).toBe(
      `gateway istio-system/istio-egressgateway must have the same ${property} as platform/gateway`,
    );
    expect(JSON.parse(finding?.got ?? '')).toEqual({ gateways: ['platform/gateway', 'team/theirs'] });
    expect(foundAtSynthesis(team)).toContainEqual(expect.stringMatching(/^EGR1202: \[team\/theirs\] /));
  });

  test('two descriptions of one gateway that differ in several properties are one finding', () => {
    const [platform, team] = platformAndTeam();
    new EgressGateway(platform, 'gateway');
    EgressGateway.fromEgressGatewayAttributes(team, 'theirs', {
      selector: { istio: 'x' },
      ports: GatewayPorts.HELM_CHART,
    });
    const problems = findingsWith('EGR1202', team).map(({ problem }) => problem);
    expect(problems).toEqual([expect.stringContaining('must have the same selector, ports as platform/gateway')]);
  });

  test('two descriptions of one gateway may write the labels of the selector in any order', () => {
    const [platform, team] = platformAndTeam();
    const workload = GatewayWorkload.deployment();
    new EgressGateway(platform, 'gateway', { workload, selector: { a: '1', b: '2' } });
    EgressGateway.fromEgressGatewayAttributes(team, 'theirs', { selector: { b: '2', a: '1' } });
    expect(foundAtSynthesis(team)).toEqual([]);
  });

  test('two descriptions of one gateway in two apps are not compared', () => {
    const [one, other] = [newChart(), newChart()];
    new EgressGateway(one, 'gateway');
    new EgressGateway(other, 'gateway', { clientTls: ClientTls.DISABLE });
    expect([...foundAtSynthesis(one), ...foundAtSynthesis(other)]).toEqual([]);
  });

  test('two deployments of one gateway are an error that suggests an import', () => {
    const chart = newChart();
    const workload = GatewayWorkload.deployment();
    for (const id of ['a', 'b'])
      new EgressGateway(chart, id, { workload, namespace: id === 'a' ? undefined : 'istio-system' });
    const [finding, ...others] = findingsWith('EGR1201', chart);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ constructPath: 'chart/b', got: '{"gateways":["chart/a","chart/b"]}' });
    expect(finding?.fix).toContain('EgressGateway.fromEgressGatewayAttributes(...)');
  });
});

describe('two gateways with the same pods', () => {
  test.each<[string, EgressGatewayProps, string[]]>([
    ['different clientTls', { clientTls: ClientTls.DISABLE }, ['must have the same clientTls as chart/first']],
    [
      'a TLS port that is the HTTP port of the other',
      { ports: GatewayPorts.of({ http: { port: 81 }, tls: { port: 80 } }) },
      ['cannot serve TLS on port 80, which gateway istio-system/istio-egressgateway of the same pods serves with HTTP'],
    ],
    ['the same servers', {}, []],
    [
      'different clientTls and labels that exclude each other',
      { clientTls: ClientTls.DISABLE, selector: { istio: 'x' } },
      [],
    ],
  ])('two gateways with %s in one mesh conflict as Istio merges their servers', (_, props, problems) => {
    const chart = newChart();
    new EgressGateway(chart, 'first');
    new EgressGateway(chart, 'second', { serviceName: 'second', ...props });
    expect(findingsWith('EGR1203', chart).map(({ problem }) => problem)).toEqual(
      problems.map((problem) => expect.stringContaining(problem) as unknown),
    );
  });
});

describe('a gateway without routes', () => {
  test('a gateway without routes is one warning on standard error, however many charts are synthesized', () => {
    const app = new App();
    new EgressGateway(newChart('default', app), 'gateway');
    newChart('default', app, 'other');
    app.synthYaml();
    expect(stderr()).toMatch(
      /^warning: EGR2002: \[chart\/gateway\] gateway istio-egressgateway\.\S+ has no routes: [^\n]*\n$/,
    );
  });

  test('a gateway has routes through any description, in any chart of the app', () => {
    const [platform, team] = platformAndTeam();
    new EgressGateway(platform, 'gateway');
    new ExternalTlsRoute(team, 'web', {
      gateway: EgressGateway.fromEgressGatewayAttributes(team, 'g'),
      hosts: ['a.com'],
    });
    platform.toJson();
    expect(stderr()).toBe('');
  });

  test('a gateway of another app without routes is no warning', () => {
    const chart = newChart();
    EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
    expect(EgressChecks.of(chart).findings()).toEqual([]);
  });

  test('only the gateway without routes is reported beside one with routes', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'used');
    new EgressGateway(chart, 'idle', { namespace: 'b', selector: { istio: 'b' } });
    new ExternalTlsRoute(chart, 'web', { gateway, hosts: ['a.com'] });
    expect(findingsWith('EGR2002', chart).map(({ constructPath }) => constructPath)).toEqual(['chart/idle']);
  });
});
