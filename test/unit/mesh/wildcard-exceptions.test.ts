import fc from 'fast-check';
import { EgressPlan } from '../../../lib/mesh/egress-plan';
import { ExternalHost } from '../../../lib/mesh/external-host';
import { importsOf } from '../../../lib/mesh/sidecar-hosts';
import { includesNamespace } from '../../../lib/mesh/source';
import { isBelow } from '../../../lib/mesh/wildcard-exceptions';
import { gatewayOf, meshOf, namespace, originating, Route } from '../analysis/meshes';
import { HTTP_80, TLS_443 } from '../help';

/** An HTTP route to a host, with namespaces as its sources. */
const route = (host: string, sources: readonly string[], over: Partial<Route> = {}): Route => ({
  owner: `chart/${host}`,
  host,
  ports: [HTTP_80],
  sources: sources.map(namespace),
  ...over,
});
const planOf = (routes: readonly Route[]): EgressPlan => meshOf({ routes }).plan;
const find = (plan: EgressPlan, name: string): ExternalHost =>
  plan.externalHosts().find(({ host }) => host.name === name) as ExternalHost;

const WILDCARD = route('*.a.com', ['orders']);

test.each([
  ['b.a.com', '*.a.com', true],
  ['c.b.a.com', '*.a.com', true],
  ['*.b.a.com', '*.a.com', true],
  ['*.a.com', '*.a.com', false],
  ['a.com', '*.a.com', false],
  ['ba.com', '*.a.com', false],
  ['*.a.com', '*.b.a.com', false],
  ['b.a.com', 'a.com', false],
])('isBelow returns whether %s is below %s: %p', (name, wildcard, expected) => {
  const plan = planOf([...new Set([name, wildcard])].map((each) => route(each, [])));
  expect(isBelow(find(plan, name), find(plan, wildcard))).toBe(expected);
});

describe('the exceptions of a wildcard', () => {
  const exceptions = (...others: readonly Route[]): readonly string[] | undefined =>
    find(planOf([WILDCARD, ...others]), '*.a.com').wildcardExceptions?.map(({ host }) => host.name);

  test('are the hosts below the wildcard with other sources, on every gateway, sorted', () => {
    const elsewhere = { gateway: gatewayOf('eu') };
    const others = [route('c.a.com', ['payments'], elsewhere), route('b.a.com', ['payments']), route('*.d.a.com', [])];
    expect(exceptions(...others)).toEqual(['*.d.a.com', 'b.a.com', 'c.a.com']);
  });

  test('of TLS are the hosts below the wildcard with TLS or TCP on its port, and other sources', () => {
    const tls = { ports: [TLS_443, { ...TLS_443, number: 8443 }] };
    const others = [
      route('b.a.com', ['payments'], { ports: [TLS_443] }),
      route('c.a.com', ['payments'], { ports: [{ ...TLS_443, protocol: 'TCP', number: 8443 }] }),
      route('d.a.com', ['payments']),
      // The host has two ports for applications, each with its own sources, whatever port the gateway connects to.
      route('g.a.com', ['payments'], { ports: [originating()] }),
      route('e.a.com', ['orders'], { ports: [TLS_443] }),
      route('f.a.com', ['orders'], { ports: [TLS_443] }),
      route('f.a.com', ['payments'], { owner: 'chart/f.a.com/8443', ports: [{ ...TLS_443, number: 8443 }] }),
    ];
    const plan = planOf([route('*.a.com', ['orders'], tls), ...others]);
    const found = find(plan, '*.a.com').wildcardExceptions?.map(({ host, port }) => [host.name, port]);
    expect(found).toEqual([
      ['b.a.com', 443],
      ['c.a.com', 8443],
      ['f.a.com', 8443],
    ]);
  });

  test('include a host with other operations', () => {
    const operations = [{ methods: ['GET'], paths: [] }];
    expect(exceptions(route('b.a.com', ['orders'], { operations }))).toEqual(['b.a.com']);
  });

  test.each<[string, Route]>([
    ['with the same sources', route('b.a.com', ['orders'])],
    ['in another domain', route('b.com', ['payments'])],
    ['on another port', route('b.a.com', ['payments'], { ports: [{ ...HTTP_80, number: 8080 }] })],
    ['with TLS, if the wildcard has HTTP', route('b.a.com', ['payments'], { ports: [TLS_443] })],
    ['with a direct port', route('b.a.com', [], { ports: [{ ...HTTP_80, routing: 'direct' }] })],
  ])('do not include a host %s', (_, other) => {
    expect(exceptions(other)).toBeUndefined();
  });
});

test('every host below an imported wildcard is imported too, whatever the sources', () => {
  const names = ['*.a.com', 'b.a.com', '*.b.a.com', 'c.b.a.com', 'a.com', 'd.com', '*.d.com', 'e.d.com'];
  const sources = fc.subarray(['orders', 'payments', 'reports'], { minLength: 1 });
  const drawn = fc
    .subarray(names)
    .chain((some) => fc.tuple(...some.map((name) => sources.map((all) => route(name, all)))));
  fc.assert(
    fc.property(drawn, fc.constantFrom('orders', 'payments', 'reports'), (routes, client) => {
      const externals = planOf(routes).externalHosts();
      const imported = importsOf(client, externals).map((host) => host.replace('default/', ''));
      // The most specific imported host decides. For every name, that must be the most specific host of the mesh.
      for (const external of externals) {
        const { host, ports } = external;
        const isOpen = ports.some(({ access }) => includesNamespace(access.sources, client));
        const isCovered = externals.some((other) => isBelow(external, other) && imported.includes(other.host.name));
        if (isOpen || isCovered) expect(imported).toContain(host.name);
      }
    }),
  );
});
