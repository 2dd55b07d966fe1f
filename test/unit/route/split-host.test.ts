import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressSidecar,
  EgressSource,
  ExportTo,
  ExternalRouteProps,
  ExternalTlsRoute,
} from '../../../lib';
import { manifestsOf, newChart, only, stderrOfEachTest } from '../help';
import { findingsWith, foundAtSynthesis } from '../synthesis';

stderrOfEachTest();

const namespace = (name: string): EgressSource => EgressSource.namespace(name);

/** Returns two charts of one app, each with a gateway of its own. */
function regions(): { eu: Region; us: Region } {
  const app = new App();
  return { eu: new Region(app, 'eu'), us: new Region(app, 'us') };
}

class Region extends Chart {
  public readonly gateway: EgressGateway;

  public constructor(app: App, id: string) {
    super(app, id, { namespace: `apps-${id}` });
    const names = { namespace: `egress-${id}`, serviceName: 'egress', selector: { istio: `egress-${id}` } };
    this.gateway = new EgressGateway(this, 'gateway', names);
  }

  public route(over: Partial<ExternalRouteProps>, id = 'route'): ExternalTlsRoute {
    const exportTo = ExportTo.SOURCES;
    return new ExternalTlsRoute(this, id, { gateway: this.gateway, hosts: ['a.com'], exportTo, ...over });
  }
}

describe('One host through two gateways', () => {
  test('has objects in each region that the other region cannot see', () => {
    const { eu, us } = regions();
    eu.route({ allowFrom: [namespace('bank')] });
    us.route({ allowFrom: [namespace('orders')] });
    expect(foundAtSynthesis(eu)).toEqual([]);
    for (const kind of ['VirtualService', 'ServiceEntry']) {
      expect(only(eu, kind)).toMatchObject({
        metadata: { namespace: 'apps-eu' },
        spec: { exportTo: ['bank', 'egress-eu'] },
      });
      expect(only(us, kind)).toMatchObject({
        metadata: { namespace: 'apps-us' },
        spec: { exportTo: ['egress-us', 'orders'] },
      });
    }
    expect(manifestsOf(us).map(({ metadata }) => metadata.namespace)).not.toContain('egress-eu');
  });

  test('is an error at synthesis if a namespace sees both routes, also by a source that is added later', () => {
    const { eu, us } = regions();
    const first = eu.route({ allowFrom: [namespace('bank')] });
    us.route({ allowFrom: [namespace('orders')] });
    first.allowFrom(EgressSource.serviceAccount('orders', 'nightly'));
    expect(findingsWith('EGR1007', eu.node.root)).toMatchObject([
      {
        constructPath: 'us/route',
        problem: expect.stringMatching(
          /^host a\.com cannot have routes through two gateways, .* if orders can see both/,
        ) as string,
        got: '{"routes":["eu/route","us/route"]}',
        fix: expect.stringMatching(/^remove orders from allowFrom/) as string,
      },
    ]);
    expect(foundAtSynthesis(us)).toHaveLength(1);
  });

  test('is an error at synthesis if every namespace sees one of the routes', () => {
    const { eu, us } = regions();
    eu.route({ allowFrom: [namespace('bank')] });
    us.route({ allowFrom: [namespace('orders')], exportTo: ExportTo.ALL });
    expect(findingsWith('EGR1006', eu.node.root)).toMatchObject([
      {
        constructPath: 'us/route',
        problem: expect.stringContaining('one route is exported to all namespaces') as string,
        got: '{"routes":["eu/route","us/route"]}',
      },
    ]);
  });

  test('is imported by the Sidecar of a client from the namespace of its own region', () => {
    const { eu, us } = regions();
    eu.route({ allowFrom: [namespace('bank')] });
    us.route({ allowFrom: [namespace('orders')] });
    const sidecars = newChart('default', eu.node.root as App, 'sidecars');
    new EgressSidecar(sidecars, 'sidecars', { namespaces: ['orders'] });
    expect(JSON.stringify(only(sidecars, 'Sidecar').spec)).toContain(
      '"./*","apps-us/a.com","egress-us/egress.egress-us.svc.cluster.local"]',
    );
  });
});
