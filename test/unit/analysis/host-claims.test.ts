import { Host } from '../../../lib/host/host';
import { ExportTo } from '../../../lib/mesh/export-to';
import { ClientTls } from '../../../lib/mesh/client-tls';
import { ClaimedPort } from '../../../lib/mesh/external-host';
import { byDns, DYNAMIC_DNS } from '../../../lib/mesh/resolution';
import { DIRECT_443, GATEWAY, HTTP_80, TLS_443 } from '../help';
import { codesOf, expectFound, found, gatewayOf, originating, Route, tcp } from './meshes';

const on = (port: ClaimedPort, number: number): ClaimedPort => ({ ...port, number });
const a = (over: Partial<Route> = {}): Route => ({ owner: 'chart/a', ports: [HTTP_80], ...over });
const b = (over: Partial<Route> = {}): Route => ({ owner: 'chart/b', ports: [TLS_443], ...over });
const target = (name: string): Partial<Route> => ({
  host: '*.a.com',
  resolution: byDns(Host.parse(name)),
});

describe('two routes of one host on one gateway', () => {
  test.each<[string, Route, Route]>([
    ['with HTTP and TLS', a(), b()],
    ['with TLS, and a direct port beside HTTP', a({ ports: [HTTP_80, on(DIRECT_443, 8443)] }), b()],
    ['with direct ports', a({ ports: [HTTP_80, DIRECT_443] }), b({ ports: [on(DIRECT_443, 8443)] })],
    ['with TLS, and TLS origination to the same port', a({ ports: [originating()] }), b()],
    ['that both have ExportTo.SOURCES', a({ exportTo: ExportTo.SOURCES }), b({ exportTo: ExportTo.SOURCES })],
    ['with one wildcardTarget', a(target('x.com')), b(target('x.com'))],
    ['with different labels', a({ metadata: { labels: { x: '1' } } }), b({ metadata: { labels: { y: '2' } } })],
    ['with one value of a label', a({ metadata: { labels: { x: '1' } } }), b({ metadata: { labels: { x: '1' } } })],
    ['that two constructs describe', a(), b({ gateway: { ...GATEWAY } })],
  ])('%s do not conflict', (_, first, second) => {
    const conflicts = codesOf({ routes: [first, second] }).filter((code) => code.startsWith('EGR10'));
    expect(conflicts).toEqual([]);
  });

  test('do not conflict with a route to another host on the same port', () => {
    expect(codesOf({ routes: [b(), { ...b(), owner: 'chart/c', host: 'c.com' }] })).toEqual([]);
  });
});

describe('EGR1001', () => {
  test.each<[string, Route, Route]>([
    ['of one protocol', a({ ports: [TLS_443] }), b()],
    ['of two protocols', a({ ports: [on(HTTP_80, 443)] }), b()],
    ['through the gateway and directly', a({ ports: [HTTP_80, DIRECT_443] }), b()],
    ['that are both direct', a({ ports: [HTTP_80, DIRECT_443] }), b({ ports: [DIRECT_443] })],
  ])('finds two routes with one port %s', (_, first, second) => {
    const finding = expectFound(
      'EGR1001',
      { routes: [first, second] },
      {
        at: 'chart/b',
        problem: /^host a\.com port 443 cannot be claimed by two routes$/,
        fix: /remove the host from one/,
      },
    );
    expect(finding.fix).toMatch(
      /to let more sources use chart\/a, write allowFrom .* or call route\.allowFrom\(\.\.\.\)/,
    );
    expect(finding.got).toBe('{"routes":["chart/a","chart/b"]}');
  });

  test('finds each pair of three routes with one port', () => {
    const routes = ['a', 'b', 'c'].map((owner) => ({ owner }));
    expect(found('EGR1001', { routes }).map(({ got }) => got)).toEqual([
      '{"routes":["a","b"]}',
      '{"routes":["a","c"]}',
      '{"routes":["b","c"]}',
    ]);
  });
});

describe('EGR1002', () => {
  const gateway = { ...GATEWAY, clientTls: ClientTls.DISABLE };
  test.each<[string, ClaimedPort, ClaimedPort, RegExp]>([
    ['HTTP', HTTP_80, on(HTTP_80, 8080), /two HTTP ports, 80 and 8080, on one gateway port/],
    ['TLS', TLS_443, on(TLS_443, 8443), /two TLS ports, 443 and 8443,/],
  ])('finds two %s ports of a host if the gateway has no mesh mTLS', (_, first, second, problem) => {
    const routes = [a({ ports: [first], gateway }), b({ ports: [second], gateway })];
    expectFound('EGR1002', { routes }, { at: 'chart/b', problem, fix: /^write clientTls: ClientTls\.ISTIO_MUTUAL/ });
  });

  test('finds two HTTP ports of a wildcard', () => {
    const routes = [a({ host: '*.a.com' }), b({ host: '*.a.com', ports: [on(HTTP_80, 8080)] })];
    const expected = { at: 'chart/b', problem: /^wildcard \*\.a\.com cannot/, fix: /^list the hosts below a\.com/ };
    expectFound('EGR1002', { routes }, expected);
  });

  test.each<[string, Route, Route]>([
    ['HTTP', a(), b({ ports: [on(HTTP_80, 8080)] })],
    ['TLS', a({ ports: [on(TLS_443, 8443)] }), b()],
    ['TCP and TLS', a({ ports: [tcp(22, '192.0.2.1')] }), b()],
    ['TLS, of a wildcard,', a({ host: '*.a.com', ports: [on(TLS_443, 8443)] }), b({ host: '*.a.com' })],
  ])('does not find two %s ports of a host if the gateway has mesh mTLS', (_, first, second) => {
    expect(found('EGR1002', { routes: [first, second] })).toEqual([]);
  });

  test.each<[string, ClaimedPort]>([
    ['a second port that is direct', on(DIRECT_443, 8443)],
    ['one port of two routes', HTTP_80],
  ])('does not find %s', (_, port) => {
    const routes = [a({ gateway }), b({ ports: [port], gateway })];
    expect(found('EGR1002', { routes })).toEqual([]);
  });
});

test('EGR1003 finds a host that has routes in two charts', () => {
  const expected = {
    at: 'chart/b',
    problem: /^host a\.com cannot have routes in two charts$/,
    fix: /create both .* in other,/,
  };
  const finding = expectFound('EGR1003', { routes: [a({ chart: 'other' }), b()] }, expected);
  expect(finding.fix).toContain('EgressMesh');
});

test('EGR1004 finds routes of a host with different exportTo, and keeps the first value', () => {
  const routes = [a({ exportTo: ExportTo.SOURCES }), b()];
  expectFound(
    'EGR1004',
    { routes },
    {
      at: 'chart/b',
      problem: /^routes of host a\.com must have the same exportTo$/,
      fix: /^write exportTo: ExportTo\.SOURCES on/,
    },
  );
});

test.each<[string, Route]>([
  ['another host', b(target('y.com'))],
  ['dynamic DNS', b({ host: '*.a.com', resolution: DYNAMIC_DNS })],
])('EGR1005 finds a wildcard with a host and %s as its targets', (_, second) => {
  expectFound(
    'EGR1005',
    { routes: [a(target('x.com')), second] },
    {
      at: 'chart/b',
      problem: /^routes of host \*\.a\.com must have the same wildcardTarget$/,
      fix: /same wildcardTarget on both/,
    },
  );
});

test('EGR1005 finds endpoints of one route of a host alone', () => {
  const second = b({ resolution: { kind: 'STATIC', endpoints: [{ address: '203.0.113.9' }] } });
  expectFound(
    'EGR1005',
    { routes: [a(), second] },
    {
      at: 'chart/b',
      problem: /^routes of host a\.com must have the same resolution, addresses and upstream\.endpoints$/,
      fix: /^write the same resolution/,
    },
  );
});

const PROXY = { host: 'proxy.corp.example', port: 3128, isAddress: false };

test.each([
  ['no proxy', {}],
  ['another proxy', { upstreamProxy: { ...PROXY, host: 'other.corp.example' } }],
  ['another port of the proxy', { upstreamProxy: { ...PROXY, port: 8080 } }],
])('EGR1018 finds a host with a proxy and %s', (_, second) => {
  expectFound(
    'EGR1018',
    { routes: [a({ upstreamProxy: PROXY }), b(second)] },
    {
      at: 'chart/b',
      problem: /^routes of host a\.com must have the same upstreamProxy$/,
      fix: /same upstreamProxy on both/,
    },
  );
});

test('EGR1017 finds two ports whose tunnels would begin at one port', () => {
  const [first, second] = [a(), b({ ports: [on(TLS_443, 80 + 32_768)] })];
  expectFound(
    'EGR1017',
    { routes: [first, second].map((route) => ({ ...route, upstreamProxy: PROXY })) },
    {
      at: 'chart/b',
      problem: /^host a\.com cannot have the ports 80 and 32848 through an upstreamProxy$/,
      fix: /none\(\) on both$/,
    },
  );
  expect(codesOf({ routes: [first, second] }).filter((code) => /^EGR10/.test(code))).toEqual([]);
  expect(codesOf({ routes: [a(), b()].map((route) => ({ ...route, upstreamProxy: PROXY })) })).toEqual([]);
});

test.each(['labels', 'annotations'] as const)('EGR1010 finds two values of one key of %s', (kind) => {
  const [first, second] = [a({ metadata: { [kind]: { team: 'net' } } }), b({ metadata: { [kind]: { team: 'pay' } } })];
  expectFound(
    'EGR1010',
    { routes: [first, second] },
    { at: 'chart/b', problem: new RegExp(`metadata\\.${kind} "team"$`), fix: /^write "team": "net" on both routes$/ },
  );
});

test('a host on two gateways is left to EGR1006', () => {
  const elsewhere = b({ gateway: gatewayOf('eu'), ports: [HTTP_80], chart: 'other', exportTo: ExportTo.SOURCES });
  expect(codesOf({ routes: [a(), elsewhere] }).filter((code) => /^EGR10/.test(code))).toEqual(['EGR1006']);
});
