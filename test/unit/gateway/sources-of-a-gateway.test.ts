/** Once one route of a gateway has sources, every route of it needs them: an error at synthesis, once all of them are there. */
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
const ANYONE = EgressSource.anyone();

function tls(chart: Chart, id: string, gateway: IEgressGateway, allowFrom?: EgressSource[]): ExternalTlsRoute {
  return new ExternalTlsRoute(chart, id, { gateway, hosts: [`${id}.com`], allowFrom });
}

describe('at synthesis', () => {
  test('nothing is wrong where no route has sources', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    for (const id of ['a', 'b']) tls(chart, id, gateway);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test('nothing is wrong where all have, whenever they got them', () => {
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
  ])('those that lack them are named, and no other, the one that has them declared %s', (_, ids) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    for (const id of ids) tls(chart, id, gateway, id === 'with' ? [PAYMENTS] : undefined);
    const [message, ...others] = foundAtSynthesis(chart);
    expect(others).toEqual([]);
    expect(message).toMatch(
      /^\[chart\/gateway\] routes of gateway istio-system\/istio-egressgateway do not say who may use them: /,
    );
    expect(got(message)).toEqual(['chart/lacks-a', 'chart/lacks-b']);
    expect(message).toContain('once one has them, as chart/with has: everything else is denied there');
    expect(fixIn(message ?? '')).toBe(
      'write allowFrom: [EgressSource.namespace("...")] on each, or allowFrom: [EgressSource.anyone()]',
    );
  });

  test('a route of several hosts is named once, and both routes of a host are looked at', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['a.com', 'b.com', 'c.com'] });
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'], allowFrom: [PAYMENTS] });
    expect(foundAtSynthesis(chart).map(got)).toEqual([['chart/http']]);
  });

  test('routes of every chart of the app count, and any of its charts finds it', () => {
    const app = new App();
    const [platform, team] = ['platform', 'team'].map((id) => newChart('default', app, id)) as [Chart, Chart];
    const gateway = new EgressGateway(platform, 'gateway');
    tls(platform, 'a', gateway);
    tls(team, 'b', gateway, [PAYMENTS]);
    for (const chart of [platform, team]) expect(foundAtSynthesis(chart).map(got)).toEqual([['platform/a']]);
    expect(() => app.synthYaml()).toThrow(/\[platform\/gateway\] routes of gateway/);
  });

  test('other gateways do not matter', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const other = new EgressGateway(chart, 'other', { namespace: 'istio-egress', selector: { istio: 'other' } });
    const third = EgressGateway.fromExisting(chart, 'third', { serviceName: 'third', selector: { istio: 'third' } });
    tls(chart, 'a', gateway, [PAYMENTS]);
    tls(chart, 'b', other);
    tls(chart, 'c', third);
    expect(foundAtSynthesis(chart)).toEqual([]);
    tls(chart, 'd', other, [PAYMENTS]);
    const found = foundAtSynthesis(chart);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^\[chart\/other\] routes of gateway istio-egress\/istio-egressgateway /);
    expect(got(found[0])).toEqual(['chart/b']);
  });

  test.each(['made first', 'made last'])('two descriptions of one gateway give one message, the gateway %s', (when) => {
    const chart = newChart();
    const descriptions = [
      () => new EgressGateway(chart, 'made'),
      () => EgressGateway.fromExisting(chart, 'existing'),
      () => EgressGateway.fromExisting(chart, 'again'),
    ];
    const [first, second] = (when === 'made first' ? descriptions : descriptions.reverse()).map((make) => make());
    if (!first || !second) throw new Error('three descriptions');
    tls(chart, 'a', first, [PAYMENTS]);
    tls(chart, 'b', second);
    const found = foundAtSynthesis(chart);
    expect(found.map(got)).toEqual([['chart/b']]);
    expect(found[0]).toContain(`[${first.node.path}] `);
  });

  test('two gateways with something wrong are two messages', () => {
    const chart = newChart();
    const gateways = ['g1', 'g2'].map((id) =>
      EgressGateway.fromExisting(chart, id, { namespace: id, selector: { istio: id } }),
    );
    gateways.forEach((gateway, index) => {
      tls(chart, `a${index}`, gateway, [PAYMENTS]);
      tls(chart, `b${index}`, gateway);
    });
    expect(foundAtSynthesis(chart).map(got)).toEqual([['chart/b0'], ['chart/b1']]);
  });

  test('what is wrong with a narrowed route is told beside it', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    tls(chart, 'a', gateway, [PAYMENTS]);
    new ExternalTlsRoute(chart, 'b', { gateway, hosts: ['b.com'], exportTo: ExportTo.SOURCES_UNDER_LOCKDOWN });
    expect(foundAtSynthesis(chart).map((message) => message.replace(/: got.*/, ''))).toEqual([
      '[chart/gateway] routes of gateway istio-system/istio-egressgateway do not say who may use them',
      '[chart/gateway] routes are exported to their sources only, and have none by namespace',
    ]);
  });

  test('those that lack them are named for all routes and all orders', () => {
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
        const lacking = drawn.filter(({ has }) => !has).map(({ id }) => `chart/${id}`);
        const mixed = lacking.length > 0 && lacking.length < drawn.length;
        expect(foundAtSynthesis(chart).map(got)).toEqual(mixed ? [lacking.sort()] : []);
      }),
      { numRuns: 40 },
    );
  });
});

/**
 * A policy selects pods by label, in its own namespace or, in the root namespace, in all of them. So two Services of one set of
 * pods share their policies, and each of them says what is missing.
 */
describe('two Services of one set of pods', () => {
  test.each<[string, EgressGatewayAttributes]>([
    ['beside each other', { serviceName: 'second' }],
    [
      'of which one selector includes the other',
      { serviceName: 'second', selector: { istio: 'egressgateway', app: 'x' } },
    ],
    ['of which one is in the root namespace', { namespace: 'istio-egress', serviceName: 'second' }],
  ])('%s: a route that lacks sources on one is an error when one on the other has some', (_, attrs) => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway');
    const second = EgressGateway.fromExisting(chart, 'second', attrs);
    tls(chart, 'a', gateway, [PAYMENTS]);
    tls(chart, 'b', second);
    expect(foundAtSynthesis(chart).map(got)).toEqual([['chart/b']]);
  });
});

describe('a gateway of somebody else', () => {
  const closed =
    'routes that other apps have on gateway istio-egressgateway.istio-system.svc.cluster.local are closed ' +
    'until they too say who may use them (allowFrom)\n';

  test('is told on standard error to be closed for others once a route has sources, once', () => {
    const chart = newChart();
    tls(chart, 'a', EgressGateway.fromExisting(chart, 'gateway'), [PAYMENTS]);
    chart.toJson();
    chart.toJson();
    expect(stderr()).toBe(`warning: [chart/gateway] ${closed}`);
  });

  test('is not, as long as none has', () => {
    const chart = newChart();
    tls(chart, 'a', EgressGateway.fromExisting(chart, 'gateway'));
    chart.toJson();
    expect(stderr()).toBe('');
  });

  test("is not where the app describes it as the mesh's own beside, whichever comes first", () => {
    for (const ownFirst of [true, false]) {
      const chart = newChart();
      if (ownFirst) new EgressGateway(chart, 'own');
      const gateway = EgressGateway.fromExisting(chart, 'gateway');
      if (!ownFirst) new EgressGateway(chart, 'own');
      tls(chart, 'a', gateway, [PAYMENTS]);
      chart.toJson();
    }
    expect(stderr()).toBe('');
  });

  test('of which no route has sources is not told of what another gateway does', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway');
    tls(chart, 'a', gateway);
    const own = new EgressGateway(chart, 'own', { serviceName: 'own', selector: { istio: 'own' } });
    tls(chart, 'b', own, [PAYMENTS]);
    chart.toJson();
    expect(stderr()).toBe('');
  });
});
