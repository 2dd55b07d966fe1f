/** NetworkPolicy: whom it holds, what it lets through, and every way in which it could let through more. */
import { Field, fieldsAt, listOf } from './fields';
import { MOVED } from './move-object';
import { NO_LABELS, NO_VALUE } from './nobody';
import { becomes, Change, drop, dropOneOfMany, DROPPED, each, otherPort, rewritten, Rule, where } from './rule';

/** Holds less, or lets less through. */
function narrower(rule: string, peer: string): Rule[] {
  return [
    { operator: 'network-policy/drop-rule', at: rule, to: drop },
    { operator: 'network-policy/drop-peer', at: peer, to: dropOneOfMany },
    { operator: 'network-policy/drop-port', at: `${rule}.ports.*`, to: dropOneOfMany },
    { operator: 'network-policy/port', at: `${rule}.ports.*.port`, to: otherPort },
    { operator: 'network-policy/protocol', at: `${rule}.ports.*.protocol`, to: each({ TCP: ['UDP'], UDP: ['TCP'] }) },
    { operator: 'network-policy/cidr', at: `${peer}.ipBlock`, to: elsewhere },
    ...['namespaceSelector', 'podSelector'].flatMap((selector): Rule[] => [
      { operator: 'network-policy/peer', at: `${peer}.${selector}.matchLabels.*`, to: where(NO_VALUE) },
      { operator: 'network-policy/peer', at: `${peer}.${selector}`, to: narrowed },
    ]),
  ];
}

/** Lets more through. */
function wider(rule: string, peer: string): Rule[] {
  return [
    { operator: 'network-policy/any-port', at: `${rule}.ports`, to: drop },
    { operator: 'network-policy/any-peer', at: peer.slice(0, -'.*'.length), to: drop },
    { operator: 'network-policy/any-pod', at: peer, to: withoutPodSelector },
    { operator: 'network-policy/any-namespace', at: `${peer}.namespaceSelector.matchLabels`, to: drop },
    { operator: 'network-policy/any-address', at: `${peer}.ipBlock.except`, to: drop },
    { operator: 'network-policy/any-of-a-range', at: `${peer}.ipBlock.except.*`, to: dropOneOfMany },
  ];
}

export const NETWORK_POLICY: readonly Rule[] = [
  MOVED,
  { operator: 'network-policy/pod-selector', at: 'spec.podSelector', to: where({ matchLabels: NO_LABELS }) },
  { operator: 'network-policy/every-pod', at: 'spec.podSelector.matchLabels', to: drop },
  { operator: 'network-policy/policy-type', at: 'spec.policyTypes.*', to: otherType },
  ...narrower('spec.egress.*', 'spec.egress.*.to.*'),
  ...narrower('spec.ingress.*', 'spec.ingress.*.from.*'),
  { operator: 'network-policy/allow-all', at: 'spec.egress', to: (rules) => [added(rules)] },
  {
    operator: 'network-policy/allow-all',
    at: 'spec.ingress',
    to: (rules) => (rules === undefined ? [] : [added(rules)]),
  },
  ...wider('spec.egress.*', 'spec.egress.*.to.*'),
  ...wider('spec.ingress.*', 'spec.ingress.*.from.*'),
];

/** Another direction; where both are there, one less. */
function otherType(type: unknown, { siblings }: Field): Change[] {
  if (siblings > 1) return [DROPPED];
  return type === 'Egress' ? [becomes('Ingress')] : [];
}

/** Another range of the same family, without exceptions: they would lie outside it. */
function elsewhere(block: unknown): Change[] {
  const [cidr] = fieldsAt(block, 'cidr');
  if (typeof cidr?.value !== 'string') return [];
  const other = cidr.value.includes(':') ? '2001:db8:1::/48' : '192.0.2.0/24';
  return [rewritten({ cidr: other }, `-> ${other}`)];
}

/** A rule that allows everything, after the others. */
function added(rules: unknown): Change {
  return rewritten([...listOf(rules), {}], '+ {}');
}

/** A selector that picks everything picks nothing; others are narrowed label by label. */
function narrowed(selector: unknown): Change[] {
  if (selector === undefined || fieldsAt(selector, '*.*').length > 0) return [];
  return [becomes({ matchLabels: NO_LABELS })];
}

/** Every pod of the peer's namespaces; without them the peer would be empty, which is refused. */
function withoutPodSelector(peer: unknown): Change[] {
  const [namespaces] = fieldsAt(peer, 'namespaceSelector');
  const [pods] = fieldsAt(peer, 'podSelector');
  if (namespaces?.value === undefined || pods?.value === undefined) return [];
  return [rewritten({ namespaceSelector: namespaces.value }, 'without podSelector')];
}
