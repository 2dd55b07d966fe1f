/** The objects in which the settings of a host are written. */
import { Duration } from 'cdk8s';
import {
  EgressGateway,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  HttpUpstreamOptions,
  TlsOrigination,
  UpstreamOptions,
} from '../../../lib';
import { Manifest, newChart, ofKind, stderrOfEachTest } from '../help';
import { BALANCER, connectionOptions, ENDPOINTS, httpOptions, KEEPALIVE, OUTLIERS } from './samples';

stderrOfEachTest();

interface Written {
  readonly rule: { readonly trafficPolicy: Record<string, unknown> };
  readonly entry: Record<string, unknown>;
  readonly legs: readonly Record<string, unknown>[];
  readonly others: readonly string[];
}

function written(create: (chart: ReturnType<typeof newChart>, gateway: EgressGateway) => void): Written {
  const chart = newChart();
  create(chart, new EgressGateway(chart, 'gateway'));
  const rules = ofKind(chart, 'DestinationRule');
  const isUpstream = ({ metadata }: Manifest): boolean => metadata.name.startsWith('egress-upstream-');
  const [service] = ofKind(chart, 'VirtualService');
  return {
    rule: rules.find(isUpstream)?.spec as unknown as Written['rule'],
    entry: ofKind(chart, 'ServiceEntry')[0]?.spec ?? {},
    legs: (service?.spec?.['http'] ?? []) as Written['legs'],
    others: rules.filter((rule) => !isUpstream(rule)).map((rule) => JSON.stringify(rule)),
  };
}

const http = (upstream: HttpUpstreamOptions): Written =>
  written((chart, gateway) => new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['a.com'], upstream }));
const tls = (upstream: UpstreamOptions): Written =>
  written((chart, gateway) => new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'], upstream }));

test('every setting of an HTTP route is written to the port of the host, its ServiceEntry and its legs', () => {
  const { rule, entry, legs } = http(httpOptions);
  expect(rule.trafficPolicy).toEqual({
    portLevelSettings: [
      {
        port: { number: 80 },
        tls: { mode: 'DISABLE' },
        connectionPool: {
          tcp: { connectTimeout: '2s', maxConnectionDuration: '14400s', maxConnections: 77, tcpKeepalive: KEEPALIVE },
          http: {
            idleTimeout: '180s',
            http1MaxPendingRequests: 22,
            http2MaxRequests: 23,
            maxRequestsPerConnection: 24,
            maxRetries: 25,
          },
        },
        outlierDetection: OUTLIERS,
        loadBalancer: BALANCER,
      },
    ],
  });
  expect(entry).toMatchObject({ resolution: 'DNS', endpoints: ENDPOINTS });
  expect(legs.map(({ timeout, retries }) => ({ timeout, retries }))).toEqual([
    { timeout: undefined, retries: { attempts: 2, retryOn: 'connect-failure,refused-stream' } },
    {
      timeout: '21s',
      retries: {
        attempts: 3,
        perTryTimeout: '0.25s',
        retryOn: '503,connect-failure,reset',
        retryRemoteLocalities: true,
      },
    },
  ]);
});

test('the lifetime of connections that pass through the gateway is a setting of the host', () => {
  const { rule, entry, legs } = tls(connectionOptions);
  expect(rule.trafficPolicy).toEqual({
    connectionPool: { tcp: { idleTimeout: '180s', maxConnectionDuration: '14400s' } },
    portLevelSettings: [
      {
        port: { number: 443 },
        tls: { mode: 'DISABLE' },
        connectionPool: { tcp: { connectTimeout: '2s', maxConnections: 77, tcpKeepalive: KEEPALIVE } },
        outlierDetection: OUTLIERS,
        loadBalancer: BALANCER,
      },
    ],
  });
  expect(entry).toMatchObject({ resolution: 'DNS', endpoints: ENDPOINTS });
  expect(legs).toEqual([]);
});

test('settings of a port do not change another port of the host', () => {
  const { rule } = written((chart, gateway) => {
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['a.com'], upstream: { idleTimeout: Duration.seconds(7) } });
    new ExternalTcpRoute(chart, 'tcp', {
      gateway,
      hosts: ['a.com'],
      port: 5432,
      addresses: ['203.0.113.9'],
      upstream: { idleTimeout: Duration.minutes(5), connectTimeout: Duration.millis(1) },
    });
  });
  expect(rule.trafficPolicy).toEqual({
    connectionPool: { tcp: { idleTimeout: '300s' } },
    portLevelSettings: [
      { port: { number: 80 }, tls: { mode: 'DISABLE' }, connectionPool: { http: { idleTimeout: '7s' } } },
      { port: { number: 5432 }, tls: { mode: 'DISABLE' }, connectionPool: { tcp: { connectTimeout: '0.001s' } } },
    ],
  });
});

test('no sidecar sees a setting of a host', () => {
  const plain = http({});
  expect(http(httpOptions).others).toEqual(plain.others);
  expect(tls(connectionOptions).others).toEqual(tls({}).others);
});

test('the conditions of retries are written, also if none is given', () => {
  expect(http({ retries: { attempts: 1 } }).legs[1]).toMatchObject({
    retries: { attempts: 1, retryOn: 'cancelled,connect-failure,refused-stream,unavailable' },
  });
});

test('without retries, no leg repeats what arrived', () => {
  const { legs } = http({ retries: { attempts: 0 } });
  expect(legs.map(({ retries }) => retries)).toEqual([
    { attempts: 2, retryOn: 'connect-failure,refused-stream' },
    { attempts: 0 },
  ]);
});

test('TLS to an endpoint has the SNI and the name of the host', () => {
  const { rule } = written(
    (chart, gateway) =>
      new ExternalHttpRoute(chart, 'route', {
        gateway,
        hosts: ['a.com'],
        tlsOrigination: TlsOrigination.simple(),
        upstream: { endpoints: [{ address: 'west.example.com' }] },
      }),
  );
  expect(rule.trafficPolicy['portLevelSettings']).toMatchObject([
    { tls: { sni: 'a.com', subjectAltNames: ['a.com'] } },
  ]);
});

test.each<[string, UpstreamOptions, string]>([
  ['addresses', { endpoints: [{ address: '2001:DB8:0::1' }, { address: '203.0.113.9' }] }, 'STATIC'],
  ['names and addresses', { endpoints: [{ address: 'b.com' }, { address: '203.0.113.9' }] }, 'DNS'],
  ['no endpoints', { connectTimeout: Duration.seconds(1) }, 'DNS'],
])('the resolution of %s', (_, upstream, resolution) => {
  expect(tls(upstream).entry).toMatchObject({ resolution });
});

test('retries of a further HTTP port are on its own legs', () => {
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway');
  const hosts = ['a.com'];
  new ExternalHttpRoute(chart, 'web', { gateway, hosts });
  new ExternalHttpRoute(chart, 'api', { gateway, hosts, port: 8080, upstream: { retries: { attempts: 1 } } });
  const legs = ofKind(chart, 'VirtualService').flatMap(({ spec }) => spec?.['http'] as Written['legs']);
  expect(
    legs.map(({ rewrite, retries }) => [rewrite, (retries as { attempts?: number } | undefined)?.attempts]),
  ).toEqual([
    [{ authority: 'a.com:8080' }, 1],
    [undefined, undefined],
    [undefined, undefined],
    [{ authority: '8080.a.com.ports.invalid' }, 2],
  ]);
});

test('empty settings write nothing', () => {
  const without = written((chart, gateway) => new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['a.com'] }));
  expect(http({})).toEqual(without);
});
