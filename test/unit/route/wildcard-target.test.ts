import { App, Chart, Duration, Lazy } from 'cdk8s';
import {
  ClientTls,
  EgressMesh,
  EgressSource,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTcpRoute,
  ExternalTlsRoute,
  ExternalTlsRouteProps,
  HostResolution,
  TlsOrigination,
  WildcardTarget,
} from '../../../lib';
import { findingOf } from '../input/findings';
import { newChart, ofKind, only, stderrOfEachTest } from '../help';
import { findingsWith, gatewayOf } from '../synthesis';

stderrOfEachTest();

const FIXED = WildcardTarget.host('www.a.com');
const DYNAMIC = WildcardTarget.dynamicDns();

function http(props: Partial<ExternalHttpRouteProps> = {}, chart = newChart()) {
  const gateway = gatewayOf(chart);
  const made = new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['*.a.com'], wildcardTarget: FIXED, ...props });
  return { chart, gateway, made };
}

function tls(props: Partial<ExternalTlsRouteProps> = {}, chart = newChart(), id = 'route') {
  const gateway = gatewayOf(chart);
  const made = new ExternalTlsRoute(chart, id, { gateway, hosts: ['*.a.com'], wildcardTarget: FIXED, ...props });
  return { chart, gateway, made };
}

describe('WildcardTarget', () => {
  test('has its source code as text, with the host in canonical form', () => {
    expect([FIXED.toString(), DYNAMIC.toString()]).toEqual(["host('www.a.com')", 'dynamicDns()']);
    expect(WildcardTarget.host('WWW.A.com.').toString()).toBe(FIXED.toString());
  });

  test.each<[string, unknown, string]>([
    ['a wildcard', '*.a.com', 'EGR0202'],
    ['an address', '192.0.2.1', 'EGR0201'],
    ['undefined', undefined, 'EGR0201'],
    ['a token', Lazy.any({ produce: () => 'a.com' }), 'EGR0108'],
  ])('rejects %s as host', (_, host, code) => {
    const finding = findingOf(() => WildcardTarget.host(host as string));
    expect(finding.code).toBe(code);
    expect(finding.problem).toMatch(/^WildcardTarget\.host: host must be/);
  });
});

describe('A wildcard with WildcardTarget.host', () => {
  test('is a ServiceEntry for the wildcard, with the target as endpoint', () => {
    expect(only(tls().chart, 'ServiceEntry')).toMatchObject({
      metadata: { name: 'external-any---a-com' },
      spec: { hosts: ['*.a.com'], resolution: 'DNS', endpoints: [{ address: 'www.a.com.' }] },
    });
  });

  test('matches the SNI of every name below the domain, inside mesh mTLS with an SNI that no host can have', () => {
    const { chart } = tls();
    const text = JSON.stringify(only(chart, 'VirtualService').spec);
    expect(text).toContain('"sniHosts":["*.a.com"]');
    expect(text).toContain('"host":"*.a.com","port":{"number":443}');
    expect(JSON.stringify(only(chart, 'Gateway').spec)).toContain('"hosts":["default/*.a.com"]');
    expect(JSON.stringify(ofKind(chart, 'DestinationRule'))).toContain('"sni":"_any.a.com"');
    expect(findingOf(() => tls({ hosts: ['_any.a.com'], wildcardTarget: undefined })).code).toBe('EGR0201');
  });

  test('has an AuthorizationPolicy for its sources', () => {
    const { chart } = http({ allowFrom: [EgressSource.namespace('payments')] });
    const rules = JSON.stringify(ofKind(chart, 'AuthorizationPolicy').map(({ spec }) => spec?.['rules']));
    expect(rules).toContain('"hosts":["*.a.com","*.a.com:80"]');
    expect(rules).toContain('"values":["_any.a.com"]');
  });

  test('can have a host below the wildcard with a route of its own', () => {
    const { chart } = tls();
    tls({ hosts: ['b.a.com'], wildcardTarget: undefined }, chart, 'other');
    expect(ofKind(chart, 'ServiceEntry').map(({ metadata }) => metadata.name)).toEqual([
      'external-any---a-com',
      'external-b-a-com',
    ]);
  });
});

test.each([
  ['HTTP', http],
  ['TLS', tls],
])('A wildcard with WildcardTarget.dynamicDns has neither address nor endpoint, for %s', (_, route) => {
  const { chart } = route({ wildcardTarget: DYNAMIC });
  const { spec } = only(chart, 'ServiceEntry');
  expect(spec).toMatchObject({ hosts: ['*.a.com'], resolution: 'DYNAMIC_DNS' });
  expect(Object.keys(spec ?? {})).not.toContain('endpoints');
});

test('A wildcard with WildcardTarget.dynamicDns accepts TLS on the port of a protocol that starts in plain text', () => {
  const { chart } = tls({ wildcardTarget: DYNAMIC, port: 5432, implicitTls: true });
  expect(JSON.stringify(ofKind(chart, 'EnvoyFilter'))).toContain('"port_value":5432,"save_upstream_address":true');
});

test('HTTP with settings and TLS of one wildcard with WildcardTarget.dynamicDns have settings for HTTP only', () => {
  const { chart } = http({ wildcardTarget: DYNAMIC, upstream: { connectTimeout: Duration.seconds(5) } });
  tls({ wildcardTarget: DYNAMIC }, chart, 'tls');
  const rule = ofKind(chart, 'DestinationRule').find(({ metadata }) => metadata.name.startsWith('egress-upstream-'));
  expect(rule?.spec?.['trafficPolicy']).toEqual({
    portLevelSettings: [
      { port: { number: 80 }, tls: { mode: 'DISABLE' }, connectionPool: { tcp: { connectTimeout: '5s' } } },
      { port: { number: 443 }, tls: { mode: 'DISABLE' } },
    ],
  });
});

test.each<[string, Partial<ExternalHttpRouteProps>]>([
  ['directPorts and WildcardTarget.host', { directPorts: [443] }],
  ['empty directPorts and WildcardTarget.dynamicDns', { wildcardTarget: DYNAMIC, directPorts: [] }],
])('An ExternalHttpRoute accepts a wildcard with %s', (_, props) => {
  expect(() => http(props)).not.toThrow();
});

describe('A route rejects', () => {
  test.each<[string, () => unknown, string, RegExp, RegExp]>([
    [
      'a wildcard without a target, and mentions that the bare domain is not covered',
      () => tls({ wildcardTarget: undefined }),
      'EGR0402',
      /^wildcard \*\.a\.com needs a wildcardTarget$/,
      /WildcardTarget\.host/,
    ],
    [
      'a target for a single host',
      () => tls({ hosts: ['a.com', '*.a.com'] }),
      'EGR0403',
      /^wildcardTarget cannot be used with single hosts$/,
      /second route for the single hosts/,
    ],
    [
      'WildcardTarget.dynamicDns with directPorts',
      () => http({ wildcardTarget: DYNAMIC, directPorts: [443] }),
      'EGR0404',
      /a route with directPorts cannot be WildcardTarget\.dynamicDns\(\)/,
      /create an ExternalTlsRoute/,
    ],
    [
      'WildcardTarget.dynamicDns for TLS with upstream settings, which its cluster does not have',
      () => tls({ wildcardTarget: DYNAMIC, upstream: { endpoints: [{ address: '203.0.113.10' }] } }),
      'EGR0121',
      /^WildcardTarget\.dynamicDns\(\) cannot be used with upstream\.endpoints$/,
      /^remove upstream\.endpoints$/,
    ],
    [
      'WildcardTarget.dynamicDns for TLS with a resolution',
      () => tls({ wildcardTarget: DYNAMIC, resolution: HostResolution.STATIC }),
      'EGR0121',
      /^WildcardTarget\.dynamicDns\(\) cannot be used with resolution$/,
      /^remove resolution$/,
    ],
    [
      'WildcardTarget.dynamicDns on a gateway with ClientTls.DISABLE, which could not check addresses',
      () => {
        const chart = newChart();
        gatewayOf(chart, { clientTls: ClientTls.DISABLE });
        return http({ wildcardTarget: DYNAMIC }, chart);
      },
      'EGR0302',
      /^WildcardTarget\.dynamicDns\(\) needs a gateway with ClientTls\.ISTIO_MUTUAL, /,
      /^remove clientTls from the gateway/,
    ],
    [
      'TLS origination for a wildcard',
      () => http({ tlsOrigination: TlsOrigination.simple() }),
      'EGR0406',
      /cannot be used with a wildcard/,
      /^list the hosts/,
    ],
    [
      'a text as target',
      () => tls({ wildcardTarget: 'www.a.com' as never }),
      'EGR0103',
      /^wildcardTarget must be a WildcardTarget/,
      /WildcardTarget\./,
    ],
    [
      'a wildcard for TCP',
      () => {
        const chart = newChart();
        const props = { gateway: gatewayOf(chart), hosts: ['*.a.com'], port: 22, addresses: ['203.0.113.10'] };
        return new ExternalTcpRoute(chart, 'route', props);
      },
      'EGR0405',
      /^hosts of an ExternalTcpRoute must be one host/,
      /^create a route per host/,
    ],
    [
      'a wildcard in the cluster',
      () => tls({ hosts: ['*.svc.cluster.local'] }),
      'EGR0203',
      /^host cannot be/,
      /^remove/,
    ],
  ])('%s', (_, make, code, problem, fix) => {
    const finding = findingOf(make);
    expect(finding).toMatchObject({ code, constructPath: 'chart/route' });
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).toMatch(fix);
  });

  test.each(['kubernetes.default.svc.cluster.local', 'istio-egressgateway.istio-system'])(
    'the target %s, which is inside the cluster',
    (name) => {
      for (const make of [http, tls]) {
        expect(findingOf(() => make({ wildcardTarget: WildcardTarget.host(name) }))).toMatchObject({
          code: 'EGR0203',
          problem: expect.stringMatching(/^wildcardTarget cannot be/) as string,
          got: JSON.stringify(name),
          fix: expect.stringMatching(/^write WildcardTarget\.host/) as string,
        });
      }
    },
  );

  test("a wildcard that covers the mesh's own cluster domain", () => {
    const mesh = new EgressMesh(new App(), 'mesh', { clusterDomain: 'k8s.corp.example' });
    const run = () => tls({ hosts: ['*.corp.example'] }, new Chart(mesh, 'chart', { namespace: 'default' }));
    expect(findingOf(run)).toMatchObject({ code: 'EGR0203', got: '"*.corp.example"' });
  });
});

test('Two routes of one wildcard with different targets are an error at synthesis, at the later path', () => {
  const { chart } = http();
  tls({ wildcardTarget: WildcardTarget.host('b.com') }, chart, 'other');
  expect(findingsWith('EGR1005', chart)).toMatchObject([
    { constructPath: 'chart/route', got: '{"routes":["chart/other","chart/route"]}' },
  ]);
});

test('A route rejects a wildcard target in a reserved domain', () => {
  const finding = findingOf(() => tls({ wildcardTarget: WildcardTarget.host('www.corp.internal') }));
  expect(finding).toMatchObject({
    code: 'EGR0211',
    problem: 'wildcardTarget cannot be in the reserved domain .internal',
  });
});
