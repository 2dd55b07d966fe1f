/** NetworkPolicy: whom it holds, what it lets through, and every way in which it could let through more. */
import { fieldsAt, listOf } from './fields';
import { MOVED } from './move-object';
import { NO_LABELS, NO_VALUE } from './nobody';
import { becomes, Change, drop, dropOneOfMany, each, otherPort, rewritten, Rule, where } from './rule';

const RULE = 'spec.egress.*';
const PEER = `${RULE}.to.*`;

/** Holds less, or lets less through. */
const NARROWER: readonly Rule[] = [
  { operator: 'network-policy/pod-selector', at: 'spec.podSelector', to: where({ matchLabels: NO_LABELS }) },
  { operator: 'network-policy/policy-type', at: 'spec.policyTypes.*', to: each({ Egress: ['Ingress'] }) },
  { operator: 'network-policy/drop-rule', at: RULE, to: drop },
  { operator: 'network-policy/drop-peer', at: PEER, to: dropOneOfMany },
  { operator: 'network-policy/drop-port', at: `${RULE}.ports.*`, to: dropOneOfMany },
  { operator: 'network-policy/port', at: `${RULE}.ports.*.port`, to: otherPort },
  { operator: 'network-policy/protocol', at: `${RULE}.ports.*.protocol`, to: each({ TCP: ['UDP'], UDP: ['TCP'] }) },
  { operator: 'network-policy/cidr', at: `${PEER}.ipBlock.cidr`, to: where('192.0.2.0/24') },
  ...['namespaceSelector', 'podSelector'].flatMap((selector): Rule[] => [
    { operator: 'network-policy/peer', at: `${PEER}.${selector}.matchLabels.*`, to: where(NO_VALUE) },
    { operator: 'network-policy/peer', at: `${PEER}.${selector}`, to: narrowed },
  ]),
];

/** Lets more through. */
const WIDER: readonly Rule[] = [
  { operator: 'network-policy/allow-all', at: 'spec.egress', to: (rules) => [added(rules)] },
  { operator: 'network-policy/any-port', at: `${RULE}.ports`, to: drop },
  { operator: 'network-policy/any-peer', at: `${RULE}.to`, to: drop },
  { operator: 'network-policy/any-pod', at: PEER, to: withoutPodSelector },
  { operator: 'network-policy/any-namespace', at: `${PEER}.namespaceSelector.matchLabels`, to: drop },
  { operator: 'network-policy/any-address', at: `${PEER}.ipBlock.except`, to: drop },
];

export const NETWORK_POLICY: readonly Rule[] = [MOVED, ...NARROWER, ...WIDER];

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
