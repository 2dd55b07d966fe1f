import { byAddress, NO_RESOLUTION } from '../../../lib/mesh/resolution';
import { GATEWAY } from '../help';
import { expectFound, found, gatewayOf, MeshParts, originating, ranges, Route, tcp } from './meshes';

const route = (over: Partial<Route>): Route => ({ owner: 'chart/route', host: 'partner.com', ...over });
const proxy = (host: string) => ({ host, port: 3128, isAddress: true });
const lockedDown = (routes: readonly Route[], ...internalCidrs: string[]): MeshParts => ({
  routes,
  gatewayLockdowns: [{ owner: 'chart/lockdown', gateway: GATEWAY, internalCidrs }],
});

describe('EGR1409', () => {
  test.each<[string, string, Partial<Route>]>([
    ['the addresses of a TCP host', '203.0.113.9/32', { ports: [tcp(5432, '203.0.113.9')] }],
    [
      'endpoints behind TLS origination',
      '203.0.113.9/32',
      { ports: [originating()], resolution: byAddress(['203.0.113.9']) },
    ],
    ['a proxy', '203.0.113.9/32', { upstreamProxy: proxy('203.0.113.9') }],
    [
      'ranges that contain the internal one',
      '203.0.113.0/24',
      { ports: [ranges(22, '203.0.113.0/24')], resolution: NO_RESOLUTION },
    ],
    [
      'ranges inside the internal one',
      '203.0.113.12/30',
      { ports: [ranges(22, '203.0.113.12/30')], resolution: NO_RESOLUTION },
    ],
  ])('finds %s in an internal range', (_, cidr, over) => {
    const { problem } = expectFound('EGR1409', lockedDown([route(over)], '198.51.100.0/24', '203.0.113.8/29'), {
      at: 'chart/route',
      problem: /^routes cannot reach \S+, which has addresses of 203\.0\.113\.8\/29, inside the network$/,
      fix: /^remove the addresses of 203\.0\.113\.8\/29 from the routes, or remove "203\.0\.113\.8\/29" from internalCidrs$/,
    });
    expect(problem).toContain(` ${cidr},`);
  });

  test('finds the proxy of many routes once, with all the routes', () => {
    const routes = ['b', 'a'].map((name) =>
      route({ owner: `chart/${name}`, host: `${name}.com`, upstreamProxy: proxy('203.0.113.9') }),
    );
    const { got } = expectFound('EGR1409', lockedDown(routes, '203.0.113.8/29'), {
      at: 'chart/a',
      problem: /203\.0\.113\.9\/32/,
      fix: /^remove/,
    });
    expect(got).toBe('{"routes":["chart/a","chart/b"],"lockdown":"chart/lockdown"}');
  });

  test.each<[string, Partial<Route>]>([
    ['beside the internal range', { ports: [tcp(5432, '203.0.113.16')] }],
    ['of another gateway', { ports: [tcp(5432, '203.0.113.9')], gateway: gatewayOf('eu') }],
    ['that only applications dial', { ports: [tcp(5432, '203.0.113.9')], resolution: byAddress(['203.0.113.16']) }],
    ['that a proxy connects to', { ports: [tcp(5432, '203.0.113.9')], upstreamProxy: proxy('203.0.113.16') }],
  ])('does not find addresses %s', (_, over) => {
    expect(found('EGR1409', lockedDown([route(over)], '203.0.113.8/29'))).toEqual([]);
  });
});
