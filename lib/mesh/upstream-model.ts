import { LoadBalancer } from './load-balancer';

/** A duration in seconds, as Istio reads: `1.5s`. */
export type DurationText = string;

/** TCP keep-alive of the connections to a host, in the terms of Istio's `TcpKeepalive`. */
export interface TcpKeepaliveModel {
  readonly time?: DurationText;
  readonly interval?: DurationText;
  readonly probes?: number;
}

/** The ejection of endpoints that fail, in the terms of Istio's `OutlierDetection`. */
export interface OutlierDetectionModel {
  readonly consecutive5xxErrors?: number;
  readonly consecutiveGatewayErrors?: number;
  readonly consecutiveLocalOriginFailures?: number;
  readonly interval?: DurationText;
  readonly baseEjectionTime?: DurationText;
  readonly maxEjectionPercent?: number;
  readonly minHealthPercent?: number;
}

/** The region that replaces another region, in the terms of Istio's `Failover`. */
export interface LocalityFailoverModel {
  readonly from: string;
  readonly to: string;
}

/** Retries of requests, in the terms of Istio's `HTTPRetry`. */
export interface HttpRetryModel {
  readonly attempts: number;
  readonly perTryTimeout?: DurationText;
  /** Sorted. */
  readonly retryOn?: readonly string[];
  readonly retryRemoteLocalities?: boolean;
}

/** Settings of the gateway's connections and requests to one port of a host. The last six are of HTTP. */
export interface UpstreamModel {
  readonly connectTimeout?: DurationText;
  readonly idleTimeout?: DurationText;
  readonly maxConnectionDuration?: DurationText;
  readonly maxConnections?: number;
  readonly tcpKeepalive?: TcpKeepaliveModel;
  readonly outlierDetection?: OutlierDetectionModel;
  readonly loadBalancer?: LoadBalancer;
  readonly failover?: readonly LocalityFailoverModel[];
  readonly timeout?: DurationText;
  readonly retries?: HttpRetryModel;
  readonly http1MaxPendingRequests?: number;
  readonly http2MaxRequests?: number;
  readonly maxRequestsPerConnection?: number;
  readonly maxRetries?: number;
}
