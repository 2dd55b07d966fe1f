/**
 * The parts of the objects of a host that belong to one port of a route, by the way of a request: from the sidecar to the gateway,
 * and from the gateway to the host.
 *
 * @example
 * route.patch(RoutePart.GATEWAY_ROUTE, JsonPatch.add('/fault', { delay: { fixedDelay: '5s', percentage: { value: 1 } } }));
 */
export enum RoutePart {
  /** The route in the VirtualService by which sidecars send traffic to the gateway: an entry of `http`, `tls` or `tcp`. */
  SIDECAR_ROUTE = 'SIDECAR_ROUTE',

  /**
   * The settings of the sidecars' connections to the gateway: an entry of `portLevelSettings` in the subset of the gateway's Service.
   * With `ClientTls.DISABLE`, only routes with `protocol` or `useClientProtocol` have such settings. An `ExternalCidrRoute` has none.
   */
  SIDECAR_CONNECTION = 'SIDECAR_CONNECTION',

  /** The server of the Gateway object that receives the traffic: an entry of `servers`. */
  GATEWAY_SERVER = 'GATEWAY_SERVER',

  /**
   * The routes in the VirtualService by which the gateway sends traffic to the host: entries of `http`, `tls` or `tcp`. A host that
   * the gateway identifies by the inner SNI has two.
   */
  GATEWAY_ROUTE = 'GATEWAY_ROUTE',

  /**
   * The settings of the gateway's connections to the host: an entry of `portLevelSettings` in the DestinationRule of the host. An
   * `ExternalCidrRoute` has no such settings.
   */
  GATEWAY_CONNECTION = 'GATEWAY_CONNECTION',
}
