import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressSource, ExportTo, ExternalTcpRoute, ExternalTcpRouteProps } from '../../../lib';
import { only, stderrOfEachTest } from '../help';
import { findingsWith, foundAtSynthesis } from '../synthesis';

stderrOfEachTest();

/** Creates a route to the database of a region, through the gateway of the region. */
function database(app: App, region: string, over: Partial<ExternalTcpRouteProps> = {}): ExternalTcpRoute {
  const chart = new Chart(app, region, { namespace: `apps-${region}` });
  const names = { namespace: `egress-${region}`, serviceName: 'egress', selector: { istio: `egress-${region}` } };
  return new ExternalTcpRoute(chart, 'db', {
    gateway: new EgressGateway(chart, 'gateway', names),
    hosts: [`db.${region}.com`],
    port: 5432,
    addresses: ['10.0.0.5'],
    allowFrom: [EgressSource.namespace(`clients-${region}`)],
    exportTo: ExportTo.SOURCES,
    ...over,
  });
}

/** Returns the conflicts of addresses in an app: problem and construct. */
function conflicts(app: App): readonly string[][] {
  return findingsWith('EGR1008', app).map(({ constructPath, problem }) => [constructPath, problem]);
}

describe('Two databases with one private address in two regions', () => {
  test('are written if no namespace sees both', () => {
    const app = new App();
    const charts = ['eu', 'us'].map((region) => Chart.of(database(app, region)));
    expect(charts.flatMap(foundAtSynthesis)).toEqual([]);
    for (const chart of charts) expect(only(chart, 'ServiceEntry').spec).toMatchObject({ addresses: ['10.0.0.5'] });
  });

  test('are an error at synthesis if a namespace sees both, also by a source that is added later', () => {
    const app = new App();
    const [eu] = [database(app, 'eu'), database(app, 'us')];
    expect(conflicts(app)).toEqual([]);
    eu.allowFrom(EgressSource.serviceAccount('clients-us', 'nightly'));
    expect(findingsWith('EGR1008', app)).toMatchObject([
      {
        constructPath: 'us/db',
        problem:
          'hosts db.eu.com and db.us.com cannot share 10.0.0.5 on port 5432, because clients-us can see both hosts',
        got: '{"routes":["eu/db","us/db"]}',
        fix: expect.stringMatching(/^remove clients-us from allowFrom/) as string,
      },
    ]);
    expect(foundAtSynthesis(Chart.of(eu))).toHaveLength(1);
  });

  test('are an error at synthesis if every namespace sees one of them', () => {
    const app = new App();
    database(app, 'eu');
    database(app, 'us', { exportTo: ExportTo.ALL });
    expect(conflicts(app)).toEqual([
      ['us/db', 'hosts db.eu.com and db.us.com cannot have one address, 10.0.0.5, on port 5432'],
    ]);
  });

  test('are an error at synthesis also in two spellings of the address', () => {
    const app = new App();
    const exportTo = ExportTo.ALL;
    database(app, 'eu', { exportTo, addresses: ['2001:db8::1'] });
    database(app, 'us', { exportTo, addresses: ['2001:0db8:0:0:0:0:0:1'] });
    expect(conflicts(app)).toEqual([
      ['us/db', expect.stringContaining('cannot have one address, 2001:db8::1, on port 5432')],
    ]);
  });
});

test('An address is written in its canonical form', () => {
  const route = database(new App(), 'eu', { addresses: ['2001:0DB8:0:0:0:0:0:1', '203.0.113.10'] });
  const written = ['2001:db8::1', '203.0.113.10'];
  expect(route.addresses).toEqual(written);
  expect(only(Chart.of(route), 'ServiceEntry').spec).toMatchObject({ addresses: written });
});
