import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSidecarProps,
  EgressSource,
  ExportTo,
  ExternalCidrRoute,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayPorts,
  LockdownMode,
  OutboundTrafficPolicy,
} from '../../../lib';
import { fixIn, manifestsOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { foundAtSynthesis, gatewayOf, got } from '../synthesis';

stderrOfEachTest();

const { ALLOW_ANY, REGISTRY_ONLY } = OutboundTrafficPolicy;
const SERVICE = 'istio-system/istio-egressgateway.istio-system.svc.cluster.local';
const PAYMENTS = EgressSource.namespace('payments');

function sidecar(chart: Chart, props: Partial<EgressSidecarProps> = {}, id = 'sidecars'): EgressSidecar {
  return new EgressSidecar(chart, id, { namespaces: ['payments'], ...props });
}

function tls(chart: Chart, host: string, allowFrom?: EgressSource[], exportTo?: ExportTo): ExternalTlsRoute {
  return new ExternalTlsRoute(chart, host, { gateway: gatewayOf(chart), hosts: [host], allowFrom, exportTo });
}

function lockdown(chart: Chart, namespaces: string[], mode?: LockdownMode): EgressLockdownPolicy {
  return new EgressLockdownPolicy(chart, 'lockdown', { gateway: gatewayOf(chart), namespaces, mode });
}

/** Returns the hosts that the Sidecar of a namespace imports. */
function imported(chart: Chart, namespace = 'payments'): unknown {
  const [found] = ofKind(chart, 'Sidecar').filter(({ metadata }) => metadata.namespace === namespace);
  return (found?.spec?.['egress'] as { hosts: string[] }[])[0]?.hosts;
}

describe('EgressSidecar', () => {
  test('EgressSidecar by default refuses unknown hosts, and imports its own namespace only', () => {
    const chart = newChart('team');
    sidecar(chart);
    expect(manifestsOf(chart)).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Sidecar',
        metadata: { name: 'egress-sidecar-payments', namespace: 'payments' },
        spec: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, egress: [{ hosts: ['./*'] }] },
      },
    ]);
  });

  test('EgressSidecar writes one Sidecar into each namespace, sorted', () => {
    const chart = newChart();
    const { namespaces, sidecars, node } = sidecar(chart, { namespaces: ['payments', 'orders'] });
    expect(ofKind(chart, 'Sidecar').map(({ metadata }) => metadata.namespace)).toEqual(['orders', 'payments']);
    expect(namespaces).toEqual(['orders', 'payments']);
    expect(sidecars.map(({ metadata }) => metadata.namespace)).toEqual(['orders', 'payments']);
    expect(node.defaultChild).toBe(sidecars[0]);
  });

  test.each([REGISTRY_ONLY, ALLOW_ANY])(
    'EgressSidecar writes the outbound traffic policy %s',
    (outboundTrafficPolicy) => {
      const chart = newChart();
      lockdown(chart, ['payments']);
      sidecar(chart, { outboundTrafficPolicy });
      expect(only(chart, 'Sidecar').spec?.['outboundTrafficPolicy']).toEqual({ mode: String(outboundTrafficPolicy) });
    },
  );

  test('EgressSidecar imports additionalHosts, sorted and once', () => {
    const chart = newChart();
    sidecar(chart, { additionalHosts: ['shared/api.shared.svc.cluster.local', 'databases/*', './*', 'databases/*'] });
    expect(imported(chart)).toEqual(['./*', 'databases/*', 'shared/api.shared.svc.cluster.local']);
  });

  test('a JSON patch of a Sidecar may set any field', () => {
    const chart = newChart();
    const [object] = sidecar(chart).sidecars;
    object?.addJsonPatch(JsonPatch.add('/spec/newField', { x: 1 }));
    expect(Testing.synth(chart)).toMatchObject([{ kind: 'Sidecar', spec: { newField: { x: 1 } } }]);
  });

  test('EgressSidecar is written after the Namespace that a lockdown creates', () => {
    const chart = newChart();
    sidecar(chart);
    const props = { gateway: gatewayOf(chart), namespaces: ['payments'], createNamespaces: true };
    new EgressLockdownPolicy(chart, 'lockdown', props);
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(['Namespace', 'Sidecar', 'NetworkPolicy']);
  });

  test('EgressSidecar gives the Sidecars of its namespaces different names, since FILE_PER_RESOURCE names files after them', () => {
    const chart = newChart();
    sidecar(chart, { namespaces: ['payments', 'orders'] });
    const files = ofKind(chart, 'Sidecar').map(({ kind, metadata }) => `${kind}.${metadata.name}`);
    expect(new Set(files).size).toBe(2);
  });
});

describe('the imports of an EgressSidecar', () => {
  test.each<[string, EgressSource[] | undefined, boolean]>([
    ['without sources', undefined, true],
    ['for anyAuthenticated()', [EgressSource.anyAuthenticated()], true],
    ['for the namespace', [PAYMENTS], true],
    ['for an account of the namespace', [EgressSource.serviceAccount('payments', 'api')], true],
    ['for the namespace among others', [EgressSource.namespace('orders'), PAYMENTS], true],
    ['for another namespace', [EgressSource.namespace('orders')], false],
    ['for an account of another namespace', [EgressSource.serviceAccount('orders', 'payments')], false],
  ])('a route %s is imported as the sources allow', (_, allowFrom, open) => {
    const chart = newChart();
    tls(chart, 'a.com', allowFrom);
    sidecar(chart);
    expect(imported(chart)).toEqual(['./*', ...(open ? ['default/a.com', SERVICE] : [])]);
  });

  test('each namespace imports only the routes that are open to the namespace', () => {
    const chart = newChart();
    tls(chart, 'a.com', [PAYMENTS]);
    tls(chart, 'b.com', [EgressSource.namespace('orders')]);
    tls(chart, 'c.com', [EgressSource.anyAuthenticated()]);
    sidecar(chart, { namespaces: ['payments', 'orders', 'zoo'], additionalHosts: ['databases/*'] });
    const shared = ['default/c.com', SERVICE];
    expect(imported(chart)).toEqual(['./*', 'databases/*', 'default/a.com', ...shared]);
    expect(imported(chart, 'orders')).toEqual(['./*', 'databases/*', 'default/b.com', ...shared]);
    expect(imported(chart, 'zoo')).toEqual(['./*', 'databases/*', ...shared]);
  });

  test('routes and sources that are added after the EgressSidecar are imported', () => {
    const chart = newChart();
    sidecar(chart);
    const route = tls(chart, 'a.com', [EgressSource.namespace('orders')]);
    tls(chart, 'b.com').allowFrom(EgressSource.namespace('orders'));
    route.allowFrom(EgressSource.serviceAccount('payments', 'api'));
    expect(imported(chart)).toEqual(['./*', 'default/a.com', SERVICE]);
  });

  test('routes of every chart are imported with the Services of their gateways', () => {
    const app = new App();
    const [platform, team] = ['platform', 'team'].map((id) => newChart(id, app, id)) as [Chart, Chart];
    const gateway = new EgressGateway(platform, 'g', { namespace: 'istio-egress', selector: { istio: 'x' } });
    new ExternalHttpRoute(platform, 'route', { gateway, hosts: ['b.com'] });
    tls(team, 'a.com');
    sidecar(team);
    expect(imported(team)).toEqual([
      './*',
      'istio-egress/istio-egressgateway.istio-egress.svc.cluster.local',
      SERVICE,
      'platform/b.com',
      'team/a.com',
    ]);
  });

  test('routes in the own namespace need no import beside ./*', () => {
    const chart = newChart('payments');
    tls(chart, 'a.com');
    sidecar(chart);
    expect(imported(chart)).toEqual(['./*', SERVICE]);
  });

  test('routes that are exported to their sources are imported by these sources', () => {
    const chart = newChart();
    tls(chart, 'a.com', [PAYMENTS], ExportTo.SOURCES);
    tls(chart, 'b.com', [EgressSource.namespace('orders')], ExportTo.SOURCES);
    sidecar(chart);
    expect(imported(chart)).toEqual(['./*', 'default/a.com', SERVICE]);
  });
});

describe('EgressSidecar with ALLOW_ANY', () => {
  const props = { namespaces: ['payments', 'orders'], outboundTrafficPolicy: ALLOW_ANY };

  test.each<[string, string[], string[]]>([
    ['all of its namespaces', [], ['orders', 'payments']],
    ['one of them', ['orders'], ['payments']],
  ])('ALLOW_ANY is an error at synthesis if a lockdown is missing for %s', (_, locked, open) => {
    const chart = newChart();
    if (locked.length > 0) lockdown(chart, locked);
    sidecar(chart, props);
    const [message, ...others] = foundAtSynthesis(chart);
    expect(others).toEqual([]);
    expect(message).toMatch(
      /^EGR1305: \[chart\/sidecars\] sidecars with ALLOW_ANY must be in locked-down namespaces: they bypass the gateway /,
    );
    expect(got(message)).toEqual({ namespaces: open });
    expect(fixIn(message ?? '')).toMatch(/remove outboundTrafficPolicy, or add .* to an EgressLockdownPolicy/);
  });

  test.each<[string, (chart: Chart) => void]>([
    [
      'that is created first',
      (chart) => {
        lockdown(chart, ['orders', 'payments', 'zoo']);
        sidecar(chart, props);
      },
    ],
    [
      'that is created later',
      (chart) => {
        sidecar(chart, props);
        lockdown(chart, ['orders', 'payments']);
      },
    ],
    [
      'in the mode NAMESPACE_LABELS',
      (chart) => {
        sidecar(chart, props);
        lockdown(chart, ['orders', 'payments'], LockdownMode.NAMESPACE_LABELS);
      },
    ],
    [
      'in another chart of the app',
      (chart) => {
        sidecar(chart, props);
        lockdown(newChart('default', chart.node.root as App, 'other'), ['orders', 'payments']);
      },
    ],
  ])('ALLOW_ANY is accepted with a lockdown %s', (_, make) => {
    const chart = newChart();
    make(chart);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test('ALLOW_ANY needs a lockdown of the same app', () => {
    lockdown(newChart(), ['orders', 'payments']);
    const chart = newChart();
    sidecar(chart, props);
    expect(foundAtSynthesis(chart)).toHaveLength(1);
  });

  test('REGISTRY_ONLY needs no lockdown', () => {
    for (const outboundTrafficPolicy of [undefined, REGISTRY_ONLY]) {
      const chart = newChart();
      sidecar(chart, { ...props, outboundTrafficPolicy });
      expect(foundAtSynthesis(chart)).toEqual([]);
    }
  });
});

test.each([
  [REGISTRY_ONLY, 'REGISTRY_ONLY'],
  [ALLOW_ANY, 'ALLOW_ANY'],
])("OutboundTrafficPolicy.%s has Istio's name", (policy, name) => {
  expect([policy.toString(), policy._mode]).toEqual([name, name]);
});

test('EgressSidecar imports the Service with the port for ranges for the sources of a route to ranges only', () => {
  const chart = newChart();
  const ports = GatewayPorts.of({ cidrs: { port: 15022 } });
  const gateway = gatewayOf(chart, { ports });
  const range = { hosts: ['sftp.com'], port: 22, cidrs: ['203.0.113.0/28'] };
  new ExternalCidrRoute(chart, 'sftp', { gateway, ...range, allowFrom: [PAYMENTS] });
  new ExternalTlsRoute(chart, 'web', { gateway, hosts: ['a.com'], allowFrom: [EgressSource.namespace('orders')] });
  sidecar(chart, { namespaces: ['orders', 'payments'] });
  const cidrs = 'istio-system/istio-egressgateway-cidrs.istio-system.svc.cluster.local';
  expect(imported(chart)).toEqual(['./*', 'default/22.sftp.com.cidrs.invalid', cidrs, SERVICE]);
  expect(imported(chart, 'orders')).toEqual(['./*', 'default/a.com', SERVICE]);
});

describe('EgressSidecar with podLabels', () => {
  const podLabels = { app: 'reports' };

  test('configures the sidecars of the pods with the labels, beside a Sidecar of the namespace', () => {
    const chart = newChart();
    const { podLabels: labels } = sidecar(chart, { podLabels }, 'reports');
    expect(labels).toEqual(podLabels);
    expect(sidecar(chart).podLabels).toEqual({});
    const [some, all] = ofKind(chart, 'Sidecar');
    expect(some?.metadata.name).toMatch(/^egress-sidecar-payments-reports---[0-9a-f]{10}$/);
    expect(some?.spec).toMatchObject({ workloadSelector: { labels: podLabels } });
    expect(all?.metadata.name).toBe('egress-sidecar-payments');
    expect(all?.spec).not.toHaveProperty('workloadSelector');
  });

  test('with an egress proxy, the EnvoyFilter is for the same pods', () => {
    const chart = newChart();
    const outboundTrafficPolicy = OutboundTrafficPolicy.egressProxy(new EgressGateway(chart, 'gateway'));
    sidecar(chart, { podLabels, outboundTrafficPolicy });
    const filter = ofKind(chart, 'EnvoyFilter').find(({ metadata }) => metadata.namespace === 'payments');
    expect(filter?.spec).toMatchObject({ workloadSelector: { labels: podLabels } });
    expect(filter?.metadata.name).toMatch(/^egress-strict-payments-reports---[0-9a-f]{10}$/);
  });
});
