import { App, Chart, Testing } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import {
  EgressChecks,
  EgressGateway,
  EgressMesh,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  FindingLevel,
  TlsOrigination,
} from '../../../lib';
import { ANALYZERS } from '../../../lib/analysis/all';
import { findingOf } from '../input/findings';
import { newChart, stderrOfEachTest } from '../help';
import { findingsWith, foundAtSynthesis, gatewayOf } from '../synthesis';

const stderr = stderrOfEachTest();

/** Creates a route with the warning EGR2008. */
function unverified(scope: Construct, id = 'route', host = 'a.com'): ExternalHttpRoute {
  const tlsOrigination = TlsOrigination.dangerouslySkipVerification();
  return new ExternalHttpRoute(scope, id, { gateway: gatewayOf(Chart.of(scope)), hosts: [host], tlsOrigination });
}

describe('EgressChecks.acknowledge', () => {
  test.each<[string, (route: IConstruct) => IConstruct]>([
    ['its construct', (route) => route],
    ['a scope of its construct', (route) => route.node.scope as IConstruct],
    ['the chart', (route) => Chart.of(route)],
    ['the mesh', (route) => Chart.of(route).node.scope as IConstruct],
    ['the app', (route) => route.node.root],
  ])('silences a warning at %s, before or after the warning was found', (_, scopeOf) => {
    for (const before of [true, false]) {
      const chart = new Chart(new EgressMesh(new App(), 'mesh'), 'chart');
      const route = unverified(new Construct(chart, 'group'));
      if (!before) expect(findingsWith('EGR2008', route)).toHaveLength(1);
      EgressChecks.of(scopeOf(route)).acknowledge('EGR2008', 'a test server');
      expect(findingsWith('EGR2008', route)).toEqual([]);
      Testing.synth(chart);
      expect(stderr()).toBe('');
      const acknowledged = { code: 'EGR2008', reason: 'a test server' };
      expect(scopeOf(route).node.metadata).toEqual([{ type: 'cdk8s-istio-egress:acknowledged', data: acknowledged }]);
    }
  });

  test('does not silence the warning at other constructs, nor other warnings', () => {
    const chart = newChart();
    const route = unverified(chart);
    unverified(chart, 'route-2', 'b.com');
    const gateway = gatewayOf(chart);
    new ExternalHttpRoute(route, 'below', { gateway, hosts: ['c.com'], directPorts: [443] }).allowFrom(
      EgressSource.namespace('a'),
    );
    EgressChecks.of(route).acknowledge('EGR2008', 'a test server');
    const found = EgressChecks.of(chart)
      .findings()
      .filter(({ level }) => level === FindingLevel.WARNING);
    expect(found.map(({ code, constructPath }) => [code, constructPath])).toEqual(
      expect.arrayContaining([
        ['EGR2007', 'chart/route/below'],
        ['EGR2008', 'chart/route-2'],
      ]),
    );
    expect(found.map(({ code, constructPath }) => `${code} ${constructPath}`)).not.toContain('EGR2008 chart/route');
  });

  test.each<[string, string]>([
    ['of an error', 'EGR1001'],
    ['of a constructor', 'EGR0201'],
    ['of no check', 'EGR2999'],
    ['in lower case', 'egr2008'],
    ['that is undefined', undefined as never],
    ['that has no text', Object.create(null) as never],
  ])('rejects a code %s, and lists the codes of warnings', (_, code) => {
    const finding = findingOf(() => EgressChecks.of(newChart()).acknowledge(code, 'a reason'));
    expect(finding).toMatchObject({ code: 'EGR0801', constructPath: 'chart' });
    const warnings = ANALYZERS.filter(({ level }) => level === FindingLevel.WARNING).map((each) => each.code);
    expect(finding.allowed.split(', ')).toEqual(warnings.sort());
    expect(warnings).toContain('EGR2008');
  });

  test.each<unknown>(['', '  ', undefined, null, 7])('rejects %p as reason', (reason) => {
    const run = () => EgressChecks.of(newChart()).acknowledge('EGR2008', reason as string);
    expect(findingOf(run)).toMatchObject({ code: 'EGR0801', problem: 'reason must be a text that is not empty' });
  });

  test('cannot silence an error', () => {
    const chart = newChart();
    for (const { code, level } of ANALYZERS) {
      const run = () => EgressChecks.of(chart).acknowledge(code, 'a reason');
      if (level === FindingLevel.ERROR) expect(run).toThrow('EGR0801');
      else expect(run).not.toThrow();
    }
  });
});

describe('EgressChecks.failOnWarnings', () => {
  test('makes the warnings below the construct errors, and prints them no more', () => {
    const app = new App();
    const [strict, lax] = [newChart('default', app, 'strict'), newChart('default', app, 'lax')];
    new EgressGateway(strict, 'gateway');
    const route = unverified(strict);
    new ExternalHttpRoute(lax, 'route', {
      gateway: route.gateway,
      hosts: ['b.com'],
      tlsOrigination: TlsOrigination.dangerouslySkipVerification(),
    });
    EgressChecks.of(strict).failOnWarnings();
    expect(foundAtSynthesis(lax)).toEqual([expect.stringMatching(/^EGR2008: \[strict\/route\] /)]);
    expect(stderr()).toMatch(/^warning: EGR2008: \[lax\/route\][^\n]*\n$/);
    expect(findingsWith('EGR2008', app).map(({ constructPath, level }) => [constructPath, level])).toEqual([
      ['lax/route', FindingLevel.WARNING],
      ['strict/route', FindingLevel.ERROR],
    ]);
  });

  test('does not affect acknowledged warnings', () => {
    const chart = newChart();
    EgressChecks.of(unverified(chart)).acknowledge('EGR2008', 'a test server');
    EgressChecks.of(chart.node.root).failOnWarnings();
    expect(foundAtSynthesis(chart)).toEqual([]);
  });
});

describe('EgressChecks.findings', () => {
  test('returns the errors and warnings below a construct, sorted by code and construct, without a synthesis', () => {
    const app = new App();
    const [one, two] = [newChart('default', app, 'one'), newChart('default', app, 'one-more')];
    const gateway = new EgressGateway(one, 'gateway');
    new ExternalTlsRoute(two, 'b', { gateway, hosts: ['a.com'] });
    unverified(one, 'a', 'c.com');
    new ExternalTlsRoute(one, 'z', { gateway, hosts: ['a.com'] });
    const codes = (scope: IConstruct): string[] =>
      EgressChecks.of(scope)
        .findings()
        .map(({ code, constructPath }) => `${code} ${constructPath}`);
    expect(codes(app)).toEqual(['EGR1001 one/z', 'EGR1003 one/z', 'EGR2008 one/a']);
    expect(codes(one)).toEqual(codes(app));
    expect(codes(two)).toEqual([]);
    expect(codes(one.node.findChild('a'))).toEqual(['EGR2008 one/a']);
    expect(stderr()).toBe('');
  });

  test('returns findings with all their parts', () => {
    const chart = newChart();
    unverified(chart);
    expect(EgressChecks.of(chart).findings()).toEqual([
      {
        code: 'EGR2008',
        level: 'warning',
        constructPath: 'chart/route',
        problem: 'the gateway does not verify the certificates of the hosts',
        got: '["a.com"]',
        allowed: expect.any(String) as string,
        fix: 'write tlsOrigination: TlsOrigination.simple()',
      },
    ]);
  });
});
