import { OutboundTrafficPolicyMode } from '../../../lib/mesh/outbound-traffic-policy-mode';
import { TLS_443 } from '../help';
import { account, ANYONE, expectFound, found, MeshParts, namespace, Route, tcp } from './meshes';

const { ALLOW_ANY, REGISTRY_ONLY } = OutboundTrafficPolicyMode;

const virtual = (number: number) => ({ ...tcp(number, '249.81.63.154'), isVirtual: true });
const route: Route = { owner: 'chart/db', host: 'db.example.com', ports: [virtual(5432)] };
const fromTwo: Route = { ...route, sources: [namespace('orders'), account('reports', 'nightly')] };

describe('EGR2031', () => {
  test('finds the namespaces of sources that nothing protects', () => {
    expectFound(
      'EGR2031',
      { routes: [fromTwo], lockdowns: [{ owner: 'chart/lockdown', namespaces: ['orders'] }] },
      {
        at: 'chart/db',
        problem: /^pods without DNS capture in reports connect to db\.example\.com directly$/,
        fix: /^lock reports down, or write addresses in place of virtualAddress$/,
      },
    );
  });

  test.each([[[]], [[ANYONE]]])('finds a route that every caller may use: %j', (sources) => {
    expectFound(
      'EGR2031',
      { routes: [{ ...route, sources }], lockdowns: [{ owner: 'chart/lockdown', namespaces: ['orders'] }] },
      { at: 'chart/db', problem: /in every namespace connect/, fix: /^write allowFrom: \[EgressSource\./ },
    );
  });

  test('finds a namespace whose Sidecar allows unknown hosts in a mesh with REGISTRY_ONLY', () => {
    const parts: MeshParts = {
      routes: [fromTwo],
      settings: { outboundTrafficPolicy: REGISTRY_ONLY },
      sidecars: [{ owner: 'chart/sidecar', namespaces: ['orders'], mode: ALLOW_ANY }],
    };
    expectFound('EGR2031', parts, { at: 'chart/db', problem: /in orders connect/, fix: /^lock orders down/ });
  });

  test.each<[string, MeshParts]>([
    [
      'in a mesh with REGISTRY_ONLY',
      { routes: [fromTwo, { ...route, owner: 'chart/open' }], settings: { outboundTrafficPolicy: REGISTRY_ONLY } },
    ],
    [
      'with a lockdown of every source',
      { routes: [fromTwo], lockdowns: [{ owner: 'chart/lockdown', namespaces: ['orders', 'reports'] }] },
    ],
    [
      'with a Sidecar or a lockdown of every source',
      {
        routes: [fromTwo],
        lockdowns: [{ owner: 'chart/lockdown', namespaces: ['orders'] }],
        sidecars: [{ owner: 'chart/sidecar', namespaces: ['reports'], mode: REGISTRY_ONLY }],
      },
    ],
    ['for addresses of servers', { routes: [{ ...fromTwo, ports: [tcp(5432, '203.0.113.10')] }] }],
  ])('finds nothing %s', (_, parts) => {
    expect(found('EGR2031', parts)).toEqual([]);
  });
});

describe('EGR2031 with podLabels', () => {
  const orders: Route = { ...route, sources: [namespace('orders')] };
  const app = { app: 'reports' };
  const of = (mode: OutboundTrafficPolicyMode, podLabels = {}) => ({
    owner: 'chart/sidecar',
    namespaces: ['orders'],
    mode,
    podLabels,
  });

  test.each<[string, MeshParts]>([
    ['a lockdown of some pods', { lockdowns: [{ owner: 'chart/lockdown', namespaces: ['orders'], podLabels: app }] }],
    ['a Sidecar of some pods', { sidecars: [of(REGISTRY_ONLY, app)] }],
    [
      'a Sidecar of the namespace, and one of some pods with ALLOW_ANY',
      { sidecars: [of(REGISTRY_ONLY), of(ALLOW_ANY, app)] },
    ],
  ])('finds a namespace with %s', (_, parts) => {
    expectFound('EGR2031', { routes: [orders], ...parts }, { at: 'chart/db', problem: /in orders connect/, fix: /./ });
  });

  test.each<[string, MeshParts]>([
    ['Sidecars with REGISTRY_ONLY for all pods', { sidecars: [of(REGISTRY_ONLY), of(REGISTRY_ONLY, app)] }],
    [
      'a Sidecar with ALLOW_ANY for pods that are locked down',
      {
        sidecars: [of(REGISTRY_ONLY), of(ALLOW_ANY, app)],
        lockdowns: [{ owner: 'chart/lockdown', namespaces: ['orders'], podLabels: app }],
      },
    ],
  ])('does not find a namespace with %s', (_, parts) => {
    expect(found('EGR2031', { routes: [orders], ...parts })).toEqual([]);
  });
});

describe('EGR1031', () => {
  test.each([
    ['a TLS port', TLS_443],
    ['a TCP port with addresses', tcp(5433, '203.0.113.10')],
  ])('finds a host with a virtual address and %s', (_, port) => {
    expectFound(
      'EGR1031',
      { routes: [route, { ...route, owner: 'chart/other', ports: [port] }] },
      {
        at: 'chart/other',
        problem: /^host db\.example\.com cannot have a virtual address for one of its routes only$/,
        fix: /^use an ExternalTcpRoute with virtualAddress: true for both ports/,
      },
    );
  });

  test('does not find a host whose TCP ports all have the virtual address', () => {
    expect(found('EGR1031', { routes: [route, { ...route, owner: 'chart/other', ports: [virtual(5433)] }] })).toEqual(
      [],
    );
  });
});

test('EGR1008 proposes addresses if two hosts have one virtual address', () => {
  expectFound(
    'EGR1008',
    { routes: [route, { ...route, owner: 'chart/other', host: 'other.example.com' }] },
    { at: 'chart/other', problem: /cannot have one address/, fix: /^write addresses in place of virtualAddress on/ },
  );
});
