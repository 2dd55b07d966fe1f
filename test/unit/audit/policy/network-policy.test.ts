import { nameOf } from '../../../../lib/audit/manifest/manifest';
import { networkPoliciesOf, worstVerdict } from '../../../../lib/audit/policy/connection';
import { Endpoint } from '../../../../lib/audit/policy/endpoint';
import { meshWith, outside, pod, verdictOf } from './support';

const api = pod('payments', { app: 'api' });
const batch = pod('payments', { app: 'batch' });
const shop = pod('shop', { app: 'api' });
const dns = pod('kube-system', { 'k8s-app': 'kube-dns' }, { ports: [{ name: 'dns', number: 53, protocol: 'UDP' }] });

/** A NetworkPolicy of namespace payments. */
function policy(spec: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: policy, namespace: payments }
spec: ${spec}
`;
}

type Row = readonly [title: string, spec: string, from: Endpoint, to: Endpoint, port: number, allowed: boolean];

const EGRESS = '{ podSelector: {}, policyTypes: [Egress], egress:';

test.each<Row>([
  ['a policy without rules denies', '{ podSelector: {}, policyTypes: [Egress] }', api, shop, 80, false],
  [
    'a policy leaves other namespaces alone',
    '{ podSelector: {}, policyTypes: [Egress] }',
    shop,
    outside('192.0.2.1'),
    80,
    true,
  ],
  ['a policy of egress leaves ingress alone', '{ podSelector: {}, policyTypes: [Egress] }', shop, api, 80, true],
  ['absent policyTypes mean ingress', '{ podSelector: {} }', shop, api, 80, false],
  [
    'absent policyTypes leave egress alone without egress rules',
    '{ podSelector: {}, egress: [] }',
    api,
    shop,
    80,
    true,
  ],
  [
    'absent policyTypes mean egress with egress rules',
    '{ podSelector: {}, egress: [{ ports: [{ port: 1 }] }] }',
    api,
    shop,
    80,
    false,
  ],
  ['an absent podSelector selects every pod', '{ policyTypes: [Egress] }', api, shop, 80, false],
  [
    'a podSelector leaves other pods alone',
    '{ podSelector: { matchLabels: { app: api } }, policyTypes: [Egress] }',
    batch,
    shop,
    80,
    true,
  ],
  [
    'NotIn selects a pod without the label',
    '{ podSelector: { matchExpressions: [{ key: tier, operator: NotIn, values: [web] }] }, policyTypes: [Egress] }',
    api,
    shop,
    80,
    false,
  ],
  [
    'Exists selects no pod without the label',
    '{ podSelector: { matchExpressions: [{ key: tier, operator: Exists }] }, policyTypes: [Egress] }',
    api,
    shop,
    80,
    true,
  ],
  [
    'DoesNotExist selects a pod without the label',
    '{ podSelector: { matchExpressions: [{ key: tier, operator: DoesNotExist }] }, policyTypes: [Egress] }',
    api,
    shop,
    80,
    false,
  ],
  ['an empty rule allows everything', `${EGRESS} [{}] }`, api, outside('192.0.2.1'), 443, true],
  [
    'a podSelector alone means the namespace of the policy',
    `${EGRESS} [{ to: [{ podSelector: { matchLabels: { app: api } } }] }] }`,
    batch,
    shop,
    80,
    false,
  ],
  ['a namespaceSelector means every pod', `${EGRESS} [{ to: [{ namespaceSelector: {} }] }] }`, api, shop, 80, true],
  [
    'a namespaceSelector means no address',
    `${EGRESS} [{ to: [{ namespaceSelector: {} }] }] }`,
    api,
    outside('192.0.2.1'),
    80,
    false,
  ],
  [
    'a namespace is selected by its name',
    `${EGRESS} [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }] }] }`,
    api,
    shop,
    80,
    true,
  ],
  [
    'both selectors must select',
    `${EGRESS} [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: db } } }] }] }`,
    api,
    shop,
    80,
    false,
  ],
  [
    'a range contains the address',
    `${EGRESS} [{ to: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }] }`,
    api,
    outside('192.0.2.1'),
    80,
    true,
  ],
  [
    'an exception does not',
    `${EGRESS} [{ to: [{ ipBlock: { cidr: 192.0.2.0/24, except: [192.0.2.0/31] } }] }] }`,
    api,
    outside('192.0.2.1'),
    80,
    false,
  ],
  [
    'a range of IPv6 contains no IPv4',
    `${EGRESS} [{ to: [{ ipBlock: { cidr: '::/0' } }] }] }`,
    api,
    outside('192.0.2.1'),
    80,
    false,
  ],
  [
    'a range of IPv4 contains no IPv6',
    `${EGRESS} [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }] }`,
    api,
    outside('2001:db8::1'),
    80,
    false,
  ],
  [
    'a range with a malformed prefix contains no address',
    `${EGRESS} [{ to: [{ ipBlock: { cidr: 192.0.2.0/8.5 } }] }] }`,
    api,
    outside('192.0.2.77'),
    80,
    false,
  ],
  [
    'a range with a malformed prefix contains no pod',
    `${EGRESS} [{ to: [{ ipBlock: { cidr: '10.0.0.0/' } }] }] }`,
    api,
    shop,
    80,
    false,
  ],
  [
    'host bits of a range do not count',
    `${EGRESS} [{ to: [{ ipBlock: { cidr: 192.0.2.77/24 } }] }] }`,
    api,
    outside('192.0.2.1'),
    80,
    true,
  ],
  ['the default protocol is TCP', `${EGRESS} [{ ports: [{ port: 53 }] }] }`, api, dns, 53, true],
  ['UDP is not TCP', `${EGRESS} [{ ports: [{ port: 53, protocol: UDP }] }] }`, api, dns, 53, false],
  ['a port without a number is every port', `${EGRESS} [{ ports: [{ protocol: TCP }] }] }`, api, shop, 80, true],
  ['endPort is inclusive', `${EGRESS} [{ ports: [{ port: 8000, endPort: 8010 }] }] }`, api, shop, 8010, true],
  ['endPort is the end', `${EGRESS} [{ ports: [{ port: 8000, endPort: 8010 }] }] }`, api, shop, 8011, false],
  [
    'an address has no named port',
    `${EGRESS} [{ ports: [{ port: dns, protocol: UDP }] }] }`,
    api,
    outside('192.0.2.1'),
    53,
    false,
  ],
  [
    'an empty list of peers means every peer',
    `${EGRESS} [{ to: [], ports: [{ port: 80 }] }] }`,
    api,
    outside('192.0.2.1'),
    80,
    true,
  ],
  [
    'an address may come in',
    '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }] }',
    outside('192.0.2.1'),
    api,
    80,
    true,
  ],
])('In a NetworkPolicy, %s', (_, spec, from, to, port, allowed) => {
  expect(verdictOf(meshWith(policy(spec)), from, to, port)).toMatchObject({ allowed, assumptions: [] });
});

test('A named port is a port of the pod that the connection reaches', () => {
  const mesh = meshWith(policy(`${EGRESS} [{ ports: [{ port: dns, protocol: UDP }] }] }`));
  expect(verdictOf(mesh, api, dns, 53, { protocol: 'UDP' })).toMatchObject({ allowed: true, assumptions: [] });
  expect(verdictOf(mesh, api, dns, 54, { protocol: 'UDP' })).toMatchObject({ allowed: false, assumptions: [] });
  expect(verdictOf(mesh, api, shop, 53, { protocol: 'UDP' })).toMatchObject({
    allowed: false,
    assumptions: ['port 53 of the pods of shop is not named dns'],
  });
});

test('Rules of several policies add up, and the rule that allows is the evidence', () => {
  const closed = policy('{ podSelector: {}, policyTypes: [Egress] }');
  const open = policy(`${EGRESS} [{ ports: [{ port: 1 }] }, { ports: [{ port: 80 }] }] }`).replace(
    'name: policy',
    'name: open',
  );
  const { allowed, decidedBy } = verdictOf(meshWith(`${closed}---${open}`), api, shop, 80);
  expect([allowed, decidedBy.map(({ manifest, path }) => [nameOf(manifest), path])]).toEqual([
    true,
    [['NetworkPolicy payments/open', ['spec', 'egress', 1]]],
  ]);
});

test('A denied connection names the direction, and every policy that selects the pod', () => {
  const closed = policy('{ podSelector: {}, policyTypes: [Egress] }');
  const twice = `${closed}---${closed.replace('name: policy', 'name: second')}`;
  const { denies, decidedBy } = verdictOf(meshWith(twice), api, shop, 80);
  expect([denies, decidedBy.map(({ manifest }) => nameOf(manifest))]).toEqual([
    'egress',
    ['NetworkPolicy payments/policy', 'NetworkPolicy payments/second'],
  ]);
});

test('Both ends must allow a connection', () => {
  const mesh = meshWith(
    policy('{ podSelector: { matchLabels: { app: api } }, policyTypes: [Ingress, Egress], egress: [{}] }'),
  );
  expect(verdictOf(mesh, api, shop, 80).allowed).toBe(true);
  expect(verdictOf(mesh, shop, api, 80)).toMatchObject({ allowed: false, denies: 'ingress' });
});

describe('The labels of a namespace', () => {
  const task = policy(`${EGRESS} [{ to: [{ namespaceSelector: { matchLabels: { istio: system } } }] }] }`);
  const istiod = pod('istio-system', { app: 'istiod' });

  test('are an assumption if neither the manifests nor the settings have them', () => {
    expect(verdictOf(meshWith(task), api, istiod, 15012)).toMatchObject({
      allowed: false,
      assumptions: ['namespace istio-system has no label istio: the manifests do not contain the Namespace'],
    });
  });

  test('are those of the Namespace', () => {
    const namespace =
      '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system, labels: { istio: system } }';
    expect(verdictOf(meshWith(task + namespace), api, istiod, 15012)).toMatchObject({ allowed: true, assumptions: [] });
  });

  test('are those of the settings', () => {
    const settings = { namespaceLabels: { 'istio-system': { istio: 'system' } } };
    expect(verdictOf(meshWith(task, settings), api, istiod, 15012)).toMatchObject({ allowed: true, assumptions: [] });
  });

  test.each([
    ['istio: system', { team: 'mesh' }, true],
    ['team: mesh', { istio: 'system' }, true],
    ['istio: system', { istio: 'other' }, false],
  ])('are those of the Namespace, { %s }, with those of the settings', (labels, stated, allowed) => {
    const namespace = `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system, labels: { ${labels} } }`;
    const mesh = meshWith(task + namespace, { namespaceLabels: { 'istio-system': stated } });
    expect(verdictOf(mesh, api, istiod, 15012)).toMatchObject({ allowed, assumptions: [] });
  });
});

describe('A host without an address', () => {
  const cnn: Endpoint = { kind: 'outside', host: 'edition.cnn.com' };
  const relies = (family: string, prefix: string) => [
    `hosts outside the cluster resolve to ${family} addresses of the internet, in no range of a policy that is smaller than ${prefix}`,
  ];
  const ipv4 = relies('IPv4', '/8');
  const ipv6 = relies('IPv6', '/16');

  test.each([
    ['0.0.0.0/0', '', true, ipv4],
    ['0.0.0.0/0', '10.0.0.0/8, 192.168.0.0/16', true, ipv4],
    ['128.0.0.0/1', '', true, ipv4],
    ['0.0.0.0/0', '0.0.0.0/1, 128.0.0.0/2, 192.0.0.0/3', false, ipv4],
    ['192.0.2.0/24', '', false, ipv4],
    ['10.0.0.0/8', '', false, ipv4],
    ['::/0', '', true, ipv6],
    ['::/0', 'fc00::/7, fe80::/10', true, ipv6],
    ['2800::/12', '', true, ipv6],
    ['::/0', '2000::/3', false, ipv4],
    ['2606:2800::/32', '', false, ipv4],
    ['::ffff:0:0/96', '', true, ipv4],
    ['0.0.0.0/0', '::ffff:0:0/97, ::ffff:128.0.0.0/97', false, ipv4],
  ])('is in %s without [%s]: %s', (cidr, except, allowed, assumptions) => {
    const mesh = meshWith(
      policy(
        `${EGRESS} [{ to: [{ ipBlock: { cidr: '${cidr}', except: [${
          except &&
          except
            .split(', ')
            .map((each) => `'${each}'`)
            .join(', ')
        }] } }] }] }`,
      ),
    );
    expect(verdictOf(mesh, api, cnn, 443)).toMatchObject({ allowed, assumptions });
  });
});

test('A pod without an address is in ranges that contain a whole private range', () => {
  const to = (cidr: string) => meshWith(policy(`${EGRESS} [{ to: [{ ipBlock: { cidr: ${cidr} } }] }] }`));
  for (const range of ['0.0.0.0/0', '10.0.0.0/8', '192.168.0.0/16', 'fc00::/7']) {
    expect(verdictOf(to(range), api, shop, 80)).toMatchObject({
      allowed: true,
      assumptions: [`the network plugin applies ${range} to pods too`],
    });
  }
});

test('A pod without an address is in every smaller range that can contain the pod, and in no exception', () => {
  const rule = (block: string) => meshWith(policy(`${EGRESS} [{ to: [{ ipBlock: ${block} }] }] }`));
  expect(verdictOf(rule('{ cidr: 10.244.0.0/16 }'), api, shop, 80)).toMatchObject({
    allowed: true,
    assumptions: ['10.244.0.0/16 contains the addresses of the pods of namespace shop'],
  });
  expect(verdictOf(rule('{ cidr: 10.0.0.0/8, except: [10.244.0.0/16] }'), api, shop, 80)).toMatchObject({
    allowed: true,
    assumptions: [
      'the network plugin applies 10.0.0.0/8 to pods too',
      '10.244.0.0/16 does not contain the addresses of the pods of namespace shop',
    ],
  });
  expect(verdictOf(rule('{ cidr: 0.0.0.0/0, except: [10.0.0.0/8] }'), api, shop, 80)).toMatchObject({
    allowed: true,
    assumptions: [
      'the network plugin applies 0.0.0.0/0 to pods too',
      '10.0.0.0/8 does not contain the addresses of the pods of namespace shop',
    ],
  });
  expect(verdictOf(rule('{ cidr: 203.0.113.0/24 }'), api, shop, 80)).toMatchObject({ allowed: false, assumptions: [] });
});

test('Policies of network plugins and of older APIs are assumptions of a connection that passes', () => {
  const foreign = (apiVersion: string, kind: string, metadata: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\nspec: {}\n`;
  const mesh = meshWith(
    [
      foreign('cilium.io/v2', 'CiliumNetworkPolicy', '{ name: own, namespace: payments }'),
      foreign('cilium.io/v2', 'CiliumNetworkPolicy', '{ name: other, namespace: shop }'),
      foreign('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', '{ name: all }'),
      foreign('projectcalico.org/v3', 'GlobalNetworkPolicy', '{ name: global }'),
    ].join('---\n'),
  );
  const { assumptions } = verdictOf(mesh, api, outside('192.0.2.1'), 443);
  expect(assumptions.map((text) => text.split(' denies nothing')[0])).toEqual([
    ...['AdminNetworkPolicy all', 'GlobalNetworkPolicy global', 'CiliumNetworkPolicy payments/own'],
  ]);
});

test.each([
  ['cilium.io/v2', 'CiliumNetworkPolicy', '{ egress: [{ toEntities: [world] }] }', true],
  ['cilium.io/v2', 'CiliumNetworkPolicy', '{ ingress: [{}] }', false],
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', '{ egress: [{ action: Pass }] }', true],
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', '{ egress: [{ action: Deny }] }', false],
  ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', '{ egress: [{ action: Allow }] }', false],
  ['policy.networking.k8s.io/v1beta9', 'ClusterNetworkPolicy', '{ egress: [{ action: Accept }] }', true],
  ['projectcalico.org/v3', 'GlobalNetworkPolicy', '{ egress: [{ action: Allow }] }', true],
  ['projectcalico.org/v3', 'StagedGlobalNetworkPolicy', '{ egress: [{ action: Allow }] }', false],
  ['plugin.example/v1', 'HostNetworkPolicy', '{ egress: [{ to: [{ fqdn: example.com }] }] }', true],
])('%s %s with %s beside a NetworkPolicy can open: %p', (apiVersion, kind, spec, opens) => {
  const foreign = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: open, namespace: payments }\nspec: ${spec}\n`;
  const mesh = meshWith([policy('{ podSelector: {}, policyTypes: [Egress] }'), foreign].join('---\n'));
  const connection = { from: api, to: outside('192.0.2.1'), port: 443, protocol: 'TCP' } as const;
  const verdict = worstVerdict(networkPoliciesOf(mesh), connection);
  expect([
    verdict.allowed,
    verdict.assumptions.some((text) => text.endsWith('the connection counts as allowed')),
  ]).toEqual([opens, opens]);
  expect(verdictOf(mesh, api, outside('192.0.2.1'), 443).allowed).toBe(false);
});
