import { labelsText } from '../model/labels-text';
import { NAMESPACE_NAME } from '../../input/label-names';
import { Endpoint, PodEndpoint, Protocol } from '../policy/endpoint';

/** A port of a rule. */
export interface RulePort {
  readonly protocol: Protocol;
  readonly port: number;
}

/** Returns the fields of a rule in a NetworkPolicy, in the form of the API: `to: [{ ... }], ports: [{ protocol: TCP, port: 443 }]`. */
export function ruleFields(list: 'to' | 'from', end: Endpoint, ports: readonly RulePort[]): string {
  const texts = ports.map(({ protocol, port }) => `{ protocol: ${protocol}, port: ${port} }`);
  return `${list}: [${peer(end)}], ports: [${texts.join(', ')}]`;
}

function peer(end: Endpoint): string {
  if (end.kind === 'pod') return podPeer(end);
  return `{ ipBlock: { cidr: ${end.address === undefined ? 'ADDRESS/32' : cidrOf(end.address)} } }`;
}

function cidrOf(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

function podPeer({ namespace, labels }: PodEndpoint): string {
  const isEveryPod = Object.keys(labels).length === 0;
  const pods = isEveryPod ? '' : `, podSelector: { matchLabels: ${labelsText(labels)} }`;
  return `{ namespaceSelector: { matchLabels: { ${NAMESPACE_NAME}: ${namespace} } }${pods} }`;
}
