import fc from 'fast-check';
import { unwrapUnions } from '../../../../lib/construct/unwrap-unions';
import { inOrder } from '../../../../lib/render/network-policy/order';
import { lockdownPolicySpec, RULES_BY_LABELS } from '../../../../lib/render/network-policy/lockdown';
import { PeerRule, podsIn } from '../../../../lib/render/network-policy/peer-rule';

const DNS: PeerRule = { peers: [podsIn('kube-system')], ports: [{ protocol: 'UDP', port: 53 }] };
const RULES: readonly PeerRule[] = [
  { peers: [{}], ports: [] },
  { peers: [{ podLabels: { app: 'x' } }], ports: [{ protocol: 'TCP', port: 5432 }] },
  { peers: [podsIn('databases', { app: 'x' })], ports: [] },
  { peers: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [] },
];

const spec = (first: readonly PeerRule[], rules: readonly PeerRule[]) =>
  inOrder(unwrapUnions(lockdownPolicySpec([...first, ...rules])) as object, first.length) as {
    podSelector: object;
    policyTypes: string[];
    egress: object[];
  };

describe('lockdownPolicySpec', () => {
  test('is for every pod and for egress only, and says so where the API server has a default', () => {
    expect(spec([], [])).toEqual({ podSelector: {}, policyTypes: ['Egress'], egress: [] });
  });

  test.each<[string, PeerRule, object]>([
    ['pods of the own namespace', { peers: [{}], ports: [] }, { to: [{ podSelector: {} }] }],
    [
      'pods of a namespace, told by the label that nobody can change',
      { peers: [podsIn('databases')], ports: [] },
      { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } } }] },
    ],
    [
      'labelled pods of a namespace, as one peer and not as two',
      { peers: [podsIn('databases', { app: 'x' })], ports: [{ protocol: 'TCP', port: 5432 }] },
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } },
            podSelector: { matchLabels: { app: 'x' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
    ],
    [
      'addresses',
      { peers: [{ ipBlock: { cidr: '10.0.0.0/8', except: [] } }], ports: [] },
      { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
    ],
    [
      'addresses with exceptions',
      { peers: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [] },
      { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] },
    ],
  ])('writes %s', (_, rule, written) => {
    expect(spec([rule], []).egress).toEqual([written]);
  });

  test('never writes an empty list of peers or ports, which would mean all of them', () => {
    for (const rule of spec([DNS], RULES).egress) {
      const { to, ports } = rule as { to: object[]; ports?: object[] };
      expect(to.length).toBeGreaterThan(0);
      if (ports) expect(ports.length).toBeGreaterThan(0);
    }
  });

  test('keeps the first rules first and sorts the others', () => {
    const sorted = spec([DNS], RULES);
    expect(sorted.egress[0]).toEqual(spec([DNS], []).egress[0]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...RULES], { minLength: RULES.length }), (shuffled) => {
        expect(spec([DNS], shuffled)).toEqual(sorted);
      }),
    );
  });

  test("by labels is the policy of Istio's task", () => {
    expect(spec(RULES_BY_LABELS, []).egress).toEqual([
      {
        to: [{ namespaceSelector: { matchLabels: { 'kube-system': 'true' } } }],
        ports: [{ protocol: 'UDP', port: 53 }],
      },
      { to: [{ namespaceSelector: { matchLabels: { istio: 'system' } } }] },
    ]);
  });
});
