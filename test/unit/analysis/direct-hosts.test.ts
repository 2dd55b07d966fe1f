import { DirectProtocol } from '../../../lib/mesh/direct-protocol';
import { ExportTo } from '../../../lib/mesh/export-to';
import { GATEWAY } from '../help';
import { expectFound, found, MeshParts, namespace, ranges, Route, tcp } from './meshes';

const direct = { owner: 'chart/direct' };
const hidden = { exportTo: ExportTo.SOURCES, sources: [namespace('orders')] };

describe('EGR1051', () => {
  const route: Route = { owner: 'chart/route', host: 's3.com' };

  test('finds a host with a route, whatever its port', () => {
    for (const ports of [undefined, [tcp(22, '192.0.2.1')]]) {
      const finding = expectFound(
        'EGR1051',
        { directHosts: [direct], routes: [{ ...route, ...(ports && { ports }) }] },
        {
          at: 'chart/direct',
          problem: /^host s3\.com cannot be direct and have a route in one namespace$/,
          fix: /^remove s3\.com from the DirectHost, or write exportTo: ExportTo\.SOURCES on the route/,
        },
      );
      expect(finding.got).toBe('{"routes":["chart/route"],"namespaces":["payments"]}');
    }
  });

  test('finds a host with a route below a direct wildcard, on a port of the wildcard', () => {
    const directHosts = [{ ...direct, hosts: ['*.s3.com'], cidrs: ['192.0.2.0/28'] }];
    const below = { ...route, host: 'logs.eu.s3.com' };
    expectFound(
      'EGR1051',
      { directHosts, routes: [below] },
      {
        at: 'chart/direct',
        problem: /^host logs\.eu\.s3\.com, which \*\.s3\.com covers, cannot be direct/,
        fix: /^write the names below \*\.s3\.com in hosts of the DirectHost, without logs\.eu\.s3\.com/,
      },
    );
    expect(found('EGR1051', { directHosts, routes: [{ ...below, ports: [tcp(22, '203.0.113.9')] }] })).toEqual([]);
  });

  test.each<[string, MeshParts]>([
    ['a host whose route other namespaces see', { directHosts: [direct], routes: [{ ...route, ...hidden }] }],
    [
      'a direct host below a wildcard with a route',
      { directHosts: [{ ...direct, hosts: ['logs.s3.com'] }], routes: [{ ...route, host: '*.s3.com' }] },
    ],
    ['a host beside a direct wildcard', { directHosts: [{ ...direct, hosts: ['*.s3.com'] }], routes: [route] }],
  ])('does not find %s', (_, parts) => {
    expect(found('EGR1051', parts)).toEqual([]);
  });
});

describe('EGR1052', () => {
  const directHosts = [{ ...direct, cidrs: ['192.0.2.0/28'], ports: [22, 443] }];

  test.each([
    ['an address in the range', tcp(22, '192.0.2.3'), '192.0.2.3/32'],
    ['a range in the range', ranges(22, '192.0.2.8/29'), '192.0.2.8/29'],
    ['the range', ranges(22, '192.0.2.0/28'), '192.0.2.0/28'],
    ['a range around the range', ranges(22, '192.0.2.0/24'), '192.0.2.0/24'],
  ])('finds a route to %s, once', (_, port, address) => {
    const routes = [{ owner: 'chart/route', ports: [port] }];
    expectFound(
      'EGR1052',
      { directHosts, routes },
      {
        at: 'chart/direct',
        problem: /^range 192\.0\.2\.0\/28 of a DirectHost cannot contain addresses of host a\.com, which has a route/,
        fix: new RegExp(`^split 192\\.0\\.2\\.0/28 into ranges without ${address}$`),
      },
    );
    expect(found('EGR1052', { directHosts, routes: [{ owner: 'chart/route', ports: [port], ...hidden }] })).toEqual([]);
  });

  test.each([
    ['on another port', tcp(5432, '192.0.2.3')],
    ['outside the range', tcp(22, '192.0.2.16')],
  ])('does not find an address %s', (_, port) => {
    expect(found('EGR1052', { directHosts, routes: [{ owner: 'chart/route', ports: [port] }] })).toEqual([]);
  });
});

describe('EGR1053', () => {
  test.each<[string, MeshParts['directHosts'], number]>([
    ['for one namespace', [direct, { ...direct, owner: 'chart/z', namespace: 'other' }], 1],
    ['in charts with one namespace', [direct, { ...direct, owner: 'chart/z', namespaces: ['orders'] }], 1],
    ['for other namespaces', [direct, { ...direct, owner: 'chart/z', namespace: 'other', namespaces: ['orders'] }], 0],
    ['for other hosts', [direct, { ...direct, owner: 'chart/z', hosts: ['b.com'] }], 0],
  ])('finds two declarations of a host that are not separate: %s', (_, directHosts = [], count) => {
    const findings = found('EGR1053', { directHosts });
    expect(findings).toHaveLength(count);
    expect(findings.every(({ constructPath }) => constructPath === 'chart/z')).toBe(true);
  });
});

describe('EGR1054', () => {
  const wildcard = { owner: 'chart/a', hosts: ['*.s3.com', 's3.com'], cidrs: ['192.0.2.0/28'] };
  const ofTcp = { protocol: DirectProtocol.TCP };
  const other = { owner: 'chart/b', hosts: ['registry.com'], cidrs: ['192.0.2.0/28'] };

  test.each<[string, NonNullable<MeshParts['directHosts']>, number]>([
    ['a full name in the ranges of a wildcard', [wildcard, other], 1],
    ['a wildcard with the same ranges', [wildcard, { ...other, hosts: ['*.registry.com'] }], 0],
    ['a wildcard with smaller ranges', [wildcard, { ...other, hosts: ['*.registry.com'], cidrs: ['192.0.2.8/29'] }], 1],
    ['TCP in the ranges of a wildcard', [wildcard, { ...other, protocol: DirectProtocol.TCP }], 1],
    [
      'TCP with the same ranges',
      [
        { ...wildcard, ...ofTcp },
        { ...other, ...ofTcp },
      ],
      1,
    ],
    ['TCP around the range of a full name', [{ ...wildcard, ...ofTcp, cidrs: ['192.0.2.0/24'] }, other], 1],
    ['two full names in one range', [{ ...wildcard, hosts: ['s3.com'] }, other], 0],
    ['another port', [wildcard, { ...other, ports: [8443] }], 0],
    ['another namespace', [wildcard, { ...other, namespaces: ['orders'] }], 0],
  ])('finds ranges by which sidecars identify hosts, with those of another construct: %s', (_, directHosts, count) => {
    for (const parts of [directHosts, [...directHosts].reverse()]) {
      expect(found('EGR1054', { directHosts: parts })).toHaveLength(count);
    }
  });
});

describe('EGR1451', () => {
  const lockdowns = [{ owner: 'chart/lockdown', namespaces: ['payments'], podLabels: { app: 'reports' } }];

  test('finds a direct host without ranges in a namespace with a lockdown, also of some pods', () => {
    expectFound(
      'EGR1451',
      { lockdowns, directHosts: [{ ...direct, namespaces: ['orders', 'payments'] }] },
      {
        at: 'chart/direct',
        problem: /^a DirectHost for payments must have cidrs, which the lockdown opens$/,
        fix: /^write cidrs: \["203\.0\.113\.0\/28"\]/,
      },
    );
  });

  test.each<[string, MeshParts]>([
    ['with ranges', { lockdowns, directHosts: [{ ...direct, cidrs: ['192.0.2.0/28'] }] }],
    ['in namespaces without a lockdown', { lockdowns, directHosts: [{ ...direct, namespaces: ['orders'] }] }],
  ])('does not find a direct host %s', (_, parts) => {
    expect(found('EGR1451', parts)).toEqual([]);
  });
});

test('EGR1452 finds ranges that the lockdown of a gateway declares as inside the network', () => {
  const parts = (cidr: string): MeshParts => ({
    gatewayLockdowns: [{ owner: 'chart/gateway-lockdown', gateway: GATEWAY, internalCidrs: ['198.51.100.0/24'] }],
    directHosts: [{ ...direct, protocol: DirectProtocol.TCP, cidrs: [cidr] }],
  });
  expectFound('EGR1452', parts('198.51.100.16/28'), {
    at: 'chart/direct',
    problem: /^cidrs of a DirectHost cannot contain addresses of 198\.51\.100\.0\/24, which are inside the network$/,
    fix: /^remove the addresses of 198\.51\.100\.0\/24 from cidrs/,
  });
  expect(found('EGR1452', parts('192.0.2.0/28'))).toEqual([]);
});
