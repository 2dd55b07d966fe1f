/** What a sidecar does with hosts that nothing declares to it. Terms of Istio's `OutboundTrafficPolicy`. */
export type OutboundMode = 'REGISTRY_ONLY' | 'ALLOW_ANY';
