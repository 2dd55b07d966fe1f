import { App, Chart } from 'cdk8s';
import {
  ClientTls,
  EgressGateway,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayWorkload,
} from '../../../lib';
import { Manifest, manifestsOf, messageOf, newChart, ofKind, stderrOfEachTest } from '../help';
import { foundAtSynthesis } from '../synthesis';

const stderr = stderrOfEachTest();

const PAYMENTS = [EgressSource.namespace('payments')];

function denying(chart: Chart): Manifest[] {
  return ofKind(chart, 'AuthorizationPolicy').filter(({ metadata }) => metadata.name.startsWith('egress-deny-'));
}

describe('the policy that denies what no route of a gateway allows', () => {
  test('is not there as long as no route says who may use it', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'] });
    expect(gateway.denyPolicy).toBeUndefined();
    expect(ofKind(chart, 'AuthorizationPolicy')).toEqual([]);
  });

  test("is for the gateway's pods, beside them, named after its Service, and has no rules", () => {
    const chart = newChart('team');
    const gateway = EgressGateway.fromExisting(chart, 'gateway', {
      namespace: 'istio-egress',
      serviceName: 'egress',
      selector: { istio: 'mine' },
      metadata: { labels: { team: 'net' }, annotations: { note: 'x' } },
    });
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
    expect(denying(chart)).toEqual([
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: {
          name: 'egress-deny-egress',
          namespace: 'istio-egress',
          labels: { team: 'net' },
          annotations: { note: 'x' },
        },
        spec: { selector: { matchLabels: { istio: 'mine' } }, action: 'ALLOW' },
      },
    ]);
  });

  test.each<[string, (route: ExternalHttpRoute) => void]>([
    ['sources', (route) => route.allowFrom(...PAYMENTS)],
    [
      'operations, and later sources',
      (route) => {
        route.allow({ methods: ['GET'] });
        expect(route.gateway.denyPolicy).toBeDefined();
        route.allowFrom(...PAYMENTS);
      },
    ],
  ])('is there once a route has %s, and once only', (_, say) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const routes = ['a.com', 'b.com'].map((host) => new ExternalHttpRoute(chart, host, { gateway, hosts: [host] }));
    routes.forEach(say);
    const { denyPolicy } = gateway;
    expect(denying(chart)).toHaveLength(1);
    expect(denyPolicy?.name).toBe('egress-deny-istio-egressgateway');
    expect(denyPolicy?.node.path).toBe('chart/gateway/AuthorizationPolicy');
    expect(gateway.denyPolicy).toBe(denyPolicy);
    for (const route of routes) expect(route.authorizationPolicies).not.toContain(denyPolicy);
  });

  test.each(['made', 'existing'])(
    'is one object, also where the %s description of the gateway has the route',
    (which) => {
      const app = new App();
      const [platform, team] = ['platform', 'team'].map((id) => newChart('default', app, id)) as [Chart, Chart];
      const made = new EgressGateway(platform, 'gateway');
      const existing = EgressGateway.fromExisting(team, 'theirs');
      const gateway = which === 'made' ? made : existing;
      new ExternalTlsRoute(team, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
      expect(made.denyPolicy).toBeDefined();
      expect(existing.denyPolicy).toBe(made.denyPolicy);
      new ExternalTlsRoute(team, 'other', {
        gateway: which === 'made' ? existing : made,
        hosts: ['b.com'],
        allowFrom: PAYMENTS,
      });
      expect([...denying(platform), ...denying(team)]).toHaveLength(1);
      expect(existing.denyPolicy).toBe(made.denyPolicy);
      expect(made.denyPolicy?.chart).toBe(platform);
    },
  );

  test('is of each of several gateways its own', () => {
    const chart = newChart();
    const gateways = ['a', 'b', 'c'].map((id) =>
      EgressGateway.fromExisting(chart, id, { namespace: id, serviceName: 'egress', selector: { istio: id } }),
    );
    const [a, b, c] = gateways;
    if (!a || !b || !c) throw new Error('three gateways');
    new ExternalTlsRoute(chart, 'one', { gateway: a, hosts: ['a.com'], allowFrom: PAYMENTS });
    new ExternalTlsRoute(chart, 'two', { gateway: b, hosts: ['b.com'], allowFrom: PAYMENTS });
    expect(denying(chart).map(({ metadata }) => metadata.namespace)).toEqual(['a', 'b']);
    expect(a.denyPolicy).not.toBe(b.denyPolicy);
    expect(c.denyPolicy).toBeUndefined();
  });

  test('of another app is another object: one app is one mesh', () => {
    const [one, two] = [newChart(), newChart()].map((chart) => {
      const gateway = new EgressGateway(chart, 'gateway');
      new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
      return { chart, gateway };
    });
    expect(one?.gateway.denyPolicy).not.toBe(two?.gateway.denyPolicy);
    expect(one && denying(one.chart)).toEqual(two && denying(two.chart));
  });

  test('comes behind the Namespace of the gateway, which another description creates later', () => {
    const chart = newChart();
    const namespace = 'istio-egress';
    const gateway = EgressGateway.fromExisting(chart, 'gateway', { namespace });
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
    const workload = GatewayWorkload.deployment({ createNamespace: true });
    const { objects } = new EgressGateway(chart, 'made', { namespace, workload });
    const kinds = manifestsOf(chart).map(({ kind }) => kind);
    expect(kinds.indexOf('AuthorizationPolicy')).toBeGreaterThan(kinds.indexOf('Namespace'));
    expect(kinds[0]).toBe('Namespace');
    expect(objects.map(({ kind }) => kind)).not.toContain('AuthorizationPolicy');
  });

  test('stands below the construct that runs the gateway, whichever is asked', () => {
    const app = new App();
    const [platform, team] = [newChart('default', app, 'platform'), newChart('default', app, 'team')];
    const gateway = EgressGateway.fromExisting(team, 'gateway');
    const own = new EgressGateway(platform, 'gateway');
    new ExternalTlsRoute(team, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
    expect(gateway.denyPolicy).toBe(own.denyPolicy);
    expect(gateway.denyPolicy?.node.path).toBe('platform/gateway/AuthorizationPolicy');
  });

  test('is there from the start where the gateway requires sources', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { requireSources: true });
    expect(denying(chart)).toHaveLength(1);
    expect(gateway.denyPolicy?.node.path).toBe('chart/gateway/AuthorizationPolicy');
    new ExternalTlsRoute(chart, 'open', { gateway, hosts: ['a.com'] });
    expect(foundAtSynthesis(chart)).toEqual([expect.stringMatching(/chart\/open.*the gateway requires them/)]);
  });

  test('is that of the owner where the gateway of another app requires sources, which it does here too', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', { requireSources: true });
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['b.com'], allowFrom: PAYMENTS });
    expect(gateway.denyPolicy).toBeUndefined();
    expect(denying(chart)).toEqual([]);
    expect(ofKind(chart, 'AuthorizationPolicy')).toHaveLength(1);
    expect(stderr()).not.toContain('routes that other apps have');
    new ExternalTlsRoute(chart, 'open', { gateway, hosts: ['a.com'] });
    expect(foundAtSynthesis(chart)).toEqual([expect.stringMatching(/chart\/open.*the gateway requires them/)]);
  });

  test('comes with the owner of a gateway that requires sources, also where another description has routes already', () => {
    const app = new App();
    const [team, platform] = [newChart('default', app, 'team'), newChart('default', app, 'platform')];
    const gateway = EgressGateway.fromExisting(team, 'gateway', { requireSources: true });
    new ExternalTlsRoute(team, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
    const own = new EgressGateway(platform, 'gateway', { requireSources: true });
    expect(own.denyPolicy?.node.path).toBe('platform/gateway/AuthorizationPolicy');
    expect(gateway.denyPolicy).toBe(own.denyPolicy);
  });

  test('cannot be required of a gateway that does not know who calls', () => {
    const props = { requireSources: true, clientTls: ClientTls.DISABLE };
    const message = messageOf(() => new EgressGateway(newChart(), 'gateway', props));
    expect(messageOf(() => EgressGateway.fromExisting(newChart(), 'gateway', props))).toBe(message);
    expect(message).toMatch(
      /^\[chart\/gateway\] the gateway cannot know who calls without mtls: .*allowed: .*requireSources/,
    );
  });

  test('is refused, with a path and a fix, for a gateway that stands outside every chart', () => {
    const app = new App();
    const gateway = new EgressGateway(app, 'gateway');
    const chart = newChart('default', app);
    new ExternalTlsRoute(chart, 'open', { gateway, hosts: ['b.com'] });
    const route = () => new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
    expect(messageOf(route)).toMatch(
      /^\[chart\/route\] the gateway of a route with sources stands in no chart.*; fix: /,
    );
  });
});
