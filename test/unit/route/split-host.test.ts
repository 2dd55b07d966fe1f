import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressSidecar,
  EgressSource,
  ExportTo,
  ExternalRouteProps,
  ExternalTlsRoute,
} from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, only, stderrOfEachTest } from '../help';
import { foundAtSynthesis, got } from '../synthesis';

stderrOfEachTest();

const namespace = (name: string): EgressSource => EgressSource.namespace(name);

/** Two charts of one app, each with a gateway of its own. */
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
    const exportTo = ExportTo.SOURCES_UNDER_REGISTRY_ONLY;
    return new ExternalTlsRoute(this, id, { gateway: this.gateway, hosts: ['a.com'], exportTo, ...over });
  }
}

describe('one host through two gateways', () => {
  test('has objects in each region, of which nobody else sees any', () => {
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

  test('is found wrong at synthesis, once, with a source that came late', () => {
    const { eu, us } = regions();
    const first = eu.route({ allowFrom: [namespace('bank')] });
    us.route({ allowFrom: [namespace('orders')] });
    first.allowFrom(EgressSource.serviceAccount('orders', 'nightly'));
    const [message, ...more] = foundAtSynthesis(us);
    expect(more).toEqual([]);
    expect(message).toMatch(/^\[eu\/gateway\] host a\.com is routed through two gateways, .*are seen in orders: /);
    expect(got(message)).toEqual(['eu/route', 'us/route']);
    expect(fixIn(message ?? '')).toMatch(/^name orders in allowFrom of the routes through one gateway only/);
  });

  test('is refused where everyone sees it, with the path of the later route', () => {
    const { eu, us } = regions();
    eu.route({ allowFrom: [namespace('bank')] });
    const message = messageOf(() => us.route({ allowFrom: [namespace('orders')], exportTo: ExportTo.ALL }));
    expect(message).toMatch(/^\[us\/route\] host a\.com is routed through two gateways, .*, and whoever sees both/);
    expect(got(message)).toEqual(['eu/route', 'us/route']);
  });

  test('is known to the sidecars of a region as that has it', () => {
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
