/**
 * How the gateway finds the addresses of a host, in the terms of Istio's `ServiceEntry.Resolution`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution
 */
export enum HostResolution {
  /**
   * The gateway resolves the name of the host, or the names of its endpoints, and connects to every address. Connections to addresses that
   * disappear are closed.
   */
  DNS = 'DNS',
  /**
   * The gateway connects to the first address of one name, and keeps connections to earlier addresses: for hosts whose answers change with
   * each query.
   */
  DNS_ROUND_ROBIN = 'DNS_ROUND_ROBIN',
  /**
   * The gateway connects to the endpoints, or to the `addresses` of the route. The gateway never resolves the name of the host: the name
   * identifies the host in policies, logs and objects.
   */
  STATIC = 'STATIC',
}
