import { Duration } from 'cdk8s';
import { HttpUpstreamOptions, LoadBalancer, UpstreamOptions } from '../../../lib';

/** Options of routes for TLS and TCP, with a value for every property. */
export const connectionOptions: Required<UpstreamOptions> = {
  connectTimeout: Duration.seconds(2),
  idleTimeout: Duration.minutes(3),
  maxConnectionDuration: Duration.hours(4),
  maxConnections: 77,
  tcpKeepalive: { time: Duration.seconds(61), interval: Duration.seconds(16), probes: 4 },
  outlierDetection: {
    consecutive5xxErrors: 6,
    consecutiveGatewayErrors: 7,
    consecutiveLocalOriginFailures: 8,
    interval: Duration.seconds(9),
    baseEjectionTime: Duration.millis(1500),
    maxEjectionPercent: 51,
    minHealthPercent: 12,
  },
  loadBalancer: LoadBalancer.RANDOM,
  endpoints: [
    { address: 'West.example.com.', locality: 'us-west/a', weight: 13 },
    { address: '203.0.113.9', locality: 'us-east' },
  ],
  failover: [{ from: 'us-west', to: 'us-east' }],
};

/** Options of routes for HTTP, with a value for every property. */
export const httpOptions: Required<HttpUpstreamOptions> = {
  ...connectionOptions,
  timeout: Duration.seconds(21),
  retries: {
    attempts: 3,
    perTryTimeout: Duration.millis(250),
    retryOn: ['reset', '503', 'connect-failure'],
    retryRemoteLocalities: true,
  },
  http1MaxPendingRequests: 22,
  http2MaxRequests: 23,
  maxRequestsPerConnection: 24,
  maxRetries: 25,
};

/** The part of a DestinationRule that every kind of route writes for `connectionOptions` to the port. */
export const OUTLIERS = {
  consecutive5xxErrors: 6,
  consecutiveGatewayErrors: 7,
  consecutiveLocalOriginFailures: 8,
  interval: '9s',
  baseEjectionTime: '1.5s',
  maxEjectionPercent: 51,
  minHealthPercent: 12,
  splitExternalLocalOriginErrors: true,
};
export const BALANCER = {
  simple: 'RANDOM',
  localityLbSetting: { enabled: true, failover: [{ from: 'us-west', to: 'us-east' }] },
};
export const KEEPALIVE = { time: '61s', interval: '16s', probes: 4 };
export const ENDPOINTS = [
  { address: '203.0.113.9', locality: 'us-east' },
  { address: 'west.example.com.', locality: 'us-west/a', weight: 13 },
];
