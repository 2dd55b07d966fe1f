/** Settings that would be ignored, that Istio or Envoy rejects, or that have another type. */
import { Duration } from 'cdk8s';
import { EgressGateway, ExternalHttpRoute, ExternalTcpRoute, ExternalTlsRoute, WildcardTarget } from '../../../lib';
import { findingOf, findingsOf } from '../input/findings';
import { newChart } from '../help';

const http = (upstream: unknown, more: object = {}): void => {
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway');
  new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['a.com'], upstream: upstream as never, ...more });
};

const tls = (upstream: unknown, more: object = {}): void => {
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway');
  new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'], upstream: upstream as never, ...more });
};

const west = { address: 'west.com', locality: 'us-west/a' };
const east = { address: 'east.com', locality: 'us-east' };
const ejects = { outlierDetection: {} };

test.each<[string, () => void, string, RegExp, RegExp]>([
  [
    'a text as a duration',
    () => http({ timeout: '5s' }),
    'EGR0103',
    /^upstream\.timeout must be a Duration$/,
    /upstream: \{ timeout: Duration\.seconds\(5\) \}/,
  ],
  [
    'the resolution, a property of the route',
    () => http({ resolution: 'STATIC' }),
    'EGR0101',
    /^upstream cannot have the property resolution$/,
    /^write resolution on the route, beside upstream$/,
  ],
  [
    'useClientProtocol, a property of the route',
    () => http({ useClientProtocol: true }),
    'EGR0101',
    /useClientProtocol$/,
    /^write useClientProtocol on the route, beside upstream$/,
  ],
  ['a number as a duration', () => http({ timeout: 7 }), 'EGR0103', /must be a Duration$/, /Duration\.seconds\(7\)/],
  [
    'milliseconds as text',
    () => http({ timeout: '250ms' }),
    'EGR0103',
    /must be a Duration$/,
    /Duration\.millis\(250\)/,
  ],
  [
    'no time',
    () => http({ timeout: Duration.seconds(0) }),
    'EGR0103',
    /must be a Duration of whole milliseconds/,
    /Duration/,
  ],
  [
    'a part of a millisecond',
    () => http({ timeout: Duration.millis(0.5) }),
    'EGR0103',
    /of whole milliseconds/,
    /Duration/,
  ],
  ['an endless time', () => http({ timeout: Duration.days(366) }), 'EGR0103', /to 365 days/, /Duration/],
  [
    'a keep-alive of a part of a second',
    () => tls({ tcpKeepalive: { time: Duration.millis(1500) } }),
    'EGR0103',
    /^upstream\.tcpKeepalive\.time must be a Duration of whole seconds/,
    /tcpKeepalive: \{ time: Duration/,
  ],
  [
    'a keep-alive beyond that of Linux',
    () => tls({ tcpKeepalive: { interval: Duration.hours(10) } }),
    'EGR0103',
    /32767/,
    /Duration/,
  ],
  ['too many probes', () => tls({ tcpKeepalive: { probes: 128 } }), 'EGR0103', /from 1 to 127/, /probes: 127/],
  [
    'no connection',
    () => tls({ maxConnections: 0 }),
    'EGR0103',
    /^upstream\.maxConnections must be/,
    /maxConnections: 1/,
  ],
  [
    'a timeout of requests on a TLS route',
    () => tls({ timeout: Duration.seconds(1) }),
    'EGR0101',
    /^upstream cannot have the property timeout/,
    /no requests; write connectTimeout/,
  ],
  ['retries on a TLS route', () => tls({ retries: { attempts: 1 } }), 'EGR0101', /property retries/, /no requests/],
  [
    'a misspelt setting',
    () => http({ conectTimeout: Duration.seconds(1) }),
    'EGR0101',
    /property conectTimeout/,
    /rename conectTimeout to connectTimeout/,
  ],
  [
    'failoverPriority',
    () => http({ failoverPriority: ['topology.kubernetes.io/region'] }),
    'EGR0101',
    /property failoverPriority/,
    /write failover: .* istiod/,
  ],
  [
    'splitExternalLocalOriginErrors',
    () => http({ outlierDetection: { splitExternalLocalOriginErrors: true } }),
    'EGR0101',
    /splitExternalLocalOriginErrors/,
    /implies it/,
  ],
  [
    'an unknown condition of retries',
    () => http({ retries: { attempts: 1, retryOn: ['timeout'] } }),
    'EGR0103',
    /^upstream\.retries\.retryOn\[0\] must be a condition/,
    /retryOn: \[/,
  ],
  [
    'a status code as a number',
    () => http({ retries: { attempts: 1, retryOn: [503] } }),
    'EGR0103',
    /must be a condition/,
    /retryOn: \['503'\]/,
  ],
  [
    'a status code that Istio does not know',
    () => http({ retries: { attempts: 1, retryOn: ['499'] } }),
    'EGR0103',
    /must be a condition/,
    /./,
  ],
  [
    'conditions of no retries',
    () => http({ retries: { attempts: 0, retryOn: ['5xx'] } }),
    'EGR0120',
    /would ignore retryOn with attempts: 0/,
    /attempts: 1/,
  ],
  [
    'a timeout of each try that Envoy ignores',
    () => http({ timeout: Duration.seconds(2), retries: { attempts: 2, perTryTimeout: Duration.millis(2500) } }),
    'EGR0120',
    /^upstream\.retries\.perTryTimeout would be ignored$/,
    /^remove upstream\.retries\.perTryTimeout, or write a greater upstream\.timeout$/,
  ],
  [
    'a timeout of each try that is the timeout of the request',
    () => http({ timeout: Duration.seconds(2), retries: { attempts: 2, perTryTimeout: Duration.seconds(2) } }),
    'EGR0120',
    /^upstream\.retries\.perTryTimeout would be ignored$/,
    /./,
  ],
  [
    'retries without a number',
    () => http({ retries: {} }),
    'EGR0103',
    /^upstream\.retries\.attempts must be/,
    /attempts: 0/,
  ],
  ['no endpoint', () => tls({ endpoints: [] }), 'EGR0105', /must not be empty/, /endpoints: \[\{ address/],
  [
    'an endpoint twice',
    () => tls({ endpoints: [east, { address: 'EAST.com.' }] }),
    'EGR0106',
    /must not repeat east\.com/,
    /remove upstream\.endpoints\[1\]/,
  ],
  [
    'an endpoint inside the cluster',
    () => tls({ endpoints: [{ address: 'db.payments.svc.cluster.local' }] }),
    'EGR0203',
    /^upstream\.endpoints cannot be inside the cluster/,
    /remove/,
  ],
  [
    'a metadata service',
    () => tls({ endpoints: [{ address: '169.254.169.254' }] }),
    'EGR0204',
    /^upstream\.endpoints\[0\]\.address cannot be/,
    /./,
  ],
  [
    'a metadata service by name',
    () => tls({ endpoints: [{ address: 'metadata.google.internal' }] }),
    'EGR0211',
    /^upstream\.endpoints cannot/,
    /./,
  ],
  [
    'an endpoint with a port',
    () => tls({ endpoints: [{ address: 'east.com:443' }] }),
    'EGR0204',
    /endpoints\[0\]\.address/,
    /./,
  ],
  [
    'a wildcard as an endpoint',
    () => tls({ endpoints: [{ address: '*.east.com' }] }),
    'EGR0202',
    /endpoints\[0\]\.address/,
    /./,
  ],
  [
    'a weight of nothing',
    () => tls({ endpoints: [{ ...east, weight: 0 }] }),
    'EGR0103',
    /endpoints\[0\]\.weight/,
    /weight: 1/,
  ],
  [
    'a locality of four parts',
    () => tls({ endpoints: [{ ...east, locality: 'a/b/c/d' }] }),
    'EGR0103',
    /must be a locality/,
    /us-east\/a/,
  ],
  [
    'a failover to a zone',
    () => tls({ ...ejects, endpoints: [west, east], failover: [{ from: 'us-west', to: 'us-east/a' }] }),
    'EGR0103',
    /failover\[0\]\.to must be a region/,
    /us-east/,
  ],
  [
    'a failover without outlier detection',
    () => tls({ endpoints: [west, east], failover: [{ from: 'us-west', to: 'us-east' }] }),
    'EGR0120',
    /^upstream\.failover\[0\] would be ignored/,
    /outlierDetection/,
  ],
  [
    'a failover to a region without endpoints',
    () => tls({ ...ejects, endpoints: [west], failover: [{ from: 'us-west', to: 'us-east' }] }),
    'EGR0120',
    /failover\[0\] would be ignored/,
    /locality/,
  ],
  [
    'a failover to the same region',
    () => tls({ ...ejects, endpoints: [west], failover: [{ from: 'us-west', to: 'us-west' }] }),
    'EGR0120',
    /failover\[0\]/,
    /correct/,
  ],
  [
    'a second failover of a region',
    () =>
      tls({
        ...ejects,
        endpoints: [west, east],
        failover: [
          { from: 'eu', to: 'us-east' },
          { from: 'eu', to: 'us-west' },
        ],
      }),
    'EGR0120',
    /failover\[1\]/,
    /correct/,
  ],
  [
    'round robin over several names',
    () => tls({ endpoints: [west, east] }, { resolution: 'DNS_ROUND_ROBIN' }),
    'EGR0431',
    /resolution cannot be HostResolution\.DNS_ROUND_ROBIN/,
    /HostResolution\.DNS/,
  ],
  [
    'static names',
    () => tls({ endpoints: [west] }, { resolution: 'STATIC' }),
    'EGR0431',
    /cannot be HostResolution\.STATIC/,
    /./,
  ],
  [
    'a static host',
    () => tls({}, { resolution: 'STATIC' }),
    'EGR0431',
    /cannot be HostResolution\.STATIC/,
    /endpoints/,
  ],
  [
    'endpoints of a wildcard',
    () => http({ endpoints: [east] }, { hosts: ['*.a.com'], wildcardTarget: WildcardTarget.host('www.a.com') }),
    'EGR0121',
    /^WildcardTarget\.host\(\.\.\.\) cannot be used with upstream\.endpoints$/,
    /remove upstream\.endpoints/,
  ],
  [
    'a load balancer of dynamic names',
    () => http({ loadBalancer: 'RANDOM' }, { hosts: ['*.a.com'], wildcardTarget: WildcardTarget.dynamicDns() }),
    'EGR0121',
    /upstream\.loadBalancer/,
    /remove/,
  ],
])('settings reject %s', (_, run, code, problem, fix) => {
  const finding = findingOf(run);
  expect(finding.code).toBe(code);
  expect(finding.problem).toMatch(problem);
  expect(finding.fix).toMatch(fix);
});

test.each<[string, object]>([
  [
    'below the timeout of the request',
    { timeout: Duration.seconds(10), retries: { perTryTimeout: Duration.millis(9999) } },
  ],
  ['without a timeout of the request', { retries: { perTryTimeout: Duration.hours(1) } }],
])('settings accept a timeout of each try %s', (_, upstream) => {
  const { retries, ...more } = upstream as { readonly retries: object };
  expect(() => http({ ...more, retries: { attempts: 2, ...retries } })).not.toThrow();
});

test('one error names every malformed setting', () => {
  const findings = findingsOf(() => http({ timeout: 5, retries: { attempts: -1 }, maxConnections: 1.5 }));
  expect(findings.map(({ problem }) => problem.replace(/ .*/, ''))).toEqual([
    'upstream.timeout',
    'upstream.retries.attempts',
    'upstream.maxConnections',
  ]);
});

test('a TCP route has no settings of requests', () => {
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway');
  const props = { gateway, hosts: ['a.com'], port: 5432, addresses: ['203.0.113.9'] };
  const upstream = { retries: { attempts: 1 } } as never;
  expect(findingOf(() => new ExternalTcpRoute(chart, 'route', { ...props, upstream })).code).toBe('EGR0101');
});
