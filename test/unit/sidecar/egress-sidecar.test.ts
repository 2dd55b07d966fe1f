import { App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSidecarProps,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalTlsRoute,
  LockdownMode,
  OutboundTrafficPolicy,
} from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
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

/** What the Sidecar of a namespace knows. */
function known(chart: Chart, namespace = 'payments'): unknown {
  const [found] = ofKind(chart, 'Sidecar').filter(({ metadata }) => metadata.namespace === namespace);
  return (found?.spec?.['egress'] as { hosts: string[] }[])[0]?.hosts;
}

describe('EgressSidecar', () => {
  test('by default refuses what nothing declares, and knows its own namespace', () => {
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

  test('writes one Sidecar per namespace into it, and holds them', () => {
    const chart = newChart();
    const { namespaces, sidecars, node } = sidecar(chart, { namespaces: ['payments', 'orders'] });
    expect(ofKind(chart, 'Sidecar').map(({ metadata }) => metadata.namespace)).toEqual(['orders', 'payments']);
    expect(namespaces).toEqual(['orders', 'payments']);
    expect(sidecars.map(({ metadata }) => metadata.namespace)).toEqual(['orders', 'payments']);
    expect(node.defaultChild).toBe(sidecars[0]);
  });

  test.each([REGISTRY_ONLY, ALLOW_ANY])('says %s to its sidecars', (outboundTrafficPolicy) => {
    const chart = newChart();
    lockdown(chart, ['payments']);
    sidecar(chart, { outboundTrafficPolicy });
    expect(only(chart, 'Sidecar').spec?.['outboundTrafficPolicy']).toEqual({ mode: String(outboundTrafficPolicy) });
  });

  test('knows what else it was told, in order and once', () => {
    const chart = newChart();
    sidecar(chart, { hosts: ['shared/api.shared.svc.cluster.local', 'databases/*', './*', 'databases/*'] });
    expect(known(chart)).toEqual(['./*', 'databases/*', 'shared/api.shared.svc.cluster.local']);
  });

  test('takes any patch of its Sidecar, also of fields that no type knows', () => {
    const chart = newChart();
    const [object] = sidecar(chart).sidecars;
    object?.addJsonPatch(JsonPatch.add('/spec/newField', { x: 1 }));
    expect(Testing.synth(chart)).toMatchObject([{ kind: 'Sidecar', spec: { newField: { x: 1 } } }]);
  });

  test('comes behind the Namespace that a lockdown creates', () => {
    const chart = newChart();
    sidecar(chart);
    const props = { gateway: gatewayOf(chart), namespaces: ['payments'], createNamespaces: true };
    new EgressLockdownPolicy(chart, 'lockdown', props);
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(['Namespace', 'Sidecar', 'NetworkPolicy']);
  });

  test('has a name for each namespace: with a file per resource one would overwrite the other', () => {
    const chart = newChart();
    sidecar(chart, { namespaces: ['payments', 'orders'] });
    const files = ofKind(chart, 'Sidecar').map(({ kind, metadata }) => `${kind}.${metadata.name}`);
    expect(new Set(files).size).toBe(2);
  });
});

describe('EgressSidecar knows the routes that are open to its namespace', () => {
  test.each<[string, EgressSource[] | undefined, boolean]>([
    ['that have no sources', undefined, true],
    ['for anyone', [EgressSource.anyone()], true],
    ['for the namespace', [PAYMENTS], true],
    ['for an account of it', [EgressSource.serviceAccount('payments', 'api')], true],
    ['for it among others', [EgressSource.namespace('orders'), PAYMENTS], true],
    ['for another namespace', [EgressSource.namespace('orders')], false],
    ['for an account elsewhere', [EgressSource.serviceAccount('orders', 'payments')], false],
  ])('%s: %p', (_, allowFrom, open) => {
    const chart = newChart();
    tls(chart, 'a.com', allowFrom);
    sidecar(chart);
    expect(known(chart)).toEqual(['./*', ...(open ? ['default/a.com', SERVICE] : [])]);
  });

  test('and only those, each namespace its own', () => {
    const chart = newChart();
    tls(chart, 'a.com', [PAYMENTS]);
    tls(chart, 'b.com', [EgressSource.namespace('orders')]);
    tls(chart, 'c.com', [EgressSource.anyone()]);
    sidecar(chart, { namespaces: ['payments', 'orders', 'zoo'], hosts: ['databases/*'] });
    const shared = ['default/c.com', SERVICE];
    expect(known(chart)).toEqual(['./*', 'databases/*', 'default/a.com', ...shared]);
    expect(known(chart, 'orders')).toEqual(['./*', 'databases/*', 'default/b.com', ...shared]);
    expect(known(chart, 'zoo')).toEqual(['./*', 'databases/*', ...shared]);
  });

  test('whenever they are made, and whenever it is said who may use them', () => {
    const chart = newChart();
    sidecar(chart);
    const route = tls(chart, 'a.com', [EgressSource.namespace('orders')]);
    tls(chart, 'b.com').allowFrom(EgressSource.namespace('orders'));
    route.allowFrom(EgressSource.serviceAccount('payments', 'api'));
    expect(known(chart)).toEqual(['./*', 'default/a.com', SERVICE]);
  });

  test('in every chart of the app, with the Services of their gateways', () => {
    const app = new App();
    const [platform, team] = ['platform', 'team'].map((id) => newChart(id, app, id)) as [Chart, Chart];
    const gateway = new EgressGateway(platform, 'g', { namespace: 'istio-egress', selector: { istio: 'x' } });
    new ExternalHttpRoute(platform, 'route', { gateway, hosts: ['b.com'] });
    tls(team, 'a.com');
    sidecar(team);
    expect(known(team)).toEqual([
      './*',
      'istio-egress/istio-egressgateway.istio-egress.svc.cluster.local',
      SERVICE,
      'platform/b.com',
      'team/a.com',
    ]);
  });

  test('its own namespace only as ./*, which holds them already', () => {
    const chart = newChart('payments');
    tls(chart, 'a.com');
    sidecar(chart);
    expect(known(chart)).toEqual(['./*', SERVICE]);
  });

  test('where the host is shown to its sources only, too', () => {
    const chart = newChart();
    tls(chart, 'a.com', [PAYMENTS], ExportTo.SOURCES_UNDER_REGISTRY_ONLY);
    tls(chart, 'b.com', [EgressSource.namespace('orders')], ExportTo.SOURCES_UNDER_REGISTRY_ONLY);
    sidecar(chart);
    expect(known(chart)).toEqual(['./*', 'default/a.com', SERVICE]);
  });
});

describe('EgressSidecar with ALLOW_ANY', () => {
  const props = { namespaces: ['payments', 'orders'], outboundTrafficPolicy: ALLOW_ANY };

  test.each<[string, string[], string[]]>([
    ['all of its namespaces', [], ['orders', 'payments']],
    ['one of them', ['orders'], ['payments']],
  ])('is an error at synthesis where %s is not locked down: names those', (_, locked, open) => {
    const chart = newChart();
    if (locked.length > 0) lockdown(chart, locked);
    sidecar(chart, props);
    const [message, ...others] = foundAtSynthesis(chart);
    expect(others).toEqual([]);
    expect(message).toMatch(/^\[chart\/sidecars\] sidecars would send what they no longer know around the gateway: /);
    expect(got(message)).toEqual({ outboundTrafficPolicy: 'ALLOW_ANY', namespaces: open });
    expect(message).toContain('allowed: ALLOW_ANY in namespaces that an EgressLockdownPolicy of the app locks down');
    expect(fixIn(message ?? '')).toBe('leave outboundTrafficPolicy out, or lock the namespaces down');
  });

  test.each<[string, (chart: Chart) => void]>([
    [
      'made first',
      (chart) => {
        lockdown(chart, ['orders', 'payments', 'zoo']);
        sidecar(chart, props);
      },
    ],
    [
      'made last',
      (chart) => {
        sidecar(chart, props);
        lockdown(chart, ['orders', 'payments']);
      },
    ],
    [
      'by labels',
      (chart) => {
        sidecar(chart, props);
        lockdown(chart, ['orders', 'payments'], LockdownMode.BY_LABELS);
      },
    ],
    [
      'in another chart of the app',
      (chart) => {
        sidecar(chart, props);
        lockdown(newChart('default', chart.node.root as App, 'other'), ['orders', 'payments']);
      },
    ],
  ])('is fine with a lockdown %s', (_, make) => {
    const chart = newChart();
    make(chart);
    expect(foundAtSynthesis(chart)).toEqual([]);
  });

  test('is not fine with a lockdown of another app, which is another mesh', () => {
    lockdown(newChart(), ['orders', 'payments']);
    const chart = newChart();
    sidecar(chart, props);
    expect(foundAtSynthesis(chart)).toHaveLength(1);
  });

  test('is what needs a lockdown: REGISTRY_ONLY does not', () => {
    for (const outboundTrafficPolicy of [undefined, REGISTRY_ONLY]) {
      const chart = newChart();
      sidecar(chart, { ...props, outboundTrafficPolicy });
      expect(foundAtSynthesis(chart)).toEqual([]);
    }
  });
});

describe('EgressSidecar refuses', () => {
  const token = Lazy.any({ produce: () => 'payments' }) as string;

  test.each<[string, object, RegExp, RegExp]>([
    ['no namespace', { namespaces: [] }, /namespaces is empty: got \[\]/, /^write namespaces/],
    ['no list', { namespaces: 'payments' }, /namespaces is not a list: got "payments"/, /^write namespaces/],
    ['a namespace twice', { namespaces: ['a', 'a'] }, /a stands in namespaces twice: got \["a","a"\]/, /^remove one/],
    ['a malformed namespace', { namespaces: ['Pay'] }, /namespace is not a dns-1123 .* got "Pay"/, /as kubectl shows/],
    ['a token', { namespaces: [token] }, /namespace is a token/, /^resolve the value/],
    [
      "the gateway's, where it is istio's",
      { namespaces: ['payments', 'istio-system'] },
      /namespace istio-system is the cluster's or istio's: got \["istio-system","payments"\]/,
      /^remove istio-system from namespaces$/,
    ],
    ['kube-system', { namespaces: ['kube-system'] }, /kube-system is the cluster's or istio's/, /^remove kube-system/],
    ['kube-public', { namespaces: ['kube-public'] }, /kube-public is the cluster's or istio's/, /^remove kube-public/],
    ['kube-node-lease', { namespaces: ['kube-node-lease'] }, /kube-node-lease is the cluster/, /^remove kube-node/],
    [
      'a mode in a string',
      { outboundTrafficPolicy: 'ALLOW_ANY' },
      /outboundTrafficPolicy is missing or of another kind: got "ALLOW_ANY"/,
      /^write outboundTrafficPolicy: OutboundTrafficPolicy\.REGISTRY_ONLY, OutboundTrafficPolicy\.ALLOW_ANY or OutboundTrafficPolicy\.egressProxy\(gateway\)$/,
    ],
    ['null for the hosts', { hosts: null }, /hosts is not a list: got null/, /^write hosts: \[/],
    ['a host alone', { hosts: ['api.com'] }, /host is not one of a sidecar: got "api\.com"/, /^write the namespace, a/],
    [
      'every namespace',
      { hosts: ['a/*', '*/*'] },
      /host is not one of a sidecar: got "\*\/\*"/,
      /^write the namespace/,
    ],
  ])('%s and names itself', (_, props, problem, fix) => {
    const message = messageOf(() => sidecar(newChart(), props));
    expect(message).toMatch(/^\[chart\/sidecars\] /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test.each<[string, unknown]>([
    ['a host that is not in a list', 'databases/*'],
    ['a token for the list', Lazy.any({ produce: () => ['databases/*'] })],
  ])('%s and names itself', (_, hosts) => {
    const message = messageOf(() => sidecar(newChart(), { hosts: hosts as string[] }));
    expect(message).toMatch(/^\[chart\/sidecars\] /);
    expect(fixIn(message)).not.toBe('');
  });

  test('hosts in a list later: it takes them one by one', () => {
    const message = messageOf(() => sidecar(newChart()).addHosts(['databases/*'] as never));
    expect(message).toMatch(/^\[chart\/sidecars\] sidecar\.addHosts got a list: got \["databases\/\*"\]; /);
    expect(fixIn(message)).toBe('write sidecar.addHosts("databases/*"), without brackets');
  });

  test('a namespace that another one of the app has, and names both', () => {
    const app = new App();
    sidecar(newChart('default', app, 'one'), { namespaces: ['a', 'b'] }, 'first');
    const other = newChart('default', app, 'two');
    const message = messageOf(() => sidecar(other, { namespaces: ['b', 'c'] }, 'second'));
    expect(message).toMatch(
      /^\[two\/second\] namespace b has two sidecar configurations: got \["one\/first","two\/second"\]/,
    );
    expect(fixIn(message)).toMatch(/^remove the namespace from one of the two/);
  });

  test('nothing of another app, which is another mesh', () => {
    sidecar(newChart());
    expect(() => sidecar(newChart())).not.toThrow();
  });
});

describe('OutboundTrafficPolicy', () => {
  test.each([
    [REGISTRY_ONLY, 'REGISTRY_ONLY'],
    [ALLOW_ANY, 'ALLOW_ANY'],
  ])("%s has Istio's name", (policy, name) => {
    expect([policy.toString(), policy._mode]).toEqual([name, name]);
  });
});
