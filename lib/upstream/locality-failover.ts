/**
 * A region that replaces another region whose endpoints are ejected.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover
 */
export interface LocalityFailover {
  /** Region of the gateway: `us-west`. */
  readonly from: string;
  /** Region of endpoints: `us-east`. */
  readonly to: string;
}
