/**
 * Mode of Istio's `OutboundTrafficPolicy`: how sidecars handle hosts that are not in the service registry.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-OutboundTrafficPolicy-Mode
 */
export enum OutboundTrafficPolicyMode {
  /** Sidecars refuse unknown hosts. */
  REGISTRY_ONLY = 'REGISTRY_ONLY',

  /** Sidecars send requests for unknown hosts to the address that the application dialed. Istio's default. */
  ALLOW_ANY = 'ALLOW_ANY',
}
