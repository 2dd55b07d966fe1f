/**
 * The resolution of the names that serve a host, in the terms of Istio's `ServiceEntry.Resolution`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution
 */
export enum UpstreamResolution {
  /** The gateway connects to every address that the names resolve to. Connections to addresses that disappear are closed. */
  DNS = 'DNS',
  /**
   * The gateway connects to the first address of one name, and keeps connections to earlier addresses: for hosts whose answers change with
   * each query. At most one endpoint.
   */
  DNS_ROUND_ROBIN = 'DNS_ROUND_ROBIN',
  /** The endpoints are addresses. */
  STATIC = 'STATIC',
}
