import { App, Chart } from 'cdk8s';
import {
  ClientTls,
  EgressGateway,
  EgressGatewayProps,
  EgressSidecar,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  IEgressGateway,
  OutboundTrafficPolicy,
} from '../../../lib';
import { fixIn, Manifest, manifestsOf, messageOf, newChart, ofKind, stderrOfEachTest } from '../help';
import { foundAtSynthesis } from '../synthesis';

stderrOfEachTest();

const SERVICE = 'istio-egressgateway.istio-system.svc.cluster.local';
const KNOWN = ['./*', `istio-system/${SERVICE}`];
const PAYMENTS = [EgressSource.namespace('payments')];
const ANYONE = [EgressSource.anyone()];

/** The gateway of the app, made where it is not there yet. */
function gatewayOf(chart: Chart, props: EgressGatewayProps = {}): EgressGateway {
  const found = chart.node.tryFindChild('gateway');
  return found instanceof EgressGateway ? found : new EgressGateway(chart, 'gateway', props);
}

function strict(chart: Chart, gateway: IEgressGateway = gatewayOf(chart), namespaces = ['payments']): EgressSidecar {
  const outboundTrafficPolicy = OutboundTrafficPolicy.egressProxy(gateway);
  return new EgressSidecar(chart, `sidecars-${namespaces.join('-')}`, { namespaces, outboundTrafficPolicy });
}

function tls(
  chart: Chart,
  host: string,
  allowFrom?: EgressSource[],
  gateway: IEgressGateway = gatewayOf(chart),
): ExternalTlsRoute {
  return new ExternalTlsRoute(chart, host, { gateway, hosts: [host], allowFrom });
}

function known(chart: Chart, namespace = 'payments'): unknown {
  const found = ofKind(chart, 'Sidecar').find(({ metadata }) => metadata.namespace === namespace);
  return (found?.spec?.['egress'] as { hosts: string[] }[])[0]?.hosts;
}

/** The kinds of the objects that take what is unknown, as they are written. */
function undeclared(chart: Chart): Manifest[] {
  return manifestsOf(chart).filter(({ metadata }) => metadata.name.startsWith('egress-undeclared-'));
}

/** The hosts that the gateway tells by the name inside. */
function inner(chart: Chart): string[] {
  const servers = ofKind(chart, 'Gateway').flatMap(
    ({ spec }) => spec?.['servers'] as { bind?: string; hosts: string[] }[],
  );
  return servers
    .flatMap(({ bind, hosts }) => (bind === '127.0.0.1' ? hosts : []))
    .filter((host) => !host.includes('/loopback.'));
}

const FOUR = ['DestinationRule', 'Gateway', 'VirtualService', 'ServiceEntry'];

describe('a strict EgressSidecar', () => {
  test('sends what it does not know to the gateway, whose Service it knows', () => {
    const chart = newChart();
    strict(chart);
    expect(ofKind(chart, 'Sidecar').map(({ spec }) => spec)).toEqual([
      {
        outboundTrafficPolicy: {
          mode: 'ALLOW_ANY',
          egressProxy: { host: SERVICE, subset: 'undeclared', port: { number: 443 } },
        },
        egress: [{ hosts: KNOWN }],
      },
    ]);
  });

  test('says the same of HTTP by an EnvoyFilter in each namespace, before the Sidecars', () => {
    const chart = newChart();
    const { envoyFilters } = strict(chart, gatewayOf(chart), ['payments', 'orders']);
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

  test('is the only one with EnvoyFilters', () => {
    const chart = newChart();
    expect(new EgressSidecar(chart, 'sidecars', { namespaces: ['payments'] }).envoyFilters).toEqual([]);
    expect(ofKind(chart, 'EnvoyFilter')).toEqual([]);
  });

  test('needs no lockdown', () => {
    const chart = newChart();
    strict(chart);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test("makes the gateway take it, by four objects in its namespace with the gateway's metadata", () => {
    const chart = newChart();
    const metadata = { labels: { team: 'net' }, annotations: { note: 'x' } };
    const namespace = 'istio-egress';
    const gateway = new EgressGateway(chart, 'gateway', { namespace, serviceName: 'egress', metadata });
    strict(chart, gateway);
    const written = undeclared(chart);
    expect(written.map(({ kind }) => kind)).toEqual(FOUR);
    expect(gateway.undeclaredObjects?.map(({ kind }) => kind)).toEqual(FOUR);
    for (const one of written)
      expect(one.metadata).toEqual({ name: 'egress-undeclared-egress', namespace, ...metadata });
  });

  test.each<[string, (chart: Chart) => void]>([
    ['not there', () => undefined],
    ['not strict', (chart) => void new EgressSidecar(chart, 'sidecars', { namespaces: ['payments'] })],
  ])('that is %s changes nothing at the gateway', (_, make) => {
    const chart = newChart();
    make(chart);
    tls(chart, 'a.com');
    expect(undeclared(chart)).toEqual([]);
    expect(inner(chart)).toEqual([]);
    expect(gatewayOf(chart).undeclaredObjects).toEqual([]);
  });

  test('shares what is at the gateway with others, also where they hold another description of it', () => {
    const app = new App();
    const [platform, team] = [newChart('default', app, 'platform'), newChart('default', app, 'team')];
    const own = new EgressGateway(platform, 'gateway');
    const existing = EgressGateway.fromExisting(team, 'gateway');
    strict(team, existing, ['payments', 'orders']);
    strict(platform, own, ['zoo']);
    expect(undeclared(team)).toEqual([]);
    expect(undeclared(platform).map(({ kind }) => kind)).toEqual(FOUR);
    expect(existing.undeclaredObjects).toEqual(own.undeclaredObjects);
    expect(own.undeclaredObjects?.[0]?.node.path).toBe('platform/gateway/Undeclared/DestinationRule');
  });
});

describe('on the gateway of another app, what takes the rest', () => {
  test('is not for this app to write: the other one would lose it with this', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', { takesUndeclared: true, requireSources: true });
    const { sidecars, envoyFilters } = strict(chart, gateway);
    expect(sidecars).toHaveLength(1);
    expect(envoyFilters).toHaveLength(1);
    expect(undeclared(chart)).toEqual([]);
    expect(gateway.undeclaredObjects).toEqual([]);
  });

  test('has the names inside all the same', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', { takesUndeclared: true });
    strict(chart, gateway);
    tls(chart, 'a.com', undefined, gateway);
    expect(inner(chart)).toEqual(['default/a.com']);
  });

  test('needs its owner to require sources, once a route of this app has some: the policy that denies is here then', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', { takesUndeclared: true });
    strict(chart, gateway);
    tls(chart, 'a.com', ANYONE, gateway);
    expect(foundAtSynthesis(chart)).toEqual([
      expect.stringMatching(/would deny what strict sidecars do not know.*fix: write requireSources/),
    ]);
  });

  test('must be there: nobody takes it otherwise', () => {
    const chart = newChart();
    const message = messageOf(() => strict(chart, EgressGateway.fromExisting(chart, 'gateway')));
    expect(message).toMatch(
      /^\[chart\/sidecars-payments\] strict sidecars send .* to a gateway of another app, which does not take it/,
    );
    expect(fixIn(message)).toMatch(/^write takesUndeclared: true here and where the gateway is owned/);
  });

  test.each([false, true])(
    'is what its owner writes, also without strict sidecars of its own (requireSources: %p)',
    (requireSources) => {
      const chart = newChart();
      new EgressGateway(chart, 'gateway', { takesUndeclared: true, requireSources });
      expect(undeclared(chart).map(({ kind }) => kind)).toEqual([
        ...FOUR,
        ...(requireSources ? ['AuthorizationPolicy'] : []),
      ]);
    },
  );

  test('is nothing without mTLS, by which callers are known', () => {
    const chart = newChart();
    const run = (): unknown =>
      new EgressGateway(chart, 'gateway', { takesUndeclared: true, clientTls: ClientTls.DISABLE });
    expect(messageOf(run)).toMatch(/^\[chart\/gateway\] the gateway cannot know who calls without mtls/);
  });
});

describe('what a strict sidecar knows', () => {
  test.each<[string, (chart: Chart) => void, string[]]>([
    ['TLS that is for anybody', (chart) => tls(chart, 'a.com'), []],
    ['TLS that is for anyone', (chart) => tls(chart, 'a.com', ANYONE), []],
    ['TLS that is for it', (chart) => tls(chart, 'a.com', PAYMENTS), ['default/a.com']],
    ['TLS that is for others', (chart) => tls(chart, 'a.com', [EgressSource.namespace('orders')]), []],
    [
      'TLS for anybody that becomes TLS for it',
      (chart) => tls(chart, 'a.com').allowFrom(...PAYMENTS),
      ['default/a.com'],
    ],
    ['TLS for it that becomes TLS for anyone', (chart) => tls(chart, 'a.com', PAYMENTS).allowFrom(...ANYONE), []],
    [
      'HTTP',
      (chart) => new ExternalHttpRoute(chart, 'http', { gateway: gatewayOf(chart), hosts: ['a.com'] }),
      ['default/a.com'],
    ],
    [
      'HTTP and TLS',
      (chart) => {
        tls(chart, 'a.com');
        new ExternalHttpRoute(chart, 'http', { gateway: gatewayOf(chart), hosts: ['a.com'] });
      },
      ['default/a.com'],
    ],
    [
      'TCP',
      (chart) =>
        new ExternalTcpRoute(chart, 'tcp', {
          gateway: gatewayOf(chart),
          hosts: ['a.com'],
          port: 5432,
          addresses: ['203.0.113.1'],
        }),
      ['default/a.com'],
    ],
  ])('of %s', (_, make, hosts) => {
    for (const strictFirst of [true, false]) {
      const chart = newChart();
      if (strictFirst) strict(chart);
      make(chart);
      if (!strictFirst) strict(chart);
      expect(known(chart)).toEqual(['./*', ...hosts, ...KNOWN.slice(1)]);
    }
  });

  test('is told by the gateway where it is not known, and only there', () => {
    const chart = newChart();
    tls(chart, 'a.com', ANYONE);
    tls(chart, 'b.com', PAYMENTS);
    tls(chart, 'c.com', [EgressSource.namespace('orders')]);
    new ExternalHttpRoute(chart, 'http', { gateway: gatewayOf(chart), hosts: ['d.com'], allowFrom: ANYONE });
    strict(chart);
    expect(inner(chart)).toEqual(['default/a.com']);
  });

  test('is of other namespaces as without it', () => {
    const chart = newChart();
    tls(chart, 'a.com');
    strict(chart);
    new EgressSidecar(chart, 'others', { namespaces: ['orders'] });
    expect(known(chart, 'orders')).toEqual(['./*', 'default/a.com', ...KNOWN.slice(1)]);
  });

  test('holds hosts of another gateway, which does not tell them', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'other', {
      namespace: 'other',
      serviceName: 'other',
      selector: { istio: 'other' },
    });
    tls(chart, 'a.com');
    tls(chart, 'b.com', undefined, gateway);
    strict(chart);
    expect(known(chart)).toEqual(['./*', 'default/b.com', ...KNOWN.slice(1), 'other/other.other.svc.cluster.local']);
    expect(inner(chart)).toEqual(['default/a.com']);
  });
});

describe('a gateway that denies what no policy allows', () => {
  test.each<[string, (chart: Chart) => IEgressGateway]>([
    [
      'before a sidecar is strict',
      (chart) => {
        tls(chart, 'a.com', PAYMENTS);
        strict(chart);
        return gatewayOf(chart);
      },
    ],
    [
      'only later',
      (chart) => {
        strict(chart);
        tls(chart, 'a.com', PAYMENTS);
        return gatewayOf(chart);
      },
    ],
    [
      'from the start',
      (chart) => {
        const gateway = new EgressGateway(chart, 'own', { requireSources: true });
        strict(chart, gateway);
        return gateway;
      },
    ],
  ])('%s lets what is unknown in, by one policy more', (_, make) => {
    const chart = newChart();
    const gateway = make(chart);
    expect(
      undeclared(chart)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['AuthorizationPolicy', ...FOUR].sort());
    expect(gateway.undeclaredObjects?.map(({ kind }) => kind).sort()).toEqual(['AuthorizationPolicy', ...FOUR].sort());
  });

  test('has no such policy where no route has sources: it would deny all else', () => {
    const chart = newChart();
    tls(chart, 'a.com');
    strict(chart);
    expect(ofKind(chart, 'AuthorizationPolicy')).toEqual([]);
  });
});

describe('a strict EgressSidecar refuses', () => {
  test('a gateway without mTLS, which gets no name around what is sent', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { clientTls: ClientTls.DISABLE });
    const message = messageOf(() => strict(chart, gateway));
    expect(message).toMatch(/^\[chart\/sidecars-payments\] the gateway cannot know who calls without mtls: /);
    expect(message).toContain('OutboundTrafficPolicy.egressProxy(...)');
  });

  test('a gateway of another app', () => {
    const message = messageOf(() => strict(newChart(), gatewayOf(newChart())));
    expect(message).toMatch(/^\[chart\/sidecars-payments\] gateway belongs to another app: /);
    expect(fixIn(message)).toMatch(/^describe it in this app/);
  });

  test('a gateway that stands in no chart', () => {
    const app = new App();
    const gateway = new EgressGateway(app, 'gateway');
    const message = messageOf(() => strict(newChart('default', app), gateway));
    expect(message).toMatch(/^\[chart\/sidecars-payments\] the gateway of a strict sidecar stands in no chart: /);
  });

  test('what is no gateway', () => {
    const message = messageOf(() => OutboundTrafficPolicy.egressProxy(undefined as unknown as IEgressGateway));
    expect(fixIn(message)).toMatch(/EgressGateway/);
  });
});

test('OutboundTrafficPolicy.egressProxy says which gateway', () => {
  const policy = OutboundTrafficPolicy.egressProxy(gatewayOf(newChart()));
  expect([policy.toString(), policy._mode]).toEqual([`egressProxy(${SERVICE})`, 'ALLOW_ANY']);
});
