import { Labels } from '../../input/labels';
import { PeerPort, PeerRule, PeerSelector } from './peer-rule';

/** The part of a NetworkPolicy's spec that this library writes. */
export interface NetworkPolicySpec {
  readonly podSelector: Selector;
  readonly policyTypes: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly ({ readonly from: readonly Peer[] } & Ports)[];
  readonly egress: readonly ({ readonly to: readonly Peer[] } & Ports)[];
}

interface Selector {
  readonly matchLabels?: Labels;
}

interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

interface Ports {
  readonly ports?: readonly PeerPort[];
}

/**
 * Returns the NetworkPolicy that denies all egress of a namespace except `rules`, for every pod with or without a sidecar.
 * `policyTypes` is always written: some evaluators allow everything if it is left to the API server's defaults.
 *
 * @param podLabels labels of the pods that the policy selects; empty for every pod
 */
export function lockdownPolicySpec(rules: readonly PeerRule[], podLabels: Labels = {}): NetworkPolicySpec {
  const podSelector = Object.keys(podLabels).length === 0 ? {} : { matchLabels: { ...podLabels } };
  return { podSelector, policyTypes: ['Egress'], egress: rules.map(egressRule) };
}

/** The rules of the policy in Istio's task, by namespace labels that must be set by hand. */
export const RULES_BY_LABELS: readonly PeerRule[] = [
  { peers: [{ namespaceLabels: { 'kube-system': 'true' } }], ports: [{ protocol: 'UDP', port: 53 }] },
  { peers: [{ namespaceLabels: { istio: 'system' } }], ports: [] },
];

function egressRule({ peers, ports }: PeerRule): NetworkPolicySpec['egress'][number] {
  return { to: peers.map(toPeer), ...toPorts(ports) };
}

/** Returns ports in the API's form. No ports are left out: evaluators read an empty list in different ways. */
export function toPorts(ports: readonly PeerPort[]): Ports {
  if (ports.length === 0) return {};
  return { ports: ports.map(({ protocol, port }) => ({ protocol, port })) };
}

/** Returns a peer in the API's form. */
export function toPeer(selector: PeerSelector): Peer {
  if (selector.ipBlock) {
    const { cidr, except } = selector.ipBlock;
    return { ipBlock: { cidr, ...(except && except.length > 0 && { except: [...except] }) } };
  }
  const { namespaceLabels, podLabels } = selector;
  return {
    ...(namespaceLabels && { namespaceSelector: { matchLabels: { ...namespaceLabels } } }),
    ...((podLabels || !namespaceLabels) && { podSelector: podLabels ? { matchLabels: { ...podLabels } } : {} }),
  };
}
