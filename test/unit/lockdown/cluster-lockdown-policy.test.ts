import { App, Chart, Lazy, Testing } from 'cdk8s';
import {
  ClusterDns,
  ClusterLockdownPolicy,
  ClusterLockdownPolicyProps,
  ControlPlane,
  DirectHost,
  EgressChecks,
  EgressGateway,
  EgressLockdownPolicy,
  EgressMesh,
  EgressPeer,
  EgressPort,
  LabelSelectorOperator,
} from '../../../lib';
import { violations } from '../../support/schema';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { messageOf, newChart, stderrOfEachTest } from '../help';
import { findingOf } from '../input/findings';

stderrOfEachTest();

interface Spec {
  readonly priority: number;
  readonly subject: {
    readonly namespaces: { readonly matchExpressions: readonly { readonly values: readonly string[] }[] };
  };
  readonly egress: readonly { readonly action: string; readonly to: readonly object[] }[];
}

function made(chart: Chart, props: Partial<ClusterLockdownPolicyProps> = {}): ClusterLockdownPolicy {
  const gateway = new EgressGateway(chart, 'gateway');
  return new ClusterLockdownPolicy(chart, 'it', { gateway, namespaceSelector: {}, ...props });
}

function written(chart: Chart): Manifest & { readonly spec: Spec } {
  const manifests = Testing.synth(chart) as (Manifest & { readonly spec: Spec })[];
  const found = manifests.find(({ kind }) => kind === 'ClusterNetworkPolicy');
  expect(found && violations(found)).toEqual([]);
  return found as Manifest & { readonly spec: Spec };
}

const openIn = ({ spec }: { readonly spec: Spec }): readonly string[] | undefined =>
  spec.subject.namespaces.matchExpressions.at(-1)?.values;

test('the policy is cluster-scoped, and named after the gateway', () => {
  const chart = new Chart(Testing.app(), 'chart', { namespace: 'a' });
  const policy = made(chart);
  expect(written(chart).metadata).toEqual({ name: 'egress-lockdown.istio-egressgateway.istio-system' });
  expect(policy.node.defaultChild).toBe(policy.clusterNetworkPolicy);
});

test('the policy has its selector, its exempt namespaces and its priority as properties', () => {
  const props = { namespaceSelector: { matchLabels: { team: 'a' } }, exemptNamespaces: ['monitoring'], priority: 7 };
  expect(made(newChart(), props)).toMatchObject(props);
  expect(made(newChart())).toMatchObject({ namespaceSelector: {}, exemptNamespaces: [], priority: 100 });
});

test('ranges of allowTo are reachable for direct hosts on their TCP ports', () => {
  const warningsFor = (...allowTo: EgressPeer[]): readonly string[] => {
    const chart = newChart();
    made(chart, { allowTo });
    const direct = { hosts: ['s3.example.com'], namespaces: ['payments'], cidrs: ['203.0.113.0/28'] };
    new DirectHost(chart, 'direct', { ...direct, because: 'the object store is near' });
    return EgressChecks.of(chart)
      .findings()
      .map(({ code }) => code)
      .filter((code) => code === 'EGR2062');
  };
  const range = '203.0.113.0/24';
  expect(warningsFor(EgressPeer.cidr(range, { ports: [EgressPort.tcp(443)] }))).toEqual([]);
  expect(warningsFor(EgressPeer.cidr(range, { ports: [EgressPort.udp(443)] }))).toEqual(['EGR2062']);
});

test('namespaces of the cluster, of Istio, of the DNS, of the control plane and of every gateway stay open', () => {
  const mesh = new EgressMesh(new App(), 'mesh', { rootNamespace: 'istio-root' });
  const chart = new Chart(mesh, 'chart');
  made(chart, {
    dns: ClusterDns.OPENSHIFT,
    controlPlane: ControlPlane.istiod({ namespace: 'istio-control' }),
    exemptNamespaces: ['monitoring'],
  });
  const other = { namespace: 'egress-eu', serviceName: 'eu', selector: { istio: 'eu' } };
  EgressGateway.fromEgressGatewayAttributes(chart, 'other', other);
  expect(openIn(written(chart))).toEqual([
    ...['egress-eu', 'istio-control', 'istio-root', 'istio-system', 'kube-node-lease', 'kube-public', 'kube-system'],
    ...['monitoring', 'openshift-dns'],
  ]);
});

test('the policy passes the same peers as a lockdown of a namespace', () => {
  const chart = newChart();
  const allowTo = [EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] }), EgressPeer.cidr('10.0.0.0/8')];
  const { gateway } = made(chart, { allowTo });
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'], allowTo });
  const lockdown = (Testing.synth(chart) as (Manifest & { readonly spec: Spec })[]).find(
    ({ kind }) => kind === 'NetworkPolicy',
  );
  const { egress } = written(chart).spec;
  expect(egress.map(({ action }) => action)).toEqual(['Pass', 'Pass', 'Pass', 'Pass', 'Pass', 'Deny']);
  expect(lockdown?.spec.egress).toHaveLength(egress.length - 1);
});

test.each<[string, object, string]>([
  ['no namespaceSelector', { namespaceSelector: undefined }, 'write namespaceSelector: {}'],
  ['a text as namespaceSelector', { namespaceSelector: 'payments' }, 'write namespaceSelector: {}'],
  [
    'a text as labels of namespaces',
    { namespaceSelector: { matchLabels: 'payments' } },
    "write namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'payments' } }",
  ],
  [
    'namespaces by name',
    { namespaceSelector: undefined, namespaces: ['a', 'b'] },
    'use an EgressLockdownPolicy, or write namespaceSelector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: LabelSelectorOperator.IN, values: ["a", "b"] }] }',
  ],
])('%s has a fix that closes namespaces', (_, props, fix) => {
  expect(findingOf(() => made(newChart(), props as never)).fix).toBe(fix);
});

test('allowTo adds peers, and tokens are resolved', () => {
  const chart = newChart();
  const policy = made(chart);
  policy.allowTo(EgressPeer.cidr(Lazy.any({ produce: () => '10.20.0.0/16' }) as string));
  expect(written(chart).spec.egress.at(-2)).toEqual({ action: 'Pass', to: [{ networks: ['10.20.0.0/16'] }] });
});

test.each<[string, EgressPeer, RegExp]>([
  ['pods of the own namespace', EgressPeer.sameNamespace(), /write allowBetweenNamespaces: true/],
  ['a range with exceptions', EgressPeer.cidr('10.0.0.0/8', { exceptCidrs: ['10.1.0.0/16'] }), /around the exceptions/],
])('%s is rejected, also by allowTo, with another way to write the peer', (_, peer, fix) => {
  expect(messageOf(() => made(newChart(), { allowTo: [peer] }))).toMatch(/^EGR0561/);
  expect(messageOf(() => made(newChart()).allowTo(peer))).toMatch(fix);
});

test.each<[string, Partial<ClusterLockdownPolicyProps>, string]>([
  ['no selector', { namespaceSelector: undefined }, 'EGR0102'],
  ['a selector with a token', { namespaceSelector: Lazy.any({ produce: () => ({}) }) as never }, 'EGR0108'],
  [
    'a requirement without values',
    { namespaceSelector: { matchExpressions: [{ key: 'a', operator: LabelSelectorOperator.IN }] } },
    'EGR0308',
  ],
  ['a malformed namespace', { exemptNamespaces: ['A'] }, 'EGR0110'],
  ['a text as a flag', { allowBetweenNamespaces: 'false' as never }, 'EGR0107'],
  ['a priority above 1000', { priority: 1001 }, 'EGR0103'],
  ['a priority below 0', { priority: -1 }, 'EGR0103'],
])('%s is rejected', (_, props, code) => {
  expect(messageOf(() => made(newChart(), props)).slice(0, 7)).toBe(code);
});

test.each<[string, ClusterLockdownPolicyProps['namespaceSelector']]>([
  ['a label', { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }],
  [
    'a requirement',
    {
      matchExpressions: [
        {
          key: 'kubernetes.io/metadata.name',
          operator: LabelSelectorOperator.IN,
          values: ['kube-system', 'istio-system'],
        },
      ],
    },
  ],
])('a selector of namespaces that stay open is an error: %s', (_, namespaceSelector) => {
  const chart = newChart();
  made(chart, { namespaceSelector });
  expect(
    EgressChecks.of(chart)
      .findings()
      .map(({ code }) => code),
  ).toContain('EGR1362');
});
