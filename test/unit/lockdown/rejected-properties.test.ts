import { App, Chart, Lazy } from 'cdk8s';
import {
  ClusterDns,
  ControlPlane,
  EgressGateway,
  EgressLockdownPolicyProps,
  EgressMesh,
  EgressPeer,
  LockdownMode,
  PodSecurity,
} from '../../../lib';
import { newChart } from '../help';
import { findingOf, findingsOf } from '../input/findings';
import { findingsWith } from '../synthesis';
import { DNS_RULE, GATEWAY_RULE, ISTIOD_RULE, lockdown, rulesIn } from './help';

type Props = Partial<EgressLockdownPolicyProps>;
const token = Lazy.any({ produce: () => 'payments' }) as string;
const LABELS = LockdownMode.NAMESPACE_LABELS;

describe('EgressLockdownPolicy', () => {
  test.each<[string, Props, string, RegExp, RegExp]>([
    ['no namespace', { namespaces: [] }, 'EGR0105', /namespaces must not be empty/, /^write namespaces: \[/],
    ['a repeated namespace', { namespaces: ['a', 'a'] }, 'EGR0106', /not repeat a$/, /^remove namespaces\[1\]$/],
    ['a malformed namespace', { namespaces: ['a', 'Pay'] }, 'EGR0110', /namespaces\[1\] .*DNS-1123/, /^write "pay"$/],
    ['a token as a namespace', { namespaces: [token] }, 'EGR0108', /namespaces\[0\] .*literal/, /resolved value/],
    ['a token as the list', { namespaces: token as never }, 'EGR0108', /namespaces .*literal/, /resolved value/],
    [
      'dns with NAMESPACE_LABELS, which ignores dns',
      { mode: LABELS, dns: ClusterDns.KUBE_DNS },
      'EGR0120',
      /dns cannot be set with LockdownMode/,
      /^remove dns, or remove mode$/,
    ],
    [
      'dns and controlPlane with NAMESPACE_LABELS, which ignores both',
      { mode: LABELS, dns: ClusterDns.KUBE_DNS, controlPlane: ControlPlane.ISTIOD },
      'EGR0120',
      /dns and controlPlane cannot be set with LockdownMode/,
      /^remove dns and controlPlane, or remove mode$/,
    ],
    ['an unknown mode', { mode: 'TIGHT' as never }, 'EGR0104', /mode .*LockdownMode/, /LockdownMode\.POD_SELECTORS/],
    [
      'an unknown level of Pod Security',
      { createNamespaces: true, podSecurity: 'strict' as never },
      'EGR0104',
      /podSecurity .*PodSecurity/,
      /PodSecurity\.BASELINE/,
    ],
    [
      'podSecurity without createNamespaces',
      { podSecurity: PodSecurity.RESTRICTED },
      'EGR0120',
      /podSecurity cannot be set without createNamespaces/,
      /createNamespaces: true, or run kubectl label namespace NAME pod-security.kubernetes.io\/enforce=restricted$/,
    ],
    [
      'a text as a peer',
      { allowTo: ['x'] as never },
      'EGR0103',
      /allowTo\[0\] .*EgressPeer/,
      /EgressPeer\.namespace\("x"\)/,
    ],
    [
      'to create namespace default',
      { namespaces: ['default'], createNamespaces: true },
      'EGR0502',
      /default cannot be created/,
      /^remove createNamespaces/,
    ],
  ])('rejects %s', (_, props, code, problem, fix) => {
    const finding = findingOf(() => lockdown(props));
    expect(finding).toMatchObject({ code, constructPath: 'chart/lockdown' });
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).toMatch(fix);
  });

  test('names all malformed properties in one error', () => {
    const findings = findingsOf(() => lockdown({ namespaces: ['A', 'B'], dns: 'x' as never, unknown: 1 } as never));
    expect(findings.map(({ code }) => code)).toEqual(['EGR0101', 'EGR0110', 'EGR0110', 'EGR0103']);
  });

  test('rejects a list in allowTo(), which accepts peers one by one', () => {
    expect(findingOf(() => lockdown().allowTo([EgressPeer.sameNamespace()] as never))).toMatchObject({
      code: 'EGR0109',
      got: '["EgressPeer.sameNamespace()"]',
      fix: expect.stringContaining('lockdown.allowTo(EgressPeer.sameNamespace())') as string,
    });
  });

  test('rejects the gateway of another app as a peer, and then opens none of the peers of the call', () => {
    const peer = EgressPeer.gateway(EgressGateway.fromEgressGatewayAttributes(newChart(), 'theirs'));
    const chart = newChart();
    const made = lockdown({}, chart);
    const peers = [EgressPeer.sameNamespace(), peer];
    for (const run of [() => lockdown({ allowTo: peers }), () => made.allowTo(...peers)]) {
      expect(findingOf(run)).toMatchObject({
        code: 'EGR0301',
        constructPath: 'chart/lockdown',
        problem: 'allowTo[1] must belong to the same app',
        got: '"chart/theirs"',
      });
    }
    expect(rulesIn(chart)).toEqual([DNS_RULE, ISTIOD_RULE, GATEWAY_RULE]);
  });
});

describe('EgressLockdownPolicy cannot lock down', () => {
  test.each<[string, Props, string]>([
    ['kube-system', {}, 'kube-system'],
    ['kube-public', {}, 'kube-public'],
    ['kube-node-lease', {}, 'kube-node-lease'],
    ['the namespace of the default gateway', {}, 'istio-system'],
    ['istio-system with a control plane outside the cluster', { controlPlane: external() }, 'istio-system'],
    ['the namespace of a preset DNS', { dns: ClusterDns.OPENSHIFT }, 'openshift-dns'],
    ['the namespace of a custom DNS', { dns: ClusterDns.of({ namespace: 'dns', podLabels: { a: 'b' } }) }, 'dns'],
    ['the namespace of the control plane', { controlPlane: ControlPlane.istiod({ namespace: 'control' }) }, 'control'],
  ])('%s', (_, props, namespace) => {
    const finding = findingOf(() => lockdown({ ...props, namespaces: ['payments', namespace] }));
    expect(finding).toMatchObject({ code: 'EGR0501', fix: `remove "${namespace}" from namespaces` });
  });

  test.each(['istio-egress', 'istio-system'])('%s if the gateway is in istio-egress', (namespace) => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'g', { namespace: 'istio-egress' });
    expect(findingOf(() => lockdown({ gateway, namespaces: [namespace] }, chart)).code).toBe('EGR0501');
  });

  test('the root namespace of its EgressMesh', () => {
    const chart = new Chart(new EgressMesh(new App(), 'mesh', { rootNamespace: 'mesh-root' }), 'chart');
    expect(findingOf(() => lockdown({ namespaces: ['mesh-root'] }, chart)).code).toBe('EGR0501');
  });

  test('a namespace that another construct of the mesh locks down', () => {
    const app = new App();
    lockdown({ namespaces: ['a', 'b'] }, newChart('default', app, 'one'), 'first');
    const second = lockdown({ namespaces: ['b', 'c'] }, newChart('default', app, 'two'), 'second');
    const [finding, ...others] = findingsWith('EGR1301', app);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      constructPath: second.node.path,
      got: '{"constructs":["one/first","two/second"]}',
      fix: expect.stringContaining('remove b from one lockdown') as string,
    });
  });
});

describe('EgressLockdownPolicy accepts', () => {
  test('a namespace with a one-letter name that occurs in the name of the control plane', () => {
    const controlPlane = ControlPlane.istiod({ namespace: 'control' });
    expect(lockdown({ controlPlane, namespaces: ['c'] }).namespaces).toEqual(['c']);
  });

  test('a namespace that a lockdown of another app closes, because each app is a mesh', () => {
    lockdown();
    expect(findingsWith('EGR1301', lockdown())).toEqual([]);
  });
});

function external(): ControlPlane {
  return ControlPlane.external({ cidrs: ['203.0.113.7/32'] });
}
