import { NAMESPACE_NAME } from '../../input/label-names';
import { Labels } from '../../input/labels';

/** An allowed port. */
export interface PeerPort {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

/** The peers of a rule: pods by their labels and the labels of their namespace, or addresses. */
export interface PeerSelector {
  /** @default - the policy's own namespace */
  readonly namespaceLabels?: Labels;
  /** @default - all pods */
  readonly podLabels?: Labels;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/** Allowed peers and ports. */
export interface PeerRule {
  readonly peers: readonly PeerSelector[];
  /** Empty means all ports. */
  readonly ports: readonly PeerPort[];
}

/** Returns a selector of the pods with these labels in a namespace of this name. */
export function podsIn(namespace: string, podLabels?: Labels): PeerSelector {
  return { namespaceLabels: { [NAMESPACE_NAME]: namespace }, podLabels: podLabels && { ...podLabels } };
}
