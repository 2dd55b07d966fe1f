/** Once one route of a gateway has sources, every route through the gateway needs sources. Checked at synthesis. */
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import {
  EgressGateway,
  EgressGatewayAttributes,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalTlsRoute,
  IEgressGateway,
} from '../../../lib';
import { fixIn, newChart, stderrOfEachTest } from '../help';
import { foundAtSynthesis, got } from '../synthesis';

const stderr = stderrOfEachTest();

const PAYMENTS = EgressSource.namespace('payments');
const ANYONE = EgressSource.anyAuthenticated();

/** Returns the routes without sources that an error names. */
function lacking(message = ''): unknown {
  return (got(message) as { routesWithoutSources: unknown }).routesWithoutSources;
}

function tls(chart: Chart, id: string, gateway: IEgressGateway, allowFrom?: EgressSource[]): ExternalTlsRoute {
  return new ExternalTlsRoute(chart, id, { gateway, hosts: [`${id}.com`], allowFrom });
}

describe('the routes of a gateway', () => {
  test('routes without sources are accepted while no route has sources', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    for (const id of ['a', 'b']) tls(chart, id, gateway);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test('routes are accepted if all have sources, whenever the sources were added', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    tls(chart, 'a', gateway, [PAYMENTS]);
    const late = tls(chart, 'b', gateway);
    tls(chart, 'c', gateway, [ANYONE]);
    late.allowFrom(PAYMENTS);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['first', ['with', 'lacks-a', 'lacks-b']],
    ['last', ['lacks-b', 'lacks-a', 'with']],
    ['in between', ['lacks-b', 'with', 'lacks-a']],
  ])('routes without sources are named beside a route with sources that is declared %s', (_, ids) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    for (const id of ids) tls(chart, id, gateway, id === 'with' ? [PAYMENTS] : undefined);
    const [message, ...others] = foundAtSynthesis(chart);
    expect(others).toEqual([]);
    expect(message).toMatch(
      /^EGR1101: \[chart\/lacks-a\] routes through gateway istio-system\/istio-egressgateway must have sources: /,
    );
    expect(lacking(message)).toEqual(['chart/lacks-a', 'chart/lacks-b']);
    expect(message).toContain('because chart/with has sources');
    expect(fixIn(message ?? '')).toMatch(
      /write allowFrom: \[EgressSource.*\] on each route, or .*anyAuthenticated\(\)/,
    );
  });

  test('a route of several hosts is named once, beside another route of one of its hosts', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['a.com', 'b.com', 'c.com'] });
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'], allowFrom: [PAYMENTS] });
    expect(foundAtSynthesis(chart).map(lacking)).toEqual([['chart/http']]);
  });

  test('routes of every chart of the app are checked, by the synthesis of any chart', () => {
    const app = new App();
    const [platform, team] = ['platform', 'team'].map((id) => newChart('default', app, id)) as [Chart, Chart];
    const gateway = new EgressGateway(platform, 'gateway');
    tls(platform, 'a', gateway);
    tls(team, 'b', gateway, [PAYMENTS]);
    for (const chart of [platform, team]) expect(foundAtSynthesis(chart).map(lacking)).toEqual([['platform/a']]);
    expect(() => app.synthYaml()).toThrow(/EGR1101: \[platform\/a\] routes through gateway/);
  });

  test('routes of other gateways need no sources', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const other = new EgressGateway(chart, 'other', { namespace: 'istio-egress', selector: { istio: 'other' } });
    const third = EgressGateway.fromEgressGatewayAttributes(chart, 'third', {
      serviceName: 'third',
      selector: { istio: 'third' },
    });
    tls(chart, 'a', gateway, [PAYMENTS]);
    tls(chart, 'b', other);
    tls(chart, 'c', third);
    expect(foundAtSynthesis(chart)).toEqual([]);
    tls(chart, 'd', other, [PAYMENTS]);
    const found = foundAtSynthesis(chart);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^EGR1101: \[chart\/b\] routes through gateway istio-egress\/istio-egressgateway /);
    expect(lacking(found[0])).toEqual(['chart/b']);
  });

  test.each(['created first', 'created last'])(
    'two descriptions of one gateway give one error, the gateway %s',
    (when) => {
      const chart = newChart();
      const descriptions = [
        () => new EgressGateway(chart, 'made'),
        () => EgressGateway.fromEgressGatewayAttributes(chart, 'existing'),
        () => EgressGateway.fromEgressGatewayAttributes(chart, 'again'),
      ];
      const [first, second] = (when === 'created first' ? descriptions : descriptions.reverse()).map((make) => make());
      if (!first || !second) throw new Error('three descriptions');
      tls(chart, 'a', first, [PAYMENTS]);
      tls(chart, 'b', second);
      expect(foundAtSynthesis(chart).map(lacking)).toEqual([['chart/b']]);
    },
  );

  test('two gateways with routes without sources give two errors', () => {
    const chart = newChart();
    const gateways = ['g1', 'g2'].map((id) =>
      EgressGateway.fromEgressGatewayAttributes(chart, id, { namespace: id, selector: { istio: id } }),
    );
    gateways.forEach((gateway, index) => {
      tls(chart, `a${index}`, gateway, [PAYMENTS]);
      tls(chart, `b${index}`, gateway);
    });
    expect(foundAtSynthesis(chart).map(lacking)).toEqual([['chart/b0'], ['chart/b1']]);
  });

  test('a route that is exported to its sources and has none is reported for both reasons', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    tls(chart, 'a', gateway, [PAYMENTS]);
    new ExternalTlsRoute(chart, 'b', { gateway, hosts: ['b.com'], exportTo: ExportTo.SOURCES });
    expect(foundAtSynthesis(chart)).toEqual([
      expect.stringMatching(/^EGR1101: \[chart\/b\] /),
      expect.stringMatching(/^EGR1104: \[chart\/b\] /),
    ]);
  });

  test('exactly the routes without sources are named, for any set of routes in any order', () => {
    const routes = fc.uniqueArray(
      fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), has: fc.boolean(), late: fc.boolean() }),
      { selector: ({ id }) => id, minLength: 1 },
    );
    fc.assert(
      fc.property(routes, (drawn) => {
        const chart = newChart();
        const gateway = new EgressGateway(chart, 'gateway');
        const made = drawn.map(({ id, has, late }) => tls(chart, id, gateway, has && !late ? [PAYMENTS] : undefined));
        drawn.forEach(({ has, late }, index) => has && late && made[index]?.allowFrom(PAYMENTS));
        const open = drawn.filter(({ has }) => !has).map(({ id }) => `chart/${id}`);
        const mixed = open.length > 0 && open.length < drawn.length;
        expect(foundAtSynthesis(chart).map(lacking)).toEqual(mixed ? [open.sort()] : []);
      }),
      { numRuns: 40 },
    );
  });
});

/**
 * An AuthorizationPolicy selects pods by label: in its own namespace, or in every namespace if the policy is in the root namespace.
 * Two Services of one set of pods therefore share their policies.
 */
describe('two Services of one set of pods', () => {
  test.each<[string, EgressGatewayAttributes]>([
    ['in one namespace', { serviceName: 'second' }],
    [
      'with a selector that includes the other',
      { serviceName: 'second', selector: { istio: 'egressgateway', app: 'x' } },
    ],
    ['with one of them in the root namespace', { namespace: 'istio-egress', serviceName: 'second' }],
  ])(
    'two Services of one set of pods %s need sources on every route, once a route on either has sources',
    (_, attrs) => {
      const chart = newChart();
      const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
      const second = EgressGateway.fromEgressGatewayAttributes(chart, 'second', attrs);
      tls(chart, 'a', gateway, [PAYMENTS]);
      tls(chart, 'b', second);
      expect(foundAtSynthesis(chart).map(lacking)).toEqual([['chart/b']]);
    },
  );
});

describe('a gateway of another app', () => {
  test('a gateway of another app is one warning that routes of other apps are closed, once a route here has sources', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
    tls(chart, 'a', gateway, [PAYMENTS]);
    for (const _ of ['once', 'twice']) chart.toJson();
    expect(stderr()).toMatch(/^warning: EGR2003: \[chart\/gateway\] routes of other apps through gateway [^\n]*\n$/);
    expect(fixIn(stderr())).toContain('defaultDeny: true');
    expect(gateway.node.metadata).toMatchObject([{ type: 'cdk8s-istio-egress:warning' }]);
  });

  test('a gateway of another app is no warning while no route here has sources', () => {
    const chart = newChart();
    tls(chart, 'a', EgressGateway.fromEgressGatewayAttributes(chart, 'gateway'));
    const own = new EgressGateway(chart, 'own', { serviceName: 'own', selector: { istio: 'own' } });
    tls(chart, 'b', own, [PAYMENTS]);
    chart.toJson();
    expect(stderr()).toBe('');
  });

  test.each([true, false])(
    'an imported gateway is no warning if the app also owns the gateway (owned first: %p)',
    (ownFirst) => {
      const chart = newChart();
      if (ownFirst) new EgressGateway(chart, 'own');
      const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
      if (!ownFirst) new EgressGateway(chart, 'own');
      tls(chart, 'a', gateway, [PAYMENTS]);
      chart.toJson();
      expect(stderr()).toBe('');
    },
  );
});
