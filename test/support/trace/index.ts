/**
 * A reference reader of manifests: which way does a request to host:port go?
 *
 * `way` follows one request through the manifests as Istio's control plane and Envoy would; `declaredRequests` lists what
 * there is to ask; `describeWay` says the answer in one line. Its rules come from Istio's documentation and source, as
 * cited where they stand. What it does not model, it refuses. Whether a client may (AuthorizationPolicy, NetworkPolicy,
 * certificates) is another question, and not asked here.
 */
export { declaredRequests } from './declared';
export { describeWay } from './describe';
export type { Destination, GatewayService, Manifest, MeshFacts, Request, Way } from './types';
export { way } from './way';
