import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { effects, object } from './help';

test.each<[string, Manifest, string[]]>([
  [
    'with pods, ports and address ranges',
    object('NetworkPolicy', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
          to: [{ namespaceSelector: { matchLabels: { 'a/b': 'c' } }, podSelector: { matchLabels: { app: 'dns' } } }],
        },
        { to: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] },
      ],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'network-policy/pod-selector | podSelector.matchLabels: new, {"no-such-label":"true"}',
      'network-policy/policy-type | policyTypes[0]: Egress -> Ingress',
      'network-policy/drop-rule | egress[0]: gone',
      'network-policy/drop-rule | egress[1]: gone',
      'network-policy/drop-peer | egress[1].to[0]: gone',
      'network-policy/drop-peer | egress[1].to[1]: gone',
      'network-policy/drop-port | egress[0].ports[0]: gone',
      'network-policy/drop-port | egress[0].ports[1]: gone',
      'network-policy/port | egress[0].ports[0].port: 53 -> 54',
      'network-policy/port | egress[0].ports[1].port: 53 -> 54',
      'network-policy/protocol | egress[0].ports[0].protocol: UDP -> TCP',
      'network-policy/protocol | egress[0].ports[1].protocol: TCP -> UDP',
      'network-policy/cidr | egress[1].to[1].ipBlock.cidr: 10.0.0.0/8 -> 192.0.2.0/24; egress[1].to[1].ipBlock.except: gone',
      'network-policy/peer | egress[0].to[0].namespaceSelector.matchLabels["a/b"]: c -> no-such-value',
      'network-policy/peer | egress[0].to[0].podSelector.matchLabels.app: dns -> no-such-value',
      'network-policy/peer | egress[1].to[0].podSelector.matchLabels: new, {"no-such-label":"true"}',
      'network-policy/allow-all | egress[2]: new, {}',
      'network-policy/any-port | egress[0].ports: gone',
      'network-policy/any-peer | egress[0].to: gone',
      'network-policy/any-peer | egress[1].to: gone',
      'network-policy/any-pod | egress[0].to[0].podSelector: gone',
      'network-policy/any-namespace | egress[0].to[0].namespaceSelector.matchLabels: gone',
      'network-policy/any-address | egress[1].to[1].ipBlock.except: gone',
    ],
  ],
  [
    'with one rule for namespaces',
    object('NetworkPolicy', { egress: [{ to: [{ namespaceSelector: { matchLabels: { istio: 'system' } } }] }] }),
    [
      'namespace | metadata.namespace: home -> default',
      'network-policy/drop-rule | egress[0]: gone',
      'network-policy/peer | egress[0].to[0].namespaceSelector.matchLabels.istio: system -> no-such-value',
      'network-policy/allow-all | egress[1]: new, {}',
      'network-policy/any-peer | egress[0].to: gone',
      'network-policy/any-namespace | egress[0].to[0].namespaceSelector.matchLabels: gone',
    ],
  ],
])('what becomes of a NetworkPolicy: %s', (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
