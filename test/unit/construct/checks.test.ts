import { App, Chart, Testing } from 'cdk8s';
import {
  EgressChecks,
  EgressGateway,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  TlsOrigination,
} from '../../../lib';
import { ANALYZERS } from '../../../lib/analysis/all';
import { newChart, stderrOfEachTest } from '../help';
import { foundAtSynthesis, gatewayOf } from '../synthesis';

const stderr = stderrOfEachTest();

const WARNING = 'cdk8s-istio-egress:warning';

/** Creates a route with the warning EGR2008. */
function unverified(chart: Chart, id = 'route', host = 'a.com'): ExternalHttpRoute {
  const tlsOrigination = TlsOrigination.dangerouslySkipVerification();
  return new ExternalHttpRoute(chart, id, { gateway: gatewayOf(chart), hosts: [host], tlsOrigination });
}

/** Counts the runs of an analyzer. */
function runs(): jest.SpyInstance {
  return jest.spyOn(ANALYZERS[0] as (typeof ANALYZERS)[number], 'analyze');
}

describe('The checks of a mesh', () => {
  test('run once for an app with five charts, although cdk8s validates the app for each chart', () => {
    const app = new App();
    const charts = Array.from({ length: 5 }, (_, index) => newChart('default', app, `chart-${index}`));
    const gateway = gatewayOf(charts[0] as Chart);
    charts.forEach((chart, index) => new ExternalTlsRoute(chart, 'route', { gateway, hosts: [`h${index}.com`] }));
    const analyzer = runs();
    app.synthYaml();
    EgressChecks.of(app).findings();
    expect(analyzer).toHaveBeenCalledTimes(1);
  });

  test('run again after a change, and report what the change brought', () => {
    const chart = newChart();
    unverified(chart);
    const analyzer = runs();
    expect(foundAtSynthesis(chart)).toEqual([]);
    expect(foundAtSynthesis(chart)).toEqual([]);
    new ExternalHttpRoute(chart, 'second', { gateway: gatewayOf(chart), hosts: ['a.com'] });
    expect(foundAtSynthesis(chart)).toEqual([expect.stringMatching(/^EGR1001: \[chart\/second\] /)]);
    expect(analyzer).toHaveBeenCalledTimes(2);
  });

  test.each<[string, (route: ExternalHttpRoute) => void]>([
    ['route.allowFrom', (route) => route.allowFrom(EgressSource.namespace('payments'))],
    ['route.allowOperations', (route) => route.allowOperations({ methods: ['GET'] })],
    ['a new gateway', (route) => void new EgressGateway(Chart.of(route), 'second', { serviceName: 'second' })],
  ])('run again after %s', (_, change) => {
    const route = unverified(newChart());
    const analyzer = runs();
    EgressChecks.of(route).findings();
    change(route);
    EgressChecks.of(route).findings();
    expect(analyzer).toHaveBeenCalledTimes(2);
  });

  test('print each warning once, and add it once to the metadata of its construct', () => {
    const app = new App();
    const [chart, other] = [newChart('default', app, 'chart'), newChart('default', app, 'other')];
    const route = unverified(chart);
    const sound = new ExternalTlsRoute(other, 'sound', { gateway: gatewayOf(chart), hosts: ['b.com'] });
    app.synthYaml();
    Testing.synth(chart);
    Testing.synth(other);
    const [line = '', ...lines] = stderr().trimEnd().split('\n');
    expect(lines).toEqual([]);
    expect(line).toMatch(/^warning: EGR2008: \[chart\/route\] .+: got .+; allowed: .+; fix: .+$/);
    expect(route.node.metadata).toMatchObject([{ type: WARNING, data: line.replace('warning: ', '') }]);
    expect([...sound.node.metadata, ...app.node.metadata]).toEqual([]);
  });

  test('print a warning that a later change brings', () => {
    const chart = newChart();
    unverified(chart);
    Testing.synth(chart);
    unverified(chart, 'second', 'b.com');
    Testing.synth(chart);
    expect(stderr().match(/\[chart\/\w+\]/g)).toEqual(['[chart/route]', '[chart/second]']);
  });

  test('print nothing and reject nothing in an app without constructs of this library', () => {
    const chart = newChart();
    expect(foundAtSynthesis(chart)).toEqual([]);
    expect([stderr(), EgressChecks.of(chart).findings()]).toEqual(['', []]);
  });
});
