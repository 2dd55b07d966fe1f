import fc from 'fast-check';
import { withSortedRules } from '../../../../lib/render/network-policy/order';
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
  withSortedRules(lockdownPolicySpec([...first, ...rules]), first.length) as {
    podSelector: object;
    policyTypes: string[];
    egress: object[];
  };

describe('lockdownPolicySpec', () => {
  test('selects every pod, for egress only, and writes both explicitly', () => {
    expect(spec([], [])).toEqual({ podSelector: {}, policyTypes: ['Egress'], egress: [] });
  });

  test.each<[string, PeerRule, object]>([
    ['pods of the own namespace', { peers: [{}], ports: [] }, { to: [{ podSelector: {} }] }],
    [
      'pods of a namespace by the label that the API server sets',
      { peers: [podsIn('databases')], ports: [] },
      { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } } }] },
    ],
    [
      'labelled pods of a namespace as one peer',
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
      'addresses with excluded ranges',
      { peers: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [] },
      { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] },
    ],
  ])('writes %s', (_, rule, written) => {
    expect(spec([rule], []).egress).toEqual([written]);
  });

  test('never writes an empty list of peers or ports, which would select all', () => {
    for (const rule of spec([DNS], RULES).egress) {
      const { to, ports } = rule as { to: object[]; ports?: object[] };
      expect(to.length).toBeGreaterThan(0);
      if (ports) expect(ports.length).toBeGreaterThan(0);
    }
  });

  test('keeps the first rules in place and sorts the others', () => {
    const sorted = spec([DNS], RULES);
    expect(sorted.egress[0]).toEqual(spec([DNS], []).egress[0]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...RULES], { minLength: RULES.length }), (shuffled) => {
        expect(spec([DNS], shuffled)).toEqual(sorted);
      }),
    );
  });

  test("writes the policy of Istio's egress gateway task from RULES_BY_LABELS", () => {
    expect(spec(RULES_BY_LABELS, []).egress).toEqual([
      {
        to: [{ namespaceSelector: { matchLabels: { 'kube-system': 'true' } } }],
        ports: [{ protocol: 'UDP', port: 53 }],
      },
      { to: [{ namespaceSelector: { matchLabels: { istio: 'system' } } }] },
    ]);
  });
});
