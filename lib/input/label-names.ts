/** The label with its name that the API server sets on every Namespace, and that users cannot change. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** The label of the pods that the controller of the Gateway API makes for a Gateway. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
