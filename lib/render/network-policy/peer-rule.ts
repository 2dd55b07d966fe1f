import { Labels } from '../../input/labels';

/** A port that may be reached. */
export interface PeerPort {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

/** Whom a rule is about: pods by labels of theirs and of their namespace, or addresses. */
export interface PeerSelector {
  /** @default - the policy's own namespace */
  readonly namespaceLabels?: Labels;
  /** @default - all pods */
  readonly podLabels?: Labels;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/** Something that locked-down pods may reach. */
export interface PeerRule {
  readonly peers: readonly PeerSelector[];
  /** Empty means all ports. */
  readonly ports: readonly PeerPort[];
}

/** The label that the API server sets on every namespace and lets nobody change. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Pods with these labels in a namespace of this name. */
export function podsIn(namespace: string, podLabels?: Labels): PeerSelector {
  return { namespaceLabels: { [NAMESPACE_NAME]: namespace }, podLabels: podLabels && { ...podLabels } };
}
