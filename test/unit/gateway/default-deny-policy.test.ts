import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressSource, ExternalHttpRoute, ExternalTlsRoute, GatewayWorkload } from '../../../lib';
import { Manifest, manifestsOf, newChart, ofKind, stderrOfEachTest } from '../help';
import { foundAtSynthesis } from '../synthesis';

const stderr = stderrOfEachTest();

const PAYMENTS = [EgressSource.namespace('payments')];

function denying(chart: Chart): Manifest[] {
  return ofKind(chart, 'AuthorizationPolicy').filter(({ metadata }) => metadata.name.startsWith('egress-deny-'));
}

describe('the default deny policy of a gateway', () => {
  test('the default deny policy is not written while no route has sources', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'] });
    expect(gateway.defaultDenyPolicy).toBeUndefined();
    expect(ofKind(chart, 'AuthorizationPolicy')).toEqual([]);
  });

  test("the default deny policy selects the gateway's pods in their namespace, is named after the Service, and has no rules", () => {
    const chart = newChart('team');
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', {
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
      'operations, and sources later',
      (route) => {
        route.allowOperations({ methods: ['GET'] });
        expect(route.gateway.defaultDenyPolicy).toBeDefined();
        route.allowFrom(...PAYMENTS);
      },
    ],
  ])('the default deny policy is written once, as soon as a route has %s', (_, say) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const routes = ['a.com', 'b.com'].map((host) => new ExternalHttpRoute(chart, host, { gateway, hosts: [host] }));
    routes.forEach(say);
    const { defaultDenyPolicy } = gateway;
    expect(denying(chart)).toHaveLength(1);
    expect(defaultDenyPolicy?.name).toBe('egress-deny-istio-egressgateway');
    expect(defaultDenyPolicy?.node.path).toBe('chart/gateway/AuthorizationPolicy');
    expect(gateway.defaultDenyPolicy).toBe(defaultDenyPolicy);
    for (const route of routes) expect(route.authorizationPolicies).not.toContain(defaultDenyPolicy);
  });

  test.each(['created', 'imported'])(
    'the default deny policy is one object for both descriptions of a gateway, whether the route is on the %s one',
    (which) => {
      const app = new App();
      const [platform, team] = ['platform', 'team'].map((id) => newChart('default', app, id)) as [Chart, Chart];
      const made = new EgressGateway(platform, 'gateway');
      const existing = EgressGateway.fromEgressGatewayAttributes(team, 'theirs');
      const gateway = which === 'created' ? made : existing;
      new ExternalTlsRoute(team, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
      expect(made.defaultDenyPolicy).toBeDefined();
      expect(existing.defaultDenyPolicy).toBe(made.defaultDenyPolicy);
      new ExternalTlsRoute(team, 'other', {
        gateway: which === 'created' ? existing : made,
        hosts: ['b.com'],
        allowFrom: PAYMENTS,
      });
      expect([...denying(platform), ...denying(team)]).toHaveLength(1);
      expect(existing.defaultDenyPolicy).toBe(made.defaultDenyPolicy);
      expect(made.defaultDenyPolicy?.chart).toBe(platform);
    },
  );

  test('each of several gateways has its own default deny policy', () => {
    const chart = newChart();
    const gateways = ['a', 'b', 'c'].map((id) =>
      EgressGateway.fromEgressGatewayAttributes(chart, id, {
        namespace: id,
        serviceName: 'egress',
        selector: { istio: id },
      }),
    );
    const [a, b, c] = gateways;
    if (!a || !b || !c) throw new Error('three gateways');
    new ExternalTlsRoute(chart, 'one', { gateway: a, hosts: ['a.com'], allowFrom: PAYMENTS });
    new ExternalTlsRoute(chart, 'two', { gateway: b, hosts: ['b.com'], allowFrom: PAYMENTS });
    expect(denying(chart).map(({ metadata }) => metadata.namespace)).toEqual(['a', 'b']);
    expect(a.defaultDenyPolicy).not.toBe(b.defaultDenyPolicy);
    expect(c.defaultDenyPolicy).toBeUndefined();
  });

  test('two apps write a default deny policy each, since one app is one mesh', () => {
    const [one, two] = [newChart(), newChart()].map((chart) => {
      const gateway = new EgressGateway(chart, 'gateway');
      new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
      return { chart, gateway };
    });
    expect(one?.gateway.defaultDenyPolicy).not.toBe(two?.gateway.defaultDenyPolicy);
    expect(one && denying(one.chart)).toEqual(two && denying(two.chart));
  });

  test('the default deny policy is written after the Namespace of the gateway, even if the Namespace is declared later', () => {
    const chart = newChart();
    const namespace = 'istio-egress';
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { namespace });
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
    const workload = GatewayWorkload.deployment({ createNamespace: true });
    const { objects } = new EgressGateway(chart, 'made', { namespace, workload });
    const kinds = manifestsOf(chart).map(({ kind }) => kind);
    expect(kinds.indexOf('AuthorizationPolicy')).toBeGreaterThan(kinds.indexOf('Namespace'));
    expect(kinds[0]).toBe('Namespace');
    expect(objects.map(({ kind }) => kind)).not.toContain('AuthorizationPolicy');
  });

  test('the default deny policy is below the construct that owns the gateway, for a route on an imported one', () => {
    const app = new App();
    const [platform, team] = [newChart('default', app, 'platform'), newChart('default', app, 'team')];
    const gateway = EgressGateway.fromEgressGatewayAttributes(team, 'gateway');
    const own = new EgressGateway(platform, 'gateway');
    new ExternalTlsRoute(team, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
    expect(gateway.defaultDenyPolicy).toBe(own.defaultDenyPolicy);
    expect(gateway.defaultDenyPolicy?.node.path).toBe('platform/gateway/AuthorizationPolicy');
  });

  test('defaultDeny writes the default deny policy with the gateway', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { defaultDeny: true });
    expect(denying(chart)).toHaveLength(1);
    expect(gateway.defaultDenyPolicy?.node.path).toBe('chart/gateway/AuthorizationPolicy');
    new ExternalTlsRoute(chart, 'open', { gateway, hosts: ['a.com'] });
    expect(foundAtSynthesis(chart)).toEqual([
      expect.stringMatching(/^EGR1101: \[chart\/open\] .*the gateway has defaultDeny/),
    ]);
  });

  test('a gateway of another app with defaultDeny has the policy of its owner, and its routes here need sources', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { defaultDeny: true });
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['b.com'], allowFrom: PAYMENTS });
    expect(gateway.defaultDenyPolicy).toBeUndefined();
    expect(denying(chart)).toEqual([]);
    expect(ofKind(chart, 'AuthorizationPolicy')).toHaveLength(1);
    expect(stderr()).not.toContain('EGR2003');
    new ExternalTlsRoute(chart, 'open', { gateway, hosts: ['a.com'] });
    expect(foundAtSynthesis(chart)).toEqual([
      expect.stringMatching(/^EGR1101: \[chart\/open\] .*the gateway has defaultDeny/),
    ]);
  });

  test('defaultDeny writes the default deny policy with the owner, even if an imported gateway has routes already', () => {
    const app = new App();
    const [team, platform] = [newChart('default', app, 'team'), newChart('default', app, 'platform')];
    const gateway = EgressGateway.fromEgressGatewayAttributes(team, 'gateway', { defaultDeny: true });
    new ExternalTlsRoute(team, 'route', { gateway, hosts: ['a.com'], allowFrom: PAYMENTS });
    const own = new EgressGateway(platform, 'gateway', { defaultDeny: true });
    expect(own.defaultDenyPolicy?.node.path).toBe('platform/gateway/AuthorizationPolicy');
    expect(gateway.defaultDenyPolicy).toBe(own.defaultDenyPolicy);
  });
});
