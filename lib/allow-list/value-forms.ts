/** The forms of the values that routes share: classes with factory methods, and structs. */
import { EgressSource } from '../access/egress-source';
import { EgressMetadata } from '../construct/egress-metadata';
import { HttpCredential } from '../gateway/http-credential';
import { SecretCredentialOptions } from '../gateway/secret-credential-options';
import { UpstreamProxy } from '../gateway/upstream-proxy';
import { HttpOperation } from '../http/http-operation';
import { LoadBalancer } from '../mesh/load-balancer';
import { TlsVersion } from '../mesh/tls-version';
import { TlsOrigination } from '../route/tls-origination';
import {
  MutualTlsOriginationOptions,
  SimpleTlsOriginationOptions,
  TlsOriginationOptions,
} from '../route/tls-origination-options';
import { WildcardTarget } from '../route/wildcard-target';
import { HttpRetry } from '../upstream/http-retry';
import { LocalityFailover } from '../upstream/locality-failover';
import { OutlierDetection } from '../upstream/outlier-detection';
import { TcpKeepalive } from '../upstream/tcp-keepalive';
import { UpstreamEndpoint } from '../upstream/upstream-endpoint';
import { HttpUpstreamOptions, UpstreamOptions } from '../upstream/upstream-options';
import { BOOLEAN, choice, DURATION, FormsOf, list, MAP, NUMBER, struct, TEXT, value } from './form';

export const SOURCE = value(EgressSource, {
  namespace: { argument: TEXT },
  serviceAccount: {
    argument: struct<{ namespace: string; name: string }>({ namespace: TEXT, name: TEXT }, 'namespace', 'name'),
    positions: ['namespace', 'name'],
  },
  anyAuthenticated: {},
});

export const OPERATION = struct<HttpOperation>({ methods: list(TEXT), paths: list(TEXT) });

export const METADATA = struct<EgressMetadata>({ labels: MAP, annotations: MAP });

export const UPSTREAM_PROXY = value(UpstreamProxy, {
  connect: {
    argument: struct<{ host: string; port: number }>({ host: TEXT, port: NUMBER }, 'host', 'port'),
    positions: ['host', 'port'],
  },
  none: {},
});

export const CREDENTIAL = value(
  HttpCredential,
  {
    fromSecret: {
      argument: struct<SecretCredentialOptions>({ secretName: TEXT, key: TEXT, header: TEXT }, 'secretName'),
    },
  },
  'fromSecret',
);

export const WILDCARD_TARGET = value(WildcardTarget, {
  host: { argument: TEXT },
  dynamicDns: {},
});

const TLS: FormsOf<TlsOriginationOptions> = {
  port: NUMBER,
  sni: TEXT,
  minProtocolVersion: choice('TlsVersion', TlsVersion),
};
const VERIFIED = { ...TLS, subjectAltNames: list(TEXT), credentialName: TEXT };

export const TLS_ORIGINATION = value(TlsOrigination, {
  simple: {
    argument: struct<SimpleTlsOriginationOptions>({ ...VERIFIED, caCertificates: TEXT }),
    isOptional: true,
  },
  mutual: {
    argument: struct<MutualTlsOriginationOptions>(VERIFIED, 'credentialName'),
  },
  dangerouslySkipVerification: {
    argument: struct<TlsOriginationOptions>(TLS),
    isOptional: true,
  },
});

const SETTINGS: FormsOf<UpstreamOptions> = {
  connectTimeout: DURATION,
  idleTimeout: DURATION,
  maxConnectionDuration: DURATION,
  maxConnections: NUMBER,
  tcpKeepalive: struct<TcpKeepalive>({ time: DURATION, interval: DURATION, probes: NUMBER }),
  outlierDetection: struct<OutlierDetection>({
    consecutive5xxErrors: NUMBER,
    consecutiveGatewayErrors: NUMBER,
    consecutiveLocalOriginFailures: NUMBER,
    interval: DURATION,
    baseEjectionTime: DURATION,
    maxEjectionPercent: NUMBER,
    minHealthPercent: NUMBER,
  }),
  loadBalancer: choice('LoadBalancer', LoadBalancer),
  endpoints: list(struct<UpstreamEndpoint>({ address: TEXT, locality: TEXT, weight: NUMBER }, 'address')),
  failover: list(struct<LocalityFailover>({ from: TEXT, to: TEXT }, 'from', 'to')),
};

export const CONNECTION_UPSTREAM = struct<UpstreamOptions>(SETTINGS);

export const HTTP_UPSTREAM = struct<HttpUpstreamOptions>({
  ...SETTINGS,
  timeout: DURATION,
  retries: struct<HttpRetry>(
    { attempts: NUMBER, perTryTimeout: DURATION, retryOn: list(TEXT), retryRemoteLocalities: BOOLEAN },
    'attempts',
  ),
  http1MaxPendingRequests: NUMBER,
  http2MaxRequests: NUMBER,
  maxRequestsPerConnection: NUMBER,
  maxRetries: NUMBER,
});
