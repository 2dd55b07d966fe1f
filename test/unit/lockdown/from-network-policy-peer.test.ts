import { App, Chart, Testing } from 'cdk8s';
import * as plus28 from 'cdk8s-plus-28';
import * as plus33 from 'cdk8s-plus-33';
import { EgressPeer } from '../../../lib/lockdown/egress-peer';
import { EgressPort } from '../../../lib/lockdown/egress-port';
import { lockdownPolicySpec } from '../../../lib/render/network-policy/lockdown';
import { fixIn, messageOf } from '../help';

type Plus = typeof plus28;

const ports = [EgressPort.tcp(5432)];

describe.each<[string, Plus]>([
  ['cdk8s-plus-28', plus28],
  ['cdk8s-plus-33', plus33 as unknown as Plus],
])('EgressPeer.fromNetworkPolicyPeer with %s', (_, plus) => {
  const { Deployment, LabelExpression, Namespace, Namespaces, NetworkPolicy, NetworkPolicyIpBlock, Pod, Pods } = plus;

  const chartIn = (namespace?: string): Chart =>
    new Chart(new App(), 'chart', namespace === undefined ? {} : { namespace });
  const containers = [{ image: 'x' }];

  /** Peers by name. The expected rules are those that cdk8s-plus itself writes. */
  const PEERS: readonly [string, (chart: Chart) => unknown][] = [
    ['all pods of the own namespace', (chart) => Pods.all(chart, 'it')],
    ['labelled pods of the own namespace', (chart) => Pods.select(chart, 'it', { labels: { app: 'db' } })],
    [
      'labelled pods of two namespaces',
      (chart) =>
        Pods.select(chart, 'it', {
          labels: { app: 'db' },
          namespaces: Namespaces.select(chart, 'in', { names: ['a', 'b'], labels: { tier: 'x' } }),
        }),
    ],
    [
      'labelled pods of all namespaces',
      (chart) => Pods.select(chart, 'it', { labels: { app: 'db' }, namespaces: Namespaces.all(chart, 'all') }),
    ],
    ['namespaces by labels', (chart) => Namespaces.select(chart, 'it', { labels: { team: 'a' } })],
    ['a namespace of the app', (chart) => new Namespace(chart, 'it', { metadata: { name: 'databases' } })],
    ['a workload', (chart) => new Deployment(chart, 'it', { containers })],
    ['a pod', (chart) => new Pod(chart, 'it', { containers })],
    ['a range of addresses', (chart) => NetworkPolicyIpBlock.ipv4(chart, 'it', '10.0.0.0/8', ['10.1.0.0/16'])],
    ['a range of IPv6 addresses', (chart) => NetworkPolicyIpBlock.ipv6(chart, 'it', '2001:db8::/64')],
  ];

  test.each(PEERS)('opens %s as a NetworkPolicy of cdk8s-plus does', (_name, make) => {
    const chart = chartIn('payments');
    const peer = make(chart);
    const policy = new NetworkPolicy(chart, 'policy');
    policy.addEgressRule(peer as never);
    const manifests = Testing.synth(chart) as { kind: string; spec: { egress: { to: object[] }[] } }[];
    const [expected] = manifests.find(({ kind }) => kind === 'NetworkPolicy')?.spec.egress ?? [];
    const [rule] = lockdownPolicySpec([EgressPeer.fromNetworkPolicyPeer(peer)._rule]).egress;
    const normal = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replace('"podSelector":{},"namespaceSelector"', '"namespaceSelector"'));
    expect(withoutDefaults(normal(rule?.to))).toEqual(withoutDefaults(normal(expected?.to)));
  });

  test('opens only the given ports', () => {
    const peer = Pods.select(chartIn(), 'it', { labels: { app: 'db' } });
    expect(EgressPeer.fromNetworkPolicyPeer(peer, { ports })._rule).toEqual({
      peers: [{ podLabels: { app: 'db' } }],
      ports: [{ protocol: 'TCP', port: 5432 }],
    });
  });

  test('accepts an expression with one value, which is the same as a label', () => {
    const peer = Pods.select(chartIn(), 'it', { expressions: [LabelExpression.in('app', ['db'])] });
    expect(EgressPeer.fromNetworkPolicyPeer(peer)._rule.peers).toEqual([{ podLabels: { app: 'db' } }]);
  });

  test.each<[string, (chart: Chart) => unknown, RegExp, RegExp]>([
    [
      'pods by an expression with several values',
      (chart) => Pods.select(chart, 'it', { expressions: [LabelExpression.in('app', ['a', 'b'])] }),
      /peer cannot select pods by expressions: got "app In a, b"/,
      /^write labels: \{ "app": "a" \}, and one peer for each value$/,
    ],
    [
      'pods by an expression of absence',
      (chart) => Pods.select(chart, 'it', { expressions: [LabelExpression.doesNotExist('app')] }),
      /peer cannot select pods by expressions: got "app DoesNotExist"/,
      /^write labels: /,
    ],
    [
      'namespaces by an expression',
      (chart) => Namespaces.select(chart, 'it', { expressions: [LabelExpression.notIn('team', ['a'])] }),
      /peer cannot select namespaces by expressions: got "team NotIn a"/,
      /^write labels: /,
    ],
    [
      'an expression that contradicts a label',
      (chart) => Pods.select(chart, 'it', { labels: { app: 'a' }, expressions: [LabelExpression.in('app', ['b'])] }),
      /peer cannot select pods by expressions/,
      /^write labels: /,
    ],
    [
      'an empty list of namespaces, which would open everything',
      (chart) => Namespaces.select(chart, 'it', { names: [] }),
      /peer must select namespaces: got \[\]/,
      /^write namespaces: /,
    ],
    [
      'every pod of the cluster',
      (chart) => Namespaces.all(chart, 'it'),
      /peer cannot select every pod of the cluster on all ports/,
      /names: \['databases'\]/,
    ],
    ['the internet', (chart) => NetworkPolicyIpBlock.anyIpv4(chart, 'it'), /much of the internet/, /ports/],
    [
      'a malformed label',
      (chart) => Pods.select(chart, 'it', { labels: { 'a b': 'c' } }),
      /EGR0113: .*label key "a b"/,
      /--show-labels/,
    ],
  ])('rejects %s', (_name, make, problem, fix) => {
    const message = messageOf(() => EgressPeer.fromNetworkPolicyPeer(make(chartIn('payments'))));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test('opens every pod of the cluster, or the internet, on certain ports', () => {
    const chart = chartIn('payments');
    for (const peer of [Namespaces.all(chart, 'a'), NetworkPolicyIpBlock.anyIpv4(chart, 'b')]) {
      expect(EgressPeer.fromNetworkPolicyPeer(peer, { ports })._rule.ports).toHaveLength(1);
    }
  });
});

/** Returns peers with an explicit pod selector beside each namespace selector: an empty one is the default. */
function withoutDefaults(peers: unknown): unknown {
  return (peers as { podSelector?: object; namespaceSelector?: { matchLabels?: object } }[]).map((peer) => ({
    ...peer,
    ...(peer.namespaceSelector && {
      podSelector: peer.podSelector ?? {},
      namespaceSelector: { matchLabels: peer.namespaceSelector.matchLabels ?? {} },
    }),
  }));
}

describe('EgressPeer.fromNetworkPolicyPeer', () => {
  test.each<[string, unknown, string]>([
    ['text', 'databases', 'got "databases"'],
    ['nothing', undefined, 'got undefined'],
    ['a chart', new Chart(new App(), 'chart'), 'got Chart'],
    ['a peer without a selector', { toNetworkPolicyPeerConfig: () => ({}) }, 'got {}'],
    [
      'a selector of another shape',
      { toNetworkPolicyPeerConfig: () => ({ podSelector: { labelSelector: {} } }) },
      'got {}',
    ],
  ])('rejects %s', (_, value, got) => {
    const message = messageOf(() => EgressPeer.fromNetworkPolicyPeer(value));
    expect(message).toContain(`peer must be a network policy peer of cdk8s-plus: ${got}`);
    expect(fixIn(message)).toMatch(/^write EgressPeer\.namespace\(/);
  });

  test('rejects unknown options', () => {
    const peer = plus28.Pods.all(new Chart(new App(), 'chart'), 'it');
    expect(messageOf(() => EgressPeer.fromNetworkPolicyPeer(peer, { podLabels: {} } as never))).toContain('podLabels');
  });
});

describe('EgressPeer', () => {
  test('is recognized by isEgressPeer(), and a port by isEgressPort()', () => {
    expect(EgressPeer.isEgressPeer(EgressPeer.sameNamespace())).toBe(true);
    expect(EgressPort.isEgressPort(EgressPort.tcp(1))).toBe(true);
    for (const other of [undefined, null, 'a', {}, EgressPort.tcp(1)])
      expect(EgressPeer.isEgressPeer(other)).toBe(false);
  });

  test('rejects all malformed ports in one error', () => {
    const bad = [EgressPort.tcp(1), 5432, 'TCP 1'] as never;
    const message = messageOf(() => EgressPeer.sameNamespace({ ports: bad }));
    expect(message.split('\n').map((line) => /ports\[\d\]/.exec(line)?.[0])).toEqual(['ports[1]', 'ports[2]']);
  });
});
