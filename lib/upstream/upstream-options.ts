import { Duration } from 'cdk8s';
import { LoadBalancer } from '../mesh/load-balancer';
import { HttpRetry } from './http-retry';
import { LocalityFailover } from './locality-failover';
import { OutlierDetection } from './outlier-detection';
import { TcpKeepalive } from './tcp-keepalive';
import { UpstreamEndpoint } from './upstream-endpoint';

/**
 * Settings of the gateway's connections to a host, in the terms of Istio's DestinationRule and ServiceEntry. Each pod of the gateway
 * counts connections and failures by itself. Sidecars do not use the settings, except the endpoints, which also apply to `directPorts`.
 *
 * @example
 * const upstream = { connectTimeout: Duration.seconds(2), tcpKeepalive: { time: Duration.minutes(5) } };
 * new ExternalTlsRoute(chart, 'api', { gateway, hosts: ['api.example.com'], upstream });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export interface UpstreamOptions {
  /**
   * Timeout of new connections, at least 1 ms.
   * @default - `connectTimeout` of the mesh, which is 10 s by default
   */
  readonly connectTimeout?: Duration | undefined;
  /**
   * Time after which a connection without traffic is closed, at least 1 ms. All TLS ports of a host have the same value.
   * @default - 1 hour
   */
  readonly idleTimeout?: Duration | undefined;
  /**
   * Time after which a connection is closed, at least 1 ms. Connections of HTTP end after their last request. All TLS ports of
   * a host have the same value.
   * @default - connections stay open
   */
  readonly maxConnectionDuration?: Duration | undefined;
  /**
   * Greatest number of connections to each port, at least 1. Further connections of TLS and TCP are closed; further requests wait for a
   * connection.
   * @default - no limit
   */
  readonly maxConnections?: number | undefined;
  /**
   * TCP keep-alive, so that firewalls do not drop connections without traffic.
   * @default - `tcpKeepalive` of the mesh, which is unset by default
   */
  readonly tcpKeepalive?: TcpKeepalive | undefined;
  /**
   * Ejection of endpoints that fail. If every endpoint is ejected, the gateway answers with 503 or closes connections.
   * @default - endpoints are not ejected
   */
  readonly outlierDetection?: OutlierDetection | undefined;
  /**
   * Choice of the endpoint.
   * @default LoadBalancer.LEAST_REQUEST
   */
  readonly loadBalancer?: LoadBalancer | undefined;
  /**
   * Names or addresses that serve the host, in the place of its own name. The Host header and the SNI remain those of the host. All routes
   * of a host have the same endpoints. Excludes `wildcardTarget`.
   * @default - the host
   */
  readonly endpoints?: UpstreamEndpoint[] | undefined;
  /**
   * Region of the endpoints that replaces another region, once its endpoints are ejected. Needs `outlierDetection`, and endpoints with a
   * `locality`. The gateway prefers endpoints of its own region, which Istio reads from the label `topology.kubernetes.io/region` of the
   * node.
   * @default - with `outlierDetection`, any other region
   */
  readonly failover?: LocalityFailover[] | undefined;
}

/**
 * Settings of the gateway's connections and requests to a host.
 *
 * @example
 * const upstream = { timeout: Duration.seconds(5), retries: { attempts: 2 } };
 * new ExternalHttpRoute(chart, 'api', { gateway, hosts: ['api.example.com'], upstream });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export interface HttpUpstreamOptions extends UpstreamOptions {
  /**
   * Timeout of a request with its retries, at least 1 ms. The gateway answers with 504 afterwards.
   * @default - no timeout
   */
  readonly timeout?: Duration | undefined;
  /**
   * Retries of requests by the gateway. The sidecar then retries only requests that did not reach the gateway.
   * @default - Istio's default: sidecar and gateway each retry twice if no connection is made, if the request is refused, and for the status
   * `UNAVAILABLE` or `CANCELLED` of gRPC, so that the host can receive a request of gRPC nine times
   */
  readonly retries?: HttpRetry | undefined;
  /**
   * Greatest number of requests that wait for a connection, at least 1. The gateway answers further requests with 503.
   * @default - no limit
   */
  readonly http1MaxPendingRequests?: number | undefined;
  /**
   * Greatest number of requests in progress, of HTTP/1.1 too, at least 1. The gateway answers further requests with 503.
   * @default - no limit
   */
  readonly http2MaxRequests?: number | undefined;
  /**
   * Greatest number of requests on one connection, at least 1.
   * @default - no limit
   */
  readonly maxRequestsPerConnection?: number | undefined;
  /**
   * Greatest number of retries in progress, at least 1.
   * @default - no limit
   */
  readonly maxRetries?: number | undefined;
}
