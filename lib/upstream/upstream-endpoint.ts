/**
 * A name or an address that serves a host.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export interface UpstreamEndpoint {
  /** A full DNS name, or an IPv4 or IPv6 address. */
  readonly address: string;
  /**
   * Region, zone and subzone: `us-east`, `us-east/a` or `us-east/a/1`.
   * @default - the endpoint is in no region
   */
  readonly locality?: string | undefined;
  /**
   * Share of requests or connections in relation to the other endpoints of the locality, 1 to 10000.
   * @default 1
   */
  readonly weight?: number | undefined;
}
