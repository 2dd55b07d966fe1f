import { Construct } from 'constructs';
import { ClientTls, EgressGateway, ExternalHttpRoute, IEgressGateway, TlsOrigination } from '../../../lib';
import { fixIn, messageOf, newChart } from '../help';

const routeOn = (gateway: IEgressGateway, chart = newChart(), tlsOrigination?: TlsOrigination) =>
  new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['a.com'], tlsOrigination });

describe('a route refuses a gateway', () => {
  test('of another app, which is another mesh', () => {
    const message = messageOf(() => routeOn(new EgressGateway(newChart(), 'gateway')));
    expect(message).toMatch(/^\[chart\/route\] gateway belongs to another app: got "chart\/gateway"; allowed: /);
    expect(fixIn(message)).toMatch(/^describe it in this app: EgressGateway\.fromExisting/);
  });

  test('that implements the interface by itself: nothing has checked it', () => {
    const chart = newChart();
    const known = EgressGateway.fromExisting(chart, 'known');
    const { namespace, serviceName, serviceHost, selector, ports, clusterDomain, clientTls, layout } = known;
    const facts = { namespace, serviceName, serviceHost, selector, ports, clusterDomain, clientTls, layout };
    const NEITHER = { requireSources: false, takesUndeclared: false };
    const own = Object.assign(new Construct(chart, 'own'), { ...facts, ...NEITHER, denyPolicy: undefined });
    const message = messageOf(() => routeOn(own, chart));
    expect(message).toMatch(/^\[chart\/route\] gateway is of no class of this library: got "chart\/own"; allowed: /);
  });

  test('whose certificate anybody could borrow: mutual TLS to the host, plain text to the gateway', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', { clientTls: ClientTls.DISABLE });
    const message = messageOf(() => routeOn(gateway, chart, TlsOrigination.mutual({ credentialName: 'client' })));
    expect(message).toMatch(/^\[chart\/route\] the gateway cannot know who calls without mtls: /);
    expect(message).toMatch(
      /allowed: allowFrom, allow and TlsOrigination\.mutual\(\.\.\.\) on routes of a gateway with/,
    );
  });
});
