import { Duration } from 'cdk8s';

/**
 * Retries of requests by the gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export interface HttpRetry {
  /** Number of retries, 0 or more: the host can receive a request once more than this number. 0 disables retries. */
  readonly attempts: number;
  /**
   * Timeout of each try, at least 1 ms, and below `timeout` of the request.
   * @default - the timeout of the request
   */
  readonly perTryTimeout?: Duration | undefined;
  /**
   * Conditions of retries, in Envoy's terms, or status codes from 400 on: `gateway-error`, `reset`, `503`. With conditions on answers, the
   * gateway also repeats requests that the host has performed. `reset-before-request` needs Istio 1.23.
   * @default - `cancelled`, `connect-failure`, `refused-stream` and `unavailable`, as by default in Istio 1.24 and later
   */
  readonly retryOn?: string[] | undefined;
  /**
   * Whether retries use endpoints of other regions too.
   * @default false
   */
  readonly retryRemoteLocalities?: boolean | undefined;
}
