/** Names that nobody has. */

export const NO_HOST = 'no-such-host.example';
export const NO_ADDRESS = '203.0.113.99';
export const NO_SERVICE = 'no-such-service.istio-system.svc.cluster.local';
export const NO_SUBSET = 'no-such-subset';
export const NO_NAMESPACE = 'no-such-namespace';
export const NO_ACCOUNT = 'no-such-account';
export const NO_SECRET = 'no-such-secret';
/** A label's value. */
export const NO_VALUE = 'no-such-value';
export const NO_LABELS = { 'no-such-label': 'true' };
