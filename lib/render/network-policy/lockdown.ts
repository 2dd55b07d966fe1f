import { k8s } from 'cdk8s-plus-28';
import { PeerPort, PeerRule, PeerSelector } from './peer-rule';

/**
 * The NetworkPolicy that closes a namespace's way out but for `rules`, for every pod in it, with or without a sidecar.
 * `policyTypes` is always written: some evaluators allow everything where it is left to the API server's defaults.
 */
export function lockdownPolicySpec(rules: readonly PeerRule[]): k8s.NetworkPolicySpec {
  return { podSelector: {}, policyTypes: ['Egress'], egress: rules.map(egressRule) };
}

/** The rules of the policy in Istio's task, by namespace labels that somebody must set. */
export const RULES_BY_LABELS: readonly PeerRule[] = [
  { peers: [{ namespaceLabels: { 'kube-system': 'true' } }], ports: [{ protocol: 'UDP', port: 53 }] },
  { peers: [{ namespaceLabels: { istio: 'system' } }], ports: [] },
];

function egressRule({ peers, ports }: PeerRule): k8s.NetworkPolicyEgressRule {
  return { to: peers.map(toPeer), ...toPorts(ports) };
}

/** Ports as the API has them; none where there are none, since an empty list would be another thing to some. */
export function toPorts(ports: readonly PeerPort[]): { readonly ports?: k8s.NetworkPolicyPort[] } {
  if (ports.length === 0) return {};
  return { ports: ports.map(({ protocol, port }) => ({ protocol, port: k8s.IntOrString.fromNumber(port) })) };
}

/** A peer as the API has it. */
export function toPeer(selector: PeerSelector): k8s.NetworkPolicyPeer {
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
