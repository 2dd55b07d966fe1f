import { Duration } from 'cdk8s';

/**
 * Ejection of endpoints that fail. Each pod of the gateway ejects by itself.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export interface OutlierDetection {
  /**
   * Number of consecutive answers of 500 to 599, and of failed connections, that ejects an endpoint. 0 disables this reason.
   * @default 5
   */
  readonly consecutive5xxErrors?: number | undefined;
  /**
   * Number of consecutive answers of 502, 503 and 504, and of failed connections, that ejects an endpoint. 0 disables this reason.
   * @default 0
   */
  readonly consecutiveGatewayErrors?: number | undefined;
  /**
   * Number of consecutive connections that fail or time out before an answer, at least 1. The other two reasons then count answers alone.
   * @default - failed connections count as answers of 503
   */
  readonly consecutiveLocalOriginFailures?: number | undefined;
  /**
   * Time between the checks that return endpoints to use, at least 1 ms.
   * @default - 10 s
   */
  readonly interval?: Duration | undefined;
  /**
   * Time of the first ejection, at least 1 ms. Each further ejection of an endpoint is longer by this time.
   * @default - 30 s
   */
  readonly baseEjectionTime?: Duration | undefined;
  /**
   * Greatest share of endpoints that is ejected at a time, in percent, 1 to 100. One endpoint can always be ejected.
   * @default 10
   */
  readonly maxEjectionPercent?: number | undefined;
  /**
   * Share of endpoints that are not ejected, in percent, 0 to 100, below which ejected endpoints are used again.
   * @default 0
   */
  readonly minHealthPercent?: number | undefined;
}
