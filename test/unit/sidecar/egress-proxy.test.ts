import { App, Chart } from 'cdk8s';
import {
  ClientTls,
  EgressGateway,
  EgressSidecar,
  EgressSource,
  IEgressGateway,
  OutboundTrafficPolicy,
} from '../../../lib';
import { fixIn, Manifest, manifestsOf, messageOf, newChart, ofKind, stderrOfEachTest } from '../help';
import { foundAtSynthesis } from '../synthesis';
import { gatewayOf, matchedByInnerSni, proxied, tls } from './help';

stderrOfEachTest();

const SERVICE = 'istio-egressgateway.istio-system.svc.cluster.local';
const GATEWAY = ['./*', `istio-system/${SERVICE}`];
const PAYMENTS = [EgressSource.namespace('payments')];
const ANYONE = [EgressSource.anyAuthenticated()];

/** Returns the objects of the egress proxy. */
function proxyObjects(chart: Chart): Manifest[] {
  return manifestsOf(chart).filter(({ metadata }) => metadata.name.startsWith('egress-undeclared-'));
}

const FOUR = ['DestinationRule', 'Gateway', 'VirtualService', 'ServiceEntry'];

describe('EgressSidecar with an egress proxy', () => {
  test('EgressSidecar with an egress proxy sends unknown hosts to the gateway, and imports its Service', () => {
    const chart = newChart();
    proxied(chart);
    expect(ofKind(chart, 'Sidecar').map(({ spec }) => spec)).toEqual([
      {
        outboundTrafficPolicy: {
          mode: 'ALLOW_ANY',
          egressProxy: { host: SERVICE, subset: 'undeclared', port: { number: 443 } },
        },
        egress: [{ hosts: GATEWAY }],
      },
    ]);
  });

  test('EgressSidecar with an egress proxy writes an EnvoyFilter for HTTP into each namespace, before the Sidecars', () => {
    const chart = newChart();
    const { envoyFilters } = proxied(chart, gatewayOf(chart), ['payments', 'orders']);
    const own = manifestsOf(chart).filter(({ kind }) => ['EnvoyFilter', 'Sidecar'].includes(kind));
    expect(own.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual([
      ['EnvoyFilter', 'orders', 'egress-strict-orders'],
      ['EnvoyFilter', 'payments', 'egress-strict-payments'],
      ['Sidecar', 'orders', 'egress-sidecar-orders'],
      ['Sidecar', 'payments', 'egress-sidecar-payments'],
    ]);
    expect(envoyFilters.map(({ metadata }) => metadata.namespace)).toEqual(['orders', 'payments']);
    expect(own[0]?.spec).toEqual({
      configPatches: [
        {
          applyTo: 'HTTP_ROUTE',
          match: {
            context: 'SIDECAR_OUTBOUND',
            routeConfiguration: { vhost: { name: 'allow_any', route: { name: 'allow_any' } } },
          },
          patch: { operation: 'MERGE', value: { route: { cluster: `outbound|443|undeclared|${SERVICE}` } } },
        },
      ],
    });
  });

  test('EgressSidecar without an egress proxy writes no EnvoyFilter', () => {
    const chart = newChart();
    expect(new EgressSidecar(chart, 'sidecars', { namespaces: ['payments'] }).envoyFilters).toEqual([]);
    expect(ofKind(chart, 'EnvoyFilter')).toEqual([]);
  });

  test('EgressSidecar with an egress proxy needs no lockdown', () => {
    const chart = newChart();
    proxied(chart);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test("the gateway of an egress proxy has four objects in its namespace with the gateway's metadata", () => {
    const chart = newChart();
    const metadata = { labels: { team: 'net' }, annotations: { note: 'x' } };
    const namespace = 'istio-egress';
    const gateway = new EgressGateway(chart, 'gateway', { namespace, serviceName: 'egress', metadata });
    proxied(chart, gateway);
    const written = proxyObjects(chart);
    expect(written.map(({ kind }) => kind)).toEqual(FOUR);
    expect(gateway.egressProxyObjects?.map(({ kind }) => kind)).toEqual(FOUR);
    for (const one of written)
      expect(one.metadata).toEqual({ name: 'egress-undeclared-egress', namespace, ...metadata });
  });

  test.each<[string, (chart: Chart) => void]>([
    ['no EgressSidecar', () => undefined],
    [
      'an EgressSidecar without egress proxy',
      (chart) => void new EgressSidecar(chart, 'sidecars', { namespaces: ['payments'] }),
    ],
  ])('a gateway with %s has no objects of an egress proxy', (_, make) => {
    const chart = newChart();
    make(chart);
    tls(chart, 'a.com');
    expect(proxyObjects(chart)).toEqual([]);
    expect(matchedByInnerSni(chart)).toEqual([]);
    expect(gatewayOf(chart).egressProxyObjects).toEqual([]);
  });

  test('the objects of an egress proxy are written once, below the owner, for all descriptions of the gateway', () => {
    const app = new App();
    const [platform, team] = [newChart('default', app, 'platform'), newChart('default', app, 'team')];
    const own = new EgressGateway(platform, 'gateway');
    const existing = EgressGateway.fromEgressGatewayAttributes(team, 'gateway');
    proxied(team, existing, ['payments', 'orders']);
    proxied(platform, own, ['zoo']);
    expect(proxyObjects(team)).toEqual([]);
    expect(proxyObjects(platform).map(({ kind }) => kind)).toEqual(FOUR);
    expect(existing.egressProxyObjects).toEqual(own.egressProxyObjects);
    expect(own.egressProxyObjects?.[0]?.node.path).toBe('platform/gateway/EgressProxy/DestinationRule');
  });
});

describe('the egress proxy of another app', () => {
  test('the objects of an egress proxy of another app are written by that app only', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', {
      egressProxy: true,
      defaultDeny: true,
    });
    const { sidecars, envoyFilters } = proxied(chart, gateway);
    expect(sidecars).toHaveLength(1);
    expect(envoyFilters).toHaveLength(1);
    expect(proxyObjects(chart)).toEqual([]);
    expect(gateway.egressProxyObjects).toEqual([]);
  });

  test('a route on an egress proxy of another app is matched by the inner SNI', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { egressProxy: true });
    proxied(chart, gateway);
    tls(chart, 'a.com', undefined, gateway);
    expect(matchedByInnerSni(chart)).toEqual(['default/a.com']);
  });

  test('an egress proxy of another app needs defaultDeny as soon as a route of this app has sources', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { egressProxy: true });
    proxied(chart, gateway);
    tls(chart, 'a.com', ANYONE, gateway);
    expect(foundAtSynthesis(chart)).toEqual([
      expect.stringMatching(
        /^EGR1207: \[chart\/gateway\] .* must have defaultDeny with egressProxy, .*fix: write defaultDeny: true/,
      ),
    ]);
  });

  test('a gateway of another app without egressProxy cannot be the egress proxy: an error at synthesis', () => {
    const chart = newChart();
    proxied(chart, EgressGateway.fromEgressGatewayAttributes(chart, 'gateway'));
    const [message, ...others] = foundAtSynthesis(chart);
    expect(others).toEqual([]);
    expect(message).toMatch(
      /^EGR1206: \[chart\/sidecars-payments\] gateway .* of another app must have egressProxy: true/,
    );
    expect(fixIn(message ?? '')).toMatch(/^write egressProxy: true in fromEgressGatewayAttributes/);
  });

  test.each([false, true])(
    'egressProxy writes the objects without any EgressSidecar (defaultDeny: %p)',
    (defaultDeny) => {
      const chart = newChart();
      new EgressGateway(chart, 'gateway', { egressProxy: true, defaultDeny });
      expect(proxyObjects(chart).map(({ kind }) => kind)).toEqual([
        ...FOUR,
        ...(defaultDeny ? ['AuthorizationPolicy'] : []),
      ]);
    },
  );
});

describe('an egress proxy with a default deny policy', () => {
  test.each<[string, (chart: Chart) => IEgressGateway]>([
    [
      'before the EgressSidecar',
      (chart) => {
        tls(chart, 'a.com', PAYMENTS);
        proxied(chart);
        return gatewayOf(chart);
      },
    ],
    [
      'after the EgressSidecar',
      (chart) => {
        proxied(chart);
        tls(chart, 'a.com', PAYMENTS);
        return gatewayOf(chart);
      },
    ],
    [
      'by defaultDeny',
      (chart) => {
        const gateway = new EgressGateway(chart, 'own', { defaultDeny: true });
        proxied(chart, gateway);
        return gateway;
      },
    ],
  ])('a gateway that gets its default deny policy %s allows egress-proxy traffic by one more policy', (_, make) => {
    const chart = newChart();
    const gateway = make(chart);
    expect(
      proxyObjects(chart)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['AuthorizationPolicy', ...FOUR].sort());
    expect(gateway.egressProxyObjects?.map(({ kind }) => kind).sort()).toEqual(['AuthorizationPolicy', ...FOUR].sort());
  });

  test('an egress proxy without sources has no policy, which would deny every other request', () => {
    const chart = newChart();
    tls(chart, 'a.com');
    proxied(chart);
    expect(ofKind(chart, 'AuthorizationPolicy')).toEqual([]);
  });
});

describe('OutboundTrafficPolicy.egressProxy', () => {
  test('EgressSidecar rejects an egress proxy without mesh mTLS', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { clientTls: ClientTls.DISABLE });
    const message = messageOf(() => proxied(chart, gateway));
    expect(message).toMatch(
      /^EGR0302: \[chart\/sidecars-payments\] OutboundTrafficPolicy\.egressProxy\(\.\.\.\) needs /,
    );
  });

  test('EgressSidecar rejects an egress proxy of another app', () => {
    const message = messageOf(() => proxied(newChart(), gatewayOf(newChart())));
    expect(message).toMatch(
      /^EGR0301: \[chart\/sidecars-payments\] the gateway of outboundTrafficPolicy must belong to the same app: /,
    );
    expect(fixIn(message)).toMatch(/^describe the gateway in this app/);
  });

  test('OutboundTrafficPolicy.egressProxy rejects a value that is not a gateway', () => {
    const message = messageOf(() => OutboundTrafficPolicy.egressProxy(undefined as unknown as IEgressGateway));
    expect(message).toMatch(
      /^EGR0103: OutboundTrafficPolicy.egressProxy: gateway must be an EgressGateway: got undefined/,
    );
  });

  test('OutboundTrafficPolicy.egressProxy has the text of its gateway', () => {
    const policy = OutboundTrafficPolicy.egressProxy(gatewayOf(newChart()));
    expect([policy.toString(), policy._mode]).toEqual([`egressProxy(${SERVICE})`, 'ALLOW_ANY']);
  });
});
