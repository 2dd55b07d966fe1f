import { PropertyHints } from '../input/properties';
import { boolean, listOf, memberOf, Reader, Shape, structOf, wholeNumber } from '../input/shape';
import { LoadBalancer } from '../mesh/load-balancer';
import {
  HttpRetryModel,
  LocalityFailoverModel,
  OutlierDetectionModel,
  TcpKeepaliveModel,
} from '../mesh/upstream-model';
import { milliseconds, wholeSeconds } from './duration';
import { literal } from './literal';
import { region } from './locality';
import { readEndpoints } from './parse-endpoints';
import { parseRetryOn } from './retry-on';
import { assertFailover, assertRetries, assertTimeouts, ReadUpstream } from './upstream-rules';

const number = (least: number, greatest?: number): Reader<number> => literal(wholeNumber(least, greatest));

const keepalive = literal(
  structOf<TcpKeepaliveModel>('{ time: Duration.minutes(5) }', {
    time: wholeSeconds(),
    interval: wholeSeconds(),
    probes: number(1, 127),
  }),
);

const outlierDetection = literal(
  structOf<OutlierDetectionModel>(
    '{ consecutive5xxErrors: 5 }',
    {
      consecutive5xxErrors: number(0),
      consecutiveGatewayErrors: number(0),
      consecutiveLocalOriginFailures: number(1),
      interval: milliseconds(),
      baseEjectionTime: milliseconds(),
      maxEjectionPercent: number(1, 100),
      minHealthPercent: number(0, 100),
    },
    {
      hints: {
        splitExternalLocalOriginErrors:
          'remove splitExternalLocalOriginErrors: consecutiveLocalOriginFailures implies it',
        consecutiveErrors: 'consecutiveGatewayErrors',
      },
    },
  ),
);

const FAILOVER = "{ from: 'us-west', to: 'us-east' }";

const failover = literal(
  listOf<LocalityFailoverModel>(
    `[${FAILOVER}]`,
    literal(structOf<LocalityFailoverModel>(FAILOVER, { from: region(), to: region() }, { required: ['from', 'to'] })),
  ),
);

const retries = literal(
  structOf<HttpRetryModel>(
    '{ attempts: 2 }',
    {
      attempts: number(0),
      perTryTimeout: milliseconds(),
      retryOn: parseRetryOn,
      retryRemoteLocalities: boolean(),
    },
    { required: ['attempts'], check: assertRetries },
  ),
);

const SETTINGS = {
  connectTimeout: milliseconds(),
  idleTimeout: milliseconds(),
  maxConnectionDuration: milliseconds(),
  maxConnections: number(1),
  tcpKeepalive: keepalive,
  outlierDetection,
  loadBalancer: literal(memberOf('LoadBalancer', LoadBalancer)),
  endpoints: readEndpoints,
  failover,
};

const HTTP_SETTINGS: Shape<ReadUpstream> = {
  ...SETTINGS,
  timeout: milliseconds(),
  retries,
  http1MaxPendingRequests: number(1),
  http2MaxRequests: number(1),
  maxRequestsPerConnection: number(1),
  maxRetries: number(1),
};

const LOCALITIES = 'write failover: the order of regions. istiod of 1.31 ends when failoverPriority has two localities';

const HINTS: PropertyHints = {
  localityLbSetting: LOCALITIES,
  failoverPriority: LOCALITIES,
  simple: 'loadBalancer',
  resolution: 'write resolution on the route, beside upstream',
  tls: 'write tlsOrigination on an ExternalHttpRoute',
};

const HTTP_HINTS: PropertyHints = {
  ...HINTS,
  useClientProtocol: 'write useClientProtocol on the route, beside upstream',
};

const OF_REQUESTS = (name: string): string =>
  `remove ${name}: the gateway forwards connections of this route, and no requests`;

const CONNECTION_HINTS: PropertyHints = {
  ...HINTS,
  timeout: `${OF_REQUESTS('timeout')}; write connectTimeout, idleTimeout or maxConnectionDuration`,
  ...Object.fromEntries(
    ['retries', 'http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries'].map((name) => [
      name,
      OF_REQUESTS(name),
    ]),
  ),
};

const EXAMPLE = '{ connectTimeout: Duration.seconds(5) }';
type ConnectionUpstream = Pick<ReadUpstream, keyof typeof SETTINGS>;

/**
 * Reads the options of a route for TLS or TCP.
 *
 * @throws EgressError that names every malformed property
 */
export const readConnectionUpstream: Reader<ReadUpstream> = literal(
  structOf<ConnectionUpstream>(EXAMPLE, SETTINGS, { hints: CONNECTION_HINTS, check: assertFailover }),
);

/**
 * Reads the options of a route for HTTP.
 *
 * @throws EgressError that names every malformed property
 */
export const readHttpUpstream: Reader<ReadUpstream> = literal(
  structOf<ReadUpstream>(EXAMPLE, HTTP_SETTINGS, {
    hints: HTTP_HINTS,
    check: (what, read) => {
      assertFailover(what, read);
      assertTimeouts(what, read);
    },
  }),
);
