/** How the gateway finds the addresses of a host, in the terms of Istio's `ServiceEntry`. */
export enum HostResolution {
  /** The gateway resolves the name of the host by DNS. */
  DNS = 'DNS',
  /**
   * The gateway connects to the `addresses` of the route. The name of the host is never resolved: the name identifies the host in
   * policies, logs and objects.
   */
  STATIC = 'STATIC',
}
