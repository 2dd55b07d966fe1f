import fc from 'fast-check';
import { clusterNetworkPolicySpec, exceptNamespaces } from '../../../../lib/render/network-policy/cluster';
import { lockdownPolicySpec } from '../../../../lib/render/network-policy/lockdown';
import { PeerPort, PeerRule, podsIn } from '../../../../lib/render/network-policy/peer-rule';
import { violations } from '../../../support/schema';
import { messageOf } from '../../help';

const SUBJECT = exceptNamespaces({}, ['kube-system']);
const LOCKDOWN = { priority: 100, subject: SUBJECT, allowBetweenNamespaces: false };
const DENY = { action: 'Deny', to: [{ networks: ['0.0.0.0/0', '::/0'] }, { namespaces: {} }] };

const specOf = (rules: readonly PeerRule[], over: Partial<typeof LOCKDOWN> = {}) =>
  clusterNetworkPolicySpec(lockdownPolicySpec(rules), { ...LOCKDOWN, ...over });
const tcp = (port: number): PeerPort => ({ protocol: 'TCP', port });
const range = (index: number) => ({ ipBlock: { cidr: `10.${index >> 8}.${index & 255}.0/24` } });
const manifest = (spec: object) => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name: 'it' },
  spec,
});

describe('clusterNetworkPolicySpec', () => {
  test('denies every address and every pod if no rule allows them, in the tier that tenants cannot override', () => {
    const subject = { namespaces: SUBJECT };
    expect(specOf([])).toEqual({ tier: 'Admin', priority: 100, subject, egress: [DENY] });
  });

  test.each<[string, PeerRule, object]>([
    [
      'pods of a namespace on a port',
      { peers: [podsIn('kube-system', { app: 'dns' })], ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] },
      {
        action: 'Pass',
        to: [
          {
            pods: {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { app: 'dns' } },
            },
          },
        ],
        protocols: [{ udp: { destinationPort: { number: 53 } } }, { tcp: { destinationPort: { number: 53 } } }],
      },
    ],
    [
      'every pod of a namespace on every port',
      { peers: [podsIn('databases')], ports: [] },
      { action: 'Pass', to: [{ namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } } }] },
    ],
    [
      'ranges, each once',
      { peers: [range(0), range(1), range(0)], ports: [tcp(443)] },
      {
        action: 'Pass',
        to: [{ networks: ['10.0.0.0/24', '10.0.1.0/24'] }],
        protocols: [{ tcp: { destinationPort: { number: 443 } } }],
      },
    ],
  ])('passes %s, before everything else is denied', (_, rule, expected) => {
    expect(specOf([rule]).egress).toEqual([expected, DENY]);
  });

  test('passes pods of the closed namespaces by the selector of these namespaces', () => {
    const between = { action: 'Pass', to: [{ namespaces: SUBJECT }] };
    expect(specOf([], { allowBetweenNamespaces: true }).egress).toEqual([between, DENY]);
  });

  test('puts peers with the same ports into one rule', () => {
    const rules = ['a', 'b', 'c'].map((name) => ({ peers: [podsIn(name)], ports: [tcp(5432)] }));
    expect(specOf(rules).egress.map(({ to }) => to.length)).toEqual([3, 2]);
  });

  test.each<[string, PeerRule]>([
    ['peers', { peers: Array.from({ length: 24 * 25 + 1 }, (_, index) => podsIn(`n${index}`)), ports: [] }],
    ['ports', { peers: [podsIn('a')], ports: Array.from({ length: 24 * 25 + 1 }, (_, index) => tcp(index + 1)) }],
  ])('rejects more %s than the API server accepts', (_, rule) => {
    expect(messageOf(() => specOf([rule]))).toMatch(/^EGR0562/);
  });

  test('is valid, and passes every peer on every port of its rule, for all rules within the limits', () => {
    const rule = fc.record({ peers: fc.integer({ min: 1, max: 60 }), ports: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 2 }), (sizes) => {
        const rules = sizes.map(({ peers, ports }, of) => ({
          peers: Array.from({ length: peers }, (_, index) =>
            index % 2 === 0 ? range(index) : podsIn(`n${of}-${index}`),
          ),
          ports: Array.from({ length: ports }, (_, index) => tcp(of * 1000 + index + 1)),
        }));
        const spec = specOf(rules);
        expect(violations(manifest(spec))).toEqual([]);
        expect(pairsOf(spec)).toEqual(new Set(rules.flatMap(pairsOfRule)));
      }),
      { numRuns: 50 },
    );
  });
});

test('exceptNamespaces keeps the selector, and adds the namespaces, each once', () => {
  const operator = 'Exists' as never;
  const selector = { matchLabels: { team: 'a' }, matchExpressions: [{ key: 'env', operator }] };
  expect(exceptNamespaces(selector, ['b', 'a', 'b'])).toEqual({
    matchLabels: { team: 'a' },
    matchExpressions: [
      { key: 'env', operator },
      { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['a', 'b'] },
    ],
  });
});

/** Each passed peer with each port, as text. */
function pairsOf({ egress }: ReturnType<typeof specOf>): ReadonlySet<string> {
  const pass = egress.filter(({ action }) => action === 'Pass');
  return new Set(
    pass.flatMap(({ to, protocols }) => {
      const peers = to.flatMap(({ namespaces, networks }) => networks ?? [nameIn(namespaces)]);
      const ports = protocols?.map(({ tcp }) => tcp?.destinationPort.number) ?? ['any'];
      return peers.flatMap((peer) => ports.map((port) => `${peer} ${port}`));
    }),
  );
}

function pairsOfRule({ peers, ports }: PeerRule): readonly string[] {
  const names = peers.map(({ ipBlock, namespaceLabels }) => ipBlock?.cidr ?? nameIn({ matchLabels: namespaceLabels }));
  const numbers = ports.length === 0 ? ['any'] : ports.map(({ port }) => String(port));
  return names.flatMap((name) => numbers.map((port) => `${name} ${port}`));
}

function nameIn(selector: { readonly matchLabels?: Readonly<Record<string, string>> | undefined } | undefined): string {
  return selector?.matchLabels?.['kubernetes.io/metadata.name'] ?? '';
}
