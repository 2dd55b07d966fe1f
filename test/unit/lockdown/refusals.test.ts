import { App, Lazy } from 'cdk8s';
import {
  ClusterDns,
  ControlPlane,
  EgressGateway,
  EgressLockdownPolicyProps,
  EgressPeer,
  LockdownMode,
} from '../../../lib';
import { fixIn, messageOf, newChart, ofKind } from '../help';
import { DNS_RULE, GATEWAY_RULE, ISTIOD_RULE, lockdown, rulesIn } from './help';

type Props = Partial<EgressLockdownPolicyProps>;
const token = Lazy.any({ produce: () => 'payments' }) as string;

describe('EgressLockdownPolicy refuses', () => {
  test.each<[string, Props, RegExp, RegExp]>([
    ['no namespace', { namespaces: [] }, /namespaces is empty.*got \[\]/, /write namespaces/],
    ['a namespace twice', { namespaces: ['a', 'a'] }, /a stands in namespaces twice.*\["a","a"\]/, /remove one/],
    ['a malformed namespace', { namespaces: ['Pay'] }, /dns-1123.*got "Pay"/, /as kubectl shows it/],
    ['a token', { namespaces: [token] }, /namespace is a token/, /resolve the value before/],
    ['a token for the list', { namespaces: token as unknown as string[] }, /is a token/, /resolve the value before/],
    ['kube-system', { namespaces: ['a', 'kube-system'] }, /kube-system is the cluster's or istio's/, /remove kube-sys/],
    ['kube-public', { namespaces: ['kube-public'] }, /kube-public is the cluster's/, /remove kube-public/],
    ['kube-node-lease', { namespaces: ['kube-node-lease'] }, /kube-node-lease is the cl/, /remove kube-node-lease/],
    ["istio-system, the gateway's", { namespaces: ['istio-system'] }, /istio-system is the gateway's/, /remove istio/],
    [
      'the namespace of the DNS',
      { namespaces: ['openshift-dns'], dns: ClusterDns.OPENSHIFT },
      /openshift-dns is the cluster's or istio's/,
      /remove openshift-dns/,
    ],
    [
      'the namespace of a DNS of your own',
      { namespaces: ['dns'], dns: ClusterDns.of({ namespace: 'dns', pods: { app: 'dns' } }) },
      /dns is the cluster's or istio's/,
      /remove dns/,
    ],
    [
      'the namespace of the control plane',
      { namespaces: ['control'], controlPlane: ControlPlane.istiod({ namespace: 'control' }) },
      /control is the cluster's or istio's/,
      /remove control/,
    ],
    [
      'dns that labels would ignore',
      { mode: LockdownMode.BY_LABELS, dns: ClusterDns.KUBE_DNS },
      /dns would be ignored.*got "LockdownMode\.BY_LABELS"/,
      /remove dns, or the mode/,
    ],
    [
      'a control plane that labels would ignore',
      { mode: LockdownMode.BY_LABELS, dns: ClusterDns.KUBE_DNS, controlPlane: ControlPlane.ISTIOD },
      /dns and controlPlane would be ignored/,
      /remove dns and controlPlane, or the mode/,
    ],
    [
      'a level of Pod Security in a string',
      { createNamespaces: true, podSecurity: 'baseline' as never },
      /podSecurity is missing or of another kind: got "baseline"; allowed: PodSecurity\.BASELINE or PodSecurity\.RESTRICTED;/,
      /^write podSecurity: PodSecurity\.BASELINE or PodSecurity\.RESTRICTED$/,
    ],
    ['null for what is allowed', { allow: null as never }, /allow is missing .* got null/, /^write allow: \[Egress/],
    ['to create default', { namespaces: ['default'], createNamespaces: true }, /default/, /createNamespaces/],
  ])('%s and names itself', (_, props, problem, fix) => {
    const message = messageOf(() => lockdown(props));
    expect(message).toMatch(/^\[chart\/lockdown\] /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test('istio-system also when the gateway is elsewhere', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'g', { namespace: 'istio-egress' });
    const message = messageOf(() => lockdown({ gateway, namespaces: ['istio-system'] }, chart));
    expect(message).toMatch(/^\[chart\/lockdown\] namespace istio-system is the cluster's or istio's/);
  });

  test("the gateway's own namespace, wherever it is", () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'g', { namespace: 'istio-egress' });
    const message = messageOf(() => lockdown({ gateway, namespaces: ['istio-egress'] }, chart));
    expect(message).toMatch(/^\[chart\/lockdown\] namespace istio-egress is the gateway's own/);
    expect(fixIn(message)).toMatch(/remove istio-egress from namespaces/);
  });

  test('a namespace that another construct of the app locks down, and names both', () => {
    const app = new App();
    lockdown({ namespaces: ['a', 'b'] }, newChart('default', app, 'one'), 'first');
    const message = messageOf(() => lockdown({ namespaces: ['b', 'c'] }, newChart('default', app, 'two'), 'second'));
    expect(message).toMatch(/^\[two\/second\] namespace b is locked down twice: got \["one\/first","two\/second"\]/);
  });

  test('peers in a list later: it takes them one by one', () => {
    const message = messageOf(() => lockdown().allowTo([EgressPeer.sameNamespace()] as never));
    expect(message).toMatch(/^\[chart\/lockdown\] lockdown\.allowTo got a list: /);
    expect(fixIn(message)).toBe('write lockdown.allowTo(EgressPeer.sameNamespace()), without brackets');
  });

  test('the gateway of another app among its peers, as a property and later, and opens nothing', () => {
    const peer = EgressPeer.gateway(EgressGateway.fromExisting(newChart(), 'theirs'));
    const chart = newChart();
    const made = lockdown({}, chart);
    for (const message of [
      messageOf(() => lockdown({ allow: [peer] })),
      messageOf(() => made.allowTo(EgressPeer.sameNamespace(), peer)),
    ]) {
      expect(message).toMatch(/^\[chart\/lockdown\] gateway belongs to another app: got "chart\/theirs"; /);
      expect(fixIn(message)).toMatch(/^describe it in this app/);
    }
    expect(rulesIn(chart)).toEqual([DNS_RULE, ISTIOD_RULE, GATEWAY_RULE]);
  });

  test('nothing of another app, which is another mesh', () => {
    lockdown();
    expect(() => lockdown()).not.toThrow();
  });
});

describe('EgressLockdownPolicy', () => {
  test('locks default down when it is not asked to create it', () => {
    const chart = newChart();
    lockdown({ namespaces: ['default'] }, chart);
    expect(ofKind(chart, 'NetworkPolicy')).toHaveLength(1);
  });
});
