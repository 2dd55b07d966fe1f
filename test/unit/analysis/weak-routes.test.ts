import { ExportTo } from '../../../lib/mesh/export-to';
import { OutboundTrafficPolicyMode } from '../../../lib/mesh/outbound-traffic-policy-mode';
import { DIRECT_443, HTTP_80, TLS_443 } from '../help';
import { expectFound, found, MeshParts, namespace, originating, Route } from './meshes';

const route: Route = { owner: 'chart/route', sources: [namespace('payments')] };
const direct: Route = { ...route, ports: [HTTP_80, DIRECT_443] };

describe('EGR2006', () => {
  const hidden: MeshParts = { routes: [{ ...route, exportTo: ExportTo.SOURCES }] };

  test('finds ExportTo.SOURCES in a mesh with ALLOW_ANY and without lockdowns', () => {
    const finding = expectFound(
      'EGR2006',
      { routes: [...(hidden.routes ?? []), { owner: 'b', host: 'b.com' }] },
      {
        at: 'chart/route',
        problem:
          /^the route is hidden from other namespaces, whose sidecars then send requests for its hosts directly$/,
        fix: /^write exportTo: ExportTo\.ALL, or declare the mesh: new EgressMesh\(app, /,
      },
    );
    expect(finding.got).toBe('["a.com"]');
  });

  test.each<[string, MeshParts]>([
    [
      'in a mesh with REGISTRY_ONLY',
      { ...hidden, settings: { outboundTrafficPolicy: OutboundTrafficPolicyMode.REGISTRY_ONLY } },
    ],
    [
      'with a lockdown of a namespace that is no source',
      { ...hidden, lockdowns: [{ owner: 'chart/lockdown', namespaces: ['orders', 'payments'] }] },
    ],
  ])('does not find ExportTo.SOURCES %s', (_, parts) => {
    expect(found('EGR2006', parts)).toEqual([]);
  });

  test('finds ExportTo.SOURCES with a lockdown of the sources alone', () => {
    const routes = [{ ...route, exportTo: ExportTo.SOURCES, sources: [namespace('payments')] }];
    const lockdowns = [{ owner: 'chart/lockdown', namespaces: ['payments'] }];
    expect(found('EGR2006', { routes, lockdowns })).toHaveLength(1);
  });

  test('finds ExportTo.SOURCES with a lockdown of some pods of a namespace that is no source', () => {
    const lockdowns = [{ owner: 'chart/lockdown', namespaces: ['orders'], podLabels: { app: 'reports' } }];
    expect(found('EGR2006', { ...hidden, lockdowns })).toHaveLength(1);
  });

  test('does not find ExportTo.ALL', () => {
    expect(found('EGR2006', { routes: [route] })).toEqual([]);
  });
});

test('EGR2007 finds direct ports of a route with sources, once per route', () => {
  const finding = expectFound(
    'EGR2007',
    { routes: [direct, { ...direct, host: 'b.com' }] },
    {
      at: 'chart/route',
      problem: /^allowFrom does not apply to directPorts, which every namespace can reach$/,
      fix: /^remove directPorts, and create an ExternalTlsRoute/,
    },
  );
  expect(finding.got).toBe('["a.com","b.com"]');
});

test.each<[string, Route]>([
  ['direct ports of a route without sources', { ...direct, sources: [] }],
  ['a route with sources and without direct ports', { ...direct, ports: [HTTP_80] }],
])('EGR2007 does not find %s', (_, route) => {
  expect(found('EGR2007', { routes: [route] })).toEqual([]);
});

test('EGR2008 finds TLS origination without verification', () => {
  expectFound(
    'EGR2008',
    { routes: [{ owner: 'chart/route', ports: [originating({ verify: false }), TLS_443] }] },
    {
      at: 'chart/route',
      problem: /^the gateway does not verify the certificates of the hosts$/,
      fix: /^write tlsOrigination: TlsOrigination\.simple\(\)$/,
    },
  );
  expect(found('EGR2008', { routes: [{ owner: 'chart/route', ports: [originating()] }] })).toEqual([]);
});
