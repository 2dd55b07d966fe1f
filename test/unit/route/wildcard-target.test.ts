import { Lazy } from 'cdk8s';
import {
  EgressGateway,
  EgressSource,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTcpRoute,
  ExternalTlsRoute,
  ExternalTlsRouteProps,
  TlsOrigination,
  WildcardTarget,
} from '../../../lib';
import { fixIn, messageOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

const FIXED = WildcardTarget.fixed('www.a.com');
const DYNAMIC = WildcardTarget.dynamic();

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
  test('says what it is as it stands in code', () => {
    expect([FIXED.toString(), DYNAMIC.toString()]).toEqual(["fixed('www.a.com')", 'dynamic()']);
    expect(WildcardTarget.fixed('WWW.A.com.').toString()).toBe(FIXED.toString());
  });

  test.each<[string, unknown, RegExp]>([
    ['a wildcard', '*.a.com', /wildcard target is a wildcard, where a full name is needed/],
    ['an address', '192.0.2.1', /wildcard target is an ip address/],
    ['nothing', undefined, /wildcard target is empty or not a string/],
    ['a token', Lazy.any({ produce: () => 'a.com' }), /wildcard target is a token/],
  ])('is not %s', (_, host, problem) => {
    expect(messageOf(() => WildcardTarget.fixed(host as string))).toMatch(problem);
  });
});

test.each([
  ['kubernetes.default.svc.cluster.local', 'wildcard target is inside the cluster'],
  ['istio-egressgateway.istio-system', "wildcard target is the gateway's own service"],
])('a target inside the mesh, %s, is refused as what it is: it does not stand in hosts', (name, problem) => {
  for (const make of [http, tls]) {
    const message = messageOf(() => make({ wildcardTarget: WildcardTarget.fixed(name) }));
    expect(message).toContain(`[chart/route] ${problem}: got "${name}"; `);
    expect(fixIn(message)).toBe('write WildcardTarget.fixed("...") with a host outside that serves all the names');
  }
});

describe('a wildcard with a fixed target', () => {
  test('is known to the mesh by its names, and is where the target is', () => {
    expect(only(tls().chart, 'ServiceEntry')).toMatchObject({
      metadata: { name: 'external-any---a-com' },
      spec: { hosts: ['*.a.com'], resolution: 'DNS', endpoints: [{ address: 'www.a.com.' }] },
    });
  });

  test('goes by every name below the domain, and by a name of its own around them that no host can have', () => {
    const { chart } = tls();
    const text = JSON.stringify(only(chart, 'VirtualService').spec);
    expect(text).toContain('"sniHosts":["*.a.com"]');
    expect(text).toContain('"host":"*.a.com","port":{"number":443}');
    expect(JSON.stringify(only(chart, 'Gateway').spec)).toContain('"hosts":["default/*.a.com"]');
    expect(JSON.stringify(only(chart, 'DestinationRule').spec)).toContain('"sni":"_any.a.com"');
    expect(messageOf(() => tls({ hosts: ['_any.a.com'], wildcardTarget: undefined }))).toMatch(/underscore/);
  });

  test('has sources as single hosts do', () => {
    const { chart } = http({ allowFrom: [EgressSource.namespace('payments')] });
    const rules = JSON.stringify(ofKind(chart, 'AuthorizationPolicy').map(({ spec }) => spec?.['rules']));
    expect(rules).toContain('"hosts":["*.a.com","*.a.com:80"]');
    expect(rules).toContain('"values":["_any.a.com"]');
  });

  test('leaves a name below it to a route of its own', () => {
    const { chart } = tls();
    tls({ hosts: ['b.a.com'], wildcardTarget: undefined }, chart, 'other');
    expect(ofKind(chart, 'ServiceEntry').map(({ metadata }) => metadata.name)).toEqual([
      'external-any---a-com',
      'external-b-a-com',
    ]);
  });
});

test('names that the gateway resolves have neither address nor endpoint', () => {
  const { chart } = http({ wildcardTarget: DYNAMIC });
  const { spec } = only(chart, 'ServiceEntry');
  expect(spec).toMatchObject({ hosts: ['*.a.com'], resolution: 'DYNAMIC_DNS' });
  expect(Object.keys(spec ?? {})).not.toContain('endpoints');
});

test.each<[string, Partial<ExternalHttpRouteProps>]>([
  ['direct ports to a fixed target', { directPorts: [443] }],
  ['no direct ports to names that the gateway resolves', { wildcardTarget: DYNAMIC, directPorts: [] }],
])('an ExternalHttpRoute may have %s', (_, props) => {
  expect(() => http(props)).not.toThrow();
});

describe('a route refuses', () => {
  test.each<[string, () => unknown, RegExp, RegExp]>([
    [
      'a wildcard of which nothing says where its names are, and mentions the bare domain',
      () => tls({ wildcardTarget: undefined }),
      /host \*\.a\.com is a wildcard, and nothing says where its names are/,
      /^write wildcardTarget: WildcardTarget\.fixed\("www\.a\.com"\).*; a\.com itself is not covered$/,
    ],
    [
      'a target without a wildcard',
      () => tls({ hosts: ['a.com', '*.a.com'] }),
      /wildcardTarget on a route of single hosts: got \["a\.com"\]/,
      /^write a route of its own for single hosts, the bare domain among them/,
    ],
    [
      'to resolve names of TLS one by one',
      () => tls({ wildcardTarget: DYNAMIC }),
      /names of an ExternalTlsRoute cannot be resolved one by one: got "WildcardTarget\.dynamic\(\)"; .*port 80/,
      /^write WildcardTarget\.fixed/,
    ],
    [
      'to resolve names one by one that TLS reaches around the gateway',
      () => http({ wildcardTarget: DYNAMIC, directPorts: [443] }),
      /names of a route with directPorts cannot be resolved one by one: got "WildcardTarget\.dynamic\(\)"; .*port 80/,
      /^write WildcardTarget\.fixed/,
    ],
    [
      'TLS from the gateway on for whoever is below a domain',
      () => http({ tlsOrigination: TlsOrigination.simple() }),
      /tlsOrigination with a wildcard/,
      /^list the hosts/,
    ],
    [
      'a target in the cluster',
      () => tls({ wildcardTarget: WildcardTarget.fixed('istiod.istio-system.svc.cluster.local') }),
      /wildcard target is inside the cluster: got "istiod\.istio-system/,
      /^write WildcardTarget\.fixed/,
    ],
    [
      'a string for a target',
      () => tls({ wildcardTarget: 'www.a.com' as never }),
      /wildcardTarget is missing or of another kind/,
      /WildcardTarget\.fixed/,
    ],
    [
      'a wildcard over TCP',
      () => {
        const chart = newChart();
        const props = { gateway: gatewayOf(chart), hosts: ['*.a.com'], port: 22, addresses: ['203.0.113.10'] };
        return new ExternalTcpRoute(chart, 'route', props);
      },
      /host \*\.a\.com is a wildcard/,
      /ExternalHttpRoute|WildcardTarget/,
    ],
  ])('%s', (_, make, problem, fix) => {
    const message = messageOf(make);
    expect(message).toMatch(/^\[chart\/route\] /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test('two targets of one wildcard', () => {
    const { chart } = http();
    const message = messageOf(() => tls({ wildcardTarget: WildcardTarget.fixed('b.com') }, chart, 'other'));
    expect(message).toMatch(/^\[chart\/other\] host \*\.a\.com has two targets: got \["chart\/route","chart\/other"\]/);
  });

  test('a wildcard in the cluster', () => {
    expect(messageOf(() => tls({ hosts: ['*.svc.cluster.local'] }))).toMatch(/host is inside the cluster/);
  });

  test("a wildcard over the cluster's own domain", () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway', { clusterDomain: 'k8s.corp.example' });
    const route = () =>
      new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['*.corp.example'], wildcardTarget: FIXED });
    expect(messageOf(route)).toMatch(/host is inside the cluster: got "\*\.corp\.example"/);
  });
});
