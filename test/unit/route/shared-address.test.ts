import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressSource, ExportTo, ExternalTcpRoute, ExternalTcpRouteProps } from '../../../lib';
import { fixIn, messageOf, only, stderrOfEachTest } from '../help';
import { foundAtSynthesis, got } from '../synthesis';

stderrOfEachTest();

/** A database of a region, through the region's gateway. */
function database(app: App, region: string, over: Partial<ExternalTcpRouteProps> = {}): ExternalTcpRoute {
  const chart = new Chart(app, region, { namespace: `apps-${region}` });
  const names = { namespace: `egress-${region}`, serviceName: 'egress', selector: { istio: `egress-${region}` } };
  return new ExternalTcpRoute(chart, 'db', {
    gateway: new EgressGateway(chart, 'gateway', names),
    hosts: [`db.${region}.com`],
    port: 5432,
    addresses: ['10.0.0.5'],
    allowFrom: [EgressSource.namespace(`clients-${region}`)],
    exportTo: ExportTo.SOURCES_UNDER_REGISTRY_ONLY,
    ...over,
  });
}

describe('two databases with one private address, in two regions', () => {
  test('are written where no namespace sees both', () => {
    const app = new App();
    const charts = ['eu', 'us'].map((region) => Chart.of(database(app, region)));
    expect(charts.flatMap(foundAtSynthesis)).toEqual([]);
    for (const chart of charts) expect(only(chart, 'ServiceEntry').spec).toMatchObject({ addresses: ['10.0.0.5'] });
  });

  test('are found wrong at synthesis, once, with a source that came late', () => {
    const app = new App();
    const [eu] = [database(app, 'eu'), database(app, 'us')];
    eu.allowFrom(EgressSource.serviceAccount('clients-us', 'nightly'));
    const [message = '', ...more] = foundAtSynthesis(Chart.of(eu));
    expect(more).toEqual([]);
    expect(message).toMatch(
      /^\[eu\/gateway\] hosts db\.eu\.com and db\.us\.com share 10\.0\.0\.5 on port 5432, and both are seen in clients-us: /,
    );
    expect(got(message)).toEqual(['eu/db', 'us/db']);
    expect(fixIn(message)).toMatch(/^name clients-us in allowFrom of the routes to one of the two hosts only/);
  });

  test('are refused where everyone sees one of them, with the path of the later route', () => {
    const app = new App();
    database(app, 'eu');
    expect(messageOf(() => database(app, 'us', { exportTo: ExportTo.ALL }))).toMatch(
      /^\[us\/db\] hosts db\.eu\.com and db\.us\.com have one address, 10\.0\.0\.5, on port 5432/,
    );
  });

  test('are refused in two spellings of the address', () => {
    const app = new App();
    const exportTo = ExportTo.ALL;
    database(app, 'eu', { exportTo, addresses: ['2001:db8::1'] });
    expect(messageOf(() => database(app, 'us', { exportTo, addresses: ['2001:0db8:0:0:0:0:0:1'] }))).toMatch(
      /have one address, 2001:db8::1, on port 5432/,
    );
  });
});

test('an address is written in the one spelling that it has', () => {
  const route = database(new App(), 'eu', { addresses: ['2001:0DB8:0:0:0:0:0:1', '203.0.113.10'] });
  const written = ['2001:db8::1', '203.0.113.10'];
  expect(route.addresses).toEqual(written);
  expect(only(Chart.of(route), 'ServiceEntry').spec).toMatchObject({ addresses: written });
});
