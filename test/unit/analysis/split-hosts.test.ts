import fc from 'fast-check';
import { ExportTo } from '../../../lib/mesh/export-to';
import { includesNamespace, Source } from '../../../lib/mesh/source';
import { HTTP_80 } from '../help';
import { account, ANYONE, codesOf, expectFound, found, gatewayOf, namespace, Route } from './meshes';

/** A route of a region to one host: in a chart and a namespace of the region, through the gateway of the region. */
function regional(region: string, sources: readonly Source[], over: Partial<Route> = {}): Route {
  const base = { owner: `${region}/route`, chart: region, namespace: region, gateway: gatewayOf(region) };
  return { ...base, exportTo: ExportTo.SOURCES, sources, ...over };
}

const EU = regional('eu', [namespace('bank')]);
const US = regional('us', [namespace('orders')]);

test('a host may have a route through a gateway per region', () => {
  expect(codesOf({ routes: [EU, US] })).toEqual(['EGR2006']);
});

describe('EGR1006 finds a host with routes through two gateways', () => {
  test.each<[string, Partial<Route>, RegExp, RegExp]>([
    ['in one chart', { chart: 'eu' }, /would be one object/, /in two charts with different namespaces$/],
    ['in one namespace', { namespace: 'eu' }, /would be one object/, /in two charts with different namespaces$/],
    [
      'that are in one namespace',
      { gateway: gatewayOf('us', { namespace: 'egress-eu' }) },
      /each sees what is exported to the other/,
      /run the gateways in different namespaces$/,
    ],
    [
      'that may have the same pods',
      { gateway: gatewayOf('us', { selector: { istio: 'eu', app: 'x' } }) },
      /selectors may select the same pods/,
      /give the pods of the two gateways different labels \(selector\)$/,
    ],
    [
      'of which one route is exported to all namespaces',
      { exportTo: ExportTo.ALL },
      /one route is exported to all namespaces/,
      /write exportTo: ExportTo\.SOURCES and allowFrom/,
    ],
  ])('%s, in either order', (_, over, because, fix) => {
    const us = regional('us', [namespace('orders')], over);
    for (const routes of [
      [EU, us],
      [us, EU],
    ]) {
      const finding = expectFound('EGR1006', { routes }, { at: 'us/route', problem: because, fix });
      expect(finding.problem).toMatch(
        /^host a\.com cannot have routes through two gateways, egress-eu\/eu and egress-\S+, /,
      );
      expect(finding.fix).toMatch(/^give both routes the same gateway, or /);
      expect(finding.got).toBe('{"routes":["eu/route","us/route"]}');
    }
  });
});

describe('EGR1007', () => {
  test.each<[string, Source[], Source[], string]>([
    ['a namespace in both', [namespace('bank'), namespace('zoo')], [namespace('zoo')], 'zoo'],
    ['two accounts of one namespace', [account('bank', 'a')], [account('bank', 'b')], 'bank'],
    ["the other gateway's namespace", [namespace('bank')], [namespace('egress-eu')], 'egress-eu'],
    ['two namespaces in both', [namespace('b'), namespace('a')], [namespace('a'), namespace('b')], 'a, b'],
  ])('finds %s as the source of the routes of one host through two gateways', (_, eu, us, both) => {
    for (const routes of [
      [regional('eu', eu), regional('us', us)],
      [regional('us', us), regional('eu', eu)],
    ]) {
      const expected = {
        problem: new RegExp(`, if ${both} can see both routes$`),
        fix: new RegExp(`^remove ${both} from`),
      };
      const finding = expectFound('EGR1007', { routes }, { at: 'us/route', ...expected });
      expect(finding.problem).toContain('two gateways, egress-eu/eu and egress-us/us');
      expect(finding.got).toBe('{"routes":["eu/route","us/route"]}');
    }
  });

  test('names every route of the host, also one for another port', () => {
    const http = regional('us', [namespace('bank')], { owner: 'us/http', ports: [HTTP_80] });
    expect(found('EGR1007', { routes: [EU, US, http] }).map(({ got }) => got)).toEqual([
      '{"routes":["eu/route","us/http","us/route"]}',
    ]);
  });

  test.each(['eu', 'us'])('finds the source anyAuthenticated() of the route in %s', (open) => {
    const sources = (region: string): Source[] => [namespace(region), ...(region === open ? [ANYONE] : [])];
    const http = (region: string): Route =>
      regional(region, [namespace(region)], { owner: `${region}/a-http`, ports: [HTTP_80] });
    expectFound(
      'EGR1007',
      { routes: [regional('eu', sources('eu')), regional('us', sources('us')), http(open)] },
      {
        at: open === 'us' ? 'us/a-http' : 'us/route',
        problem: /, if one route allows anyAuthenticated\(\)$/,
        fix: /^write allowFrom: \[EgressSource\.namespace/,
      },
    );
  });

  test('leaves a host with a route that is exported to all namespaces to EGR1006', () => {
    const everywhere = regional('us', [ANYONE], { exportTo: ExportTo.ALL });
    for (const routes of [
      [EU, everywhere],
      [everywhere, EU],
    ]) {
      expect(codesOf({ routes }).filter((code) => /^EGR100[67]/.test(code))).toEqual(['EGR1006']);
    }
  });

  test('does not find two hosts that have the same sources', () => {
    const other = regional('us', [namespace('bank')], { host: 'b.com' });
    expect(found('EGR1007', { routes: [EU, other] })).toEqual([]);
  });

  test('finds a pair of gateways if and only if a proxy sees both, whatever the order of the routes', () => {
    const places = ['bank', 'orders', 'egress-asia', 'egress-eu', 'egress-us'];
    const route = fc.record({
      region: fc.constantFrom('asia', 'eu', 'us'),
      sources: fc.uniqueArray(fc.constantFrom(...places), { minLength: 1 }).map((names) => names.map(namespace)),
    });
    const drawn = fc
      .uniqueArray(route, { minLength: 2, maxLength: 3, selector: ({ region }) => region })
      .chain((routes) => fc.tuple(fc.constant(routes), fc.shuffledSubarray(routes, { minLength: routes.length })));
    fc.assert(
      fc.property(drawn, ([routes, shuffled]) => {
        const findings = (order: typeof routes) =>
          found('EGR1007', { routes: order.map(({ region, sources }) => regional(region, sources)) });
        const viewers = (place: string): number =>
          routes.filter(({ region, sources }) => place === `egress-${region}` || includesNamespace(sources, place))
            .length;
        expect(findings(routes).length === 0).toBe(places.every((place) => viewers(place) <= 1));
        expect(findings(shuffled)).toEqual(findings(routes));
      }),
    );
  });
});
