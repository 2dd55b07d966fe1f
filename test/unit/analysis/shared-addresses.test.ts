import { ExportTo } from '../../../lib/mesh/export-to';
import { Source } from '../../../lib/mesh/source';
import { TLS_443 } from '../help';
import { expectFound, found, gatewayOf, namespace, Route, tcp } from './meshes';

/** A database of a region at a private address, exported to its sources. */
function database(region: string, over: Partial<Route> = {}): Route {
  return {
    owner: `${region}/db`,
    host: `db.${region}.com`,
    chart: region,
    namespace: region,
    gateway: gatewayOf(region),
    ports: [tcp(5432, '10.0.0.5')],
    exportTo: ExportTo.SOURCES,
    sources: [namespace(region)],
    ...over,
  };
}

describe('EGR1008 does not find', () => {
  const inOneNamespace: Source[] = [namespace('bank')];
  test.each<[string, Route[]]>([
    [
      'hosts of several regions that no namespace sees together',
      ['eu', 'us', 'asia'].map((region) => database(region)),
    ],
    [
      'one host of two regions',
      ['eu', 'us'].map((region) => database(region, { host: 'db.com', sources: inOneNamespace })),
    ],
    [
      'one host that is exported to all namespaces',
      ['eu', 'us'].map((region) => database(region, { host: 'db.com', exportTo: ExportTo.ALL })),
    ],
    ['another port', [database('eu', { exportTo: ExportTo.ALL }), database('us', { ports: [tcp(5433, '10.0.0.5')] })]],
    [
      'another address',
      [database('eu', { exportTo: ExportTo.ALL }), database('us', { ports: [tcp(5432, '10.0.0.6')] })],
    ],
    [
      'a TLS host on the port of a TCP host',
      ['eu', 'us'].map((region) =>
        database(region, {
          sources: inOneNamespace,
          ...(region === 'us' && { ports: [{ ...TLS_443, number: 5432 }] }),
        }),
      ),
    ],
  ])('%s', (_, routes) => {
    expect(found('EGR1008', { routes })).toEqual([]);
  });
});

describe('EGR1008 finds two TCP hosts with one address and port', () => {
  test.each<[string, Partial<Route>, Partial<Route>]>([
    ['through one gateway, which sees both hosts', {}, { gateway: gatewayOf('eu') }],
    ['of which one is exported to all namespaces', {}, { exportTo: ExportTo.ALL }],
    ['that are exported to all namespaces', { exportTo: ExportTo.ALL }, { exportTo: ExportTo.ALL }],
  ])('%s, in either order', (_, first, second) => {
    const [eu, us] = [database('eu', first), database('us', second)];
    for (const order of [
      [eu, us],
      [us, eu],
    ] as const) {
      const between = database('asia', { ports: [tcp(22, '10.0.0.6', '10.0.0.5')] });
      const finding = expectFound(
        'EGR1008',
        { routes: [order[0], between, order[1]] },
        {
          at: 'us/db',
          problem: /^hosts db\.eu\.com and db\.us\.com cannot have one address, 10\.0\.0\.5, on port 5432$/,
          fix: /^remove the route to db\.us\.com, and use db\.eu\.com in applications$/,
        },
      );
      expect(finding.got).toBe('{"routes":["eu/db","us/db"]}');
    }
  });

  test('although a third host between them has the address in another region', () => {
    const second = database('us', { owner: 'us/second', host: 'second.us.com' });
    expectFound(
      'EGR1008',
      { routes: [database('us'), database('eu'), second] },
      {
        at: 'us/second',
        problem: /^hosts db\.us\.com and second\.us\.com /,
        fix: /^remove the route to second\.us\.com/,
      },
    );
  });

  test('through two gateways that a namespace sees, once per address', () => {
    const ports = (...last: number[]) => [tcp(5432, ...last.map((byte) => `10.0.0.${byte}`))];
    const eu = database('eu', { ports: ports(5, 7, 8), sources: [namespace('zoo'), namespace('bank')] });
    const us = database('us', { ports: ports(7, 5, 6), sources: ['bank', 'orders', 'zoo'].map(namespace) });
    const findings = found('EGR1008', { routes: [us, eu] });
    expect(findings.map(({ problem }) => problem)).toEqual([
      'hosts db.eu.com and db.us.com cannot share 10.0.0.5 on port 5432, because bank, zoo can see both hosts',
      'hosts db.eu.com and db.us.com cannot share 10.0.0.7 on port 5432, because bank, zoo can see both hosts',
    ]);
    expect(findings[0]).toMatchObject({ constructPath: 'us/db', got: '{"routes":["eu/db","us/db"]}' });
    expect(findings[0]?.fix).toMatch(/^remove bank, zoo from allowFrom .* run the gateways in two namespaces$/);
  });

  test.each<[string, Partial<Route>]>([
    ['of which one is in a namespace that is a source of the other', { sources: [namespace('egress-eu')] }],
    ['that are in one namespace', { gateway: gatewayOf('us', { namespace: 'egress-eu' }) }],
  ])('through two gateways %s', (_, over) => {
    expectFound(
      'EGR1008',
      { routes: [database('eu'), database('us', over)] },
      { at: 'us/db', problem: /, because egress-eu can see both hosts$/, fix: /run the gateways in two namespaces$/ },
    );
  });
});
