/**
 * The choice of an endpoint for each request or connection. The names are those of Istio's `LoadBalancerSettings.SimpleLB`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-SimpleLB
 */
export enum LoadBalancer {
  /** The endpoint with fewer requests in progress, of two random endpoints. */
  LEAST_REQUEST = 'LEAST_REQUEST',
  /** One endpoint after the other. */
  ROUND_ROBIN = 'ROUND_ROBIN',
  /** A random endpoint. */
  RANDOM = 'RANDOM',
}
