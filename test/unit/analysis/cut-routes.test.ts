import { Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  OutboundTrafficPolicy,
} from '../../../lib';
import { manifestsOf, newChart, stderrOfEachTest } from '../help';

const stderr = stderrOfEachTest();

const gateway = (chart: Chart, name: string): EgressGateway =>
  new EgressGateway(chart, name, { namespace: `egress-${name}`, serviceName: name, selector: { istio: name } });

/** Two gateways, each with a route for these namespaces. */
function two(...namespaces: readonly string[]): { chart: Chart; eu: EgressGateway; us: EgressGateway } {
  const chart = newChart();
  const [eu, us] = [gateway(chart, 'eu'), gateway(chart, 'us')];
  const allowFrom = namespaces.map((name) => EgressSource.namespace(name));
  for (const each of [eu, us]) {
    const { serviceName } = each;
    new ExternalTlsRoute(chart, `route-${serviceName}`, {
      gateway: each,
      hosts: [`${serviceName}.example.com`],
      allowFrom,
    });
  }
  return { chart, eu, us };
}

/** What was said at synthesis, a line each. */
function said(chart: Chart): string[] {
  manifestsOf(chart);
  return stderr().split('\n').filter(Boolean);
}

describe('a route for a namespace that is locked down', () => {
  test('to another gateway cannot be used, and the lockdown says so', () => {
    const { chart, eu } = two('payments', 'orders');
    new EgressLockdownPolicy(chart, 'lockdown', { gateway: eu, namespaces: ['payments', 'reports'] });
    expect(said(chart)).toEqual([
      'warning: [chart/lockdown] chart/route-us through gateway egress-us/us are for payments, which this lockdown does not lead there; ' +
        'fix: allow: [EgressPeer.gateway(...)] for that gateway, or other sources',
    ]);
  });

  test('to both is as it should be', () => {
    const { chart, eu, us } = two('payments');
    new EgressLockdownPolicy(chart, 'lockdown', {
      gateway: eu,
      namespaces: ['payments'],
      allow: [EgressPeer.gateway(us)],
    });
    expect(said(chart)).toEqual([]);
  });

  test('is nothing to speak of where its sources are others, or anyone', () => {
    const { chart, eu } = two('orders');
    new ExternalTlsRoute(chart, 'anyone', {
      gateway: eu,
      hosts: ['any.example.com'],
      allowFrom: [EgressSource.anyone()],
    });
    new EgressLockdownPolicy(chart, 'lockdown', { gateway: eu, namespaces: ['payments'] });
    expect(said(chart)).toEqual([]);
  });
});

describe("a gateway's own lockdown", () => {
  test.each<[string, readonly string[], string | undefined]>([
    ['that lets all sources in', ['orders', 'payments'], undefined],
    ['that lets one of them in', ['payments'], 'chart/route-eu are for orders, whose pods the policy does not let in'],
  ])('%s', (_, namespaces, expected) => {
    const { chart, eu } = two('payments', 'orders');
    new GatewayLockdownPolicy(chart, 'it', { gateway: eu, namespaces });
    expect(said(chart)).toEqual(expected ? [expect.stringContaining(`warning: [chart/it] ${expected}; fix: `)] : []);
  });
});

test.each<[boolean, number]>([
  [true, 0],
  [false, 1],
])('strict sidecars of a namespace that is locked down, and led to their gateway: %p', (led, warnings) => {
  const { chart, eu, us } = two('orders');
  new EgressLockdownPolicy(chart, 'lockdown', { gateway: led ? us : eu, namespaces: ['payments'] });
  const outboundTrafficPolicy = OutboundTrafficPolicy.egressProxy(us);
  new EgressSidecar(chart, 'sidecars', { namespaces: ['payments', 'free'], outboundTrafficPolicy });
  const lines = said(chart);
  expect(lines).toHaveLength(warnings);
  for (const line of lines)
    expect(line).toMatch(
      /^warning: \[chart\/sidecars\] what sidecars in payments do not know goes to gateway egress-us\/us/,
    );
});
