import { DirectProtocol } from '../../../lib/mesh/direct-protocol';
import { ExportTo } from '../../../lib/mesh/export-to';
import { expectFound, found, MeshParts, namespace, ranges, tcp } from './meshes';

const direct = { owner: 'chart/direct', cidrs: ['192.0.2.0/28'], protocol: DirectProtocol.TCP };
const route = { owner: 'chart/route' };

describe('EGR2052', () => {
  test('finds a direct host of TCP on the port of routes, once for all their hosts', () => {
    const routes = ['a.com', 'b.com'].map((host) => ({ ...route, host }));
    expectFound(
      'EGR2052',
      { directHosts: [direct], routes },
      {
        at: 'chart/direct',
        problem: /^hosts with a route on port 443, such as b\.com, bypass the gateway if DNS has an address of them/,
        fix: /acknowledge\('EGR2052', /,
      },
    );
  });

  test.each<[string, MeshParts, number]>([
    [
      'a wildcard',
      { directHosts: [{ ...direct, protocol: DirectProtocol.TLS, hosts: ['*.s3.com'] }], routes: [route] },
      1,
    ],
    [
      'a route that its sources see',
      {
        directHosts: [direct],
        routes: [{ ...route, exportTo: ExportTo.SOURCES, sources: [namespace('payments')] }],
      },
      1,
    ],
    ['full names', { directHosts: [{ ...direct, protocol: DirectProtocol.TLS }], routes: [route] }, 0],
    ['another port', { directHosts: [{ ...direct, ports: [22] }], routes: [route] }, 0],
    [
      'a route that other namespaces see',
      { directHosts: [direct], routes: [{ ...route, exportTo: ExportTo.SOURCES, sources: [namespace('orders')] }] },
      0,
    ],
    ['declared addresses', { directHosts: [direct], routes: [{ ...route, ports: [tcp(443, '203.0.113.9')] }] }, 0],
    ['declared ranges', { directHosts: [direct], routes: [{ ...route, ports: [ranges(443, '203.0.113.0/28')] }] }, 0],
  ])('finds a direct host only if sidecars identify it by ranges on the port of a route: %s', (_, parts, count) => {
    expect(found('EGR2052', parts)).toHaveLength(count);
  });
});

describe('EGR2062', () => {
  const everywhere = { owner: 'chart/lockdown', priority: 100, selectsAll: true, exemptNamespaces: [] };
  const cut: MeshParts = { directHosts: [direct], clusterLockdowns: [everywhere] };
  const opened = (cidr: string | undefined, ...ports: number[]): MeshParts => ({
    ...cut,
    clusterRanges: [{ owner: 'chart/lockdown', cidr, ports }],
  });

  test('finds a direct host in a namespace that a lockdown of the cluster closes', () => {
    expectFound('EGR2062', cut, {
      at: 'chart/direct',
      problem: /^a ClusterLockdownPolicy cuts off the DirectHost from payments$/,
      fix: /^write allowTo: \[EgressPeer\.cidr\("192\.0\.2\.0\/28"\)\] on the ClusterLockdownPolicy/,
    });
  });

  test.each<[string, MeshParts, number]>([
    ['leaves the range reachable', opened('192.0.2.0/28'), 0],
    ['leaves a range around the range reachable on its port', opened('192.0.0.0/16', 22, 443), 0],
    ['leaves a range reachable that is a token', opened(undefined), 0],
    ['leaves the range reachable on another port', opened('192.0.2.0/28', 22), 1],
    ['leaves a part of the range reachable', opened('192.0.2.0/29'), 1],
    ['opens ranges for a direct host without', { ...opened('0.0.0.0/0'), directHosts: [{ ...direct, cidrs: [] }] }, 1],
    ['exempts the namespace', { ...cut, clusterLockdowns: [{ ...everywhere, exemptNamespaces: ['payments'] }] }, 0],
    ['selects namespaces by labels', { ...cut, clusterLockdowns: [{ ...everywhere, selectsAll: false }] }, 0],
  ])('finds direct hosts unless they are reachable: a lockdown that %s', (_, parts, count) => {
    expect(found('EGR2062', parts)).toHaveLength(count);
  });
});
