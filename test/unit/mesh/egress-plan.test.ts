import fc from 'fast-check';
import { Host } from '../../../lib/host/host';
import { EgressPlan } from '../../../lib/mesh/egress-plan';
import { ExportTo } from '../../../lib/mesh/export-to';
import { ClaimedPort } from '../../../lib/mesh/external-host';
import { DIRECT_443, GATEWAY, HTTP_80, TLS_443 } from '../help';
import { account, ANYONE, claimOf, gatewayOf, meshOf, namespace, READ, Route } from '../analysis/meshes';

const A = Host.parse('a.com');
const KEY = 'istio-system/istio-egressgateway';
const planOf = (...routes: readonly Route[]): EgressPlan => meshOf({ routes }).plan;

describe('EgressPlan', () => {
  test.each<[string, ClaimedPort[], ClaimedPort[]]>([
    ['HTTP and TLS', [HTTP_80], [TLS_443]],
    ['a direct port and TLS through the gateway', [HTTP_80, { ...DIRECT_443, number: 8443 }], [TLS_443]],
    ['two direct ports', [HTTP_80, DIRECT_443, { ...DIRECT_443, number: 8443 }], []],
  ])('merges %s of one host, sorted by port', (_, first, second) => {
    const numbers = [...first, ...second].map((port) => port.number).sort((x, y) => x - y);
    const plan = planOf({ owner: 'b', ports: first }, { owner: 'a', ports: second });
    const external = plan.externalHost(A, GATEWAY);
    expect(external.ports.map((port) => port.number)).toEqual(numbers);
    expect(external.owners).toEqual(['a', 'b']);
  });

  test('returns the same hosts whatever the order of the routes', () => {
    const routes: Route[] = [
      {
        owner: 'a',
        ports: [HTTP_80, { ...DIRECT_443, number: 9443 }],
        sources: [ANYONE],
        metadata: { labels: { x: '1' } },
      },
      { owner: 'b', operations: [READ], metadata: { labels: { y: '2' } } },
      { owner: 'c', host: 'api.example.com' },
      { owner: 'd', host: '*.example.com', ports: [HTTP_80] },
      { owner: 'e', host: 'www.example.com', ports: [HTTP_80], sources: [namespace('payments')] },
      { owner: 'f', gateway: gatewayOf('eu') },
    ];
    const expected = planOf(...routes).externalHosts();
    fc.assert(
      fc.property(fc.shuffledSubarray(routes, { minLength: routes.length }), (shuffled) => {
        expect(planOf(...shuffled).externalHosts()).toEqual(expected);
      }),
    );
  });

  test('sorts hosts by name, and the gateways of one host by their key', () => {
    const plan = planOf({ owner: 'a' }, { owner: 'b', host: '0.com' }, { owner: 'c', gateway: gatewayOf('eu') });
    const names = plan.externalHosts().map(({ host, gateway }) => `${host.name} ${gateway.namespace}`);
    expect(names).toEqual(['0.com istio-system', 'a.com egress-eu', 'a.com istio-system']);
  });

  test('has new hosts after every change, and the same list until then', () => {
    const plan = planOf({ owner: 'a' });
    const before = plan.externalHosts();
    expect(plan.externalHosts()).toBe(before);
    plan.allowFrom('a', [ANYONE]);
    expect(plan.externalHosts()[0]?.ports[0]?.access.sources).toEqual([ANYONE]);
    expect(before[0]?.ports[0]?.access.sources).toEqual([]);
  });

  test('has the routes through a gateway, once for each host, whichever construct describes the gateway', () => {
    const plan = planOf(
      { owner: 'a', gateway: { ...GATEWAY } },
      { owner: 'a', host: 'b.com' },
      { owner: 'c', gateway: gatewayOf('eu') },
    );
    expect(plan.routesThrough(KEY).map(({ owner, host }) => [owner, host])).toEqual([
      ['a', 'a.com'],
      ['a', 'b.com'],
    ]);
    expect(plan.routesThrough('elsewhere/istio-egressgateway')).toEqual([]);
  });

  test('has the sources and operations of each route on its own ports, before and after the route declares its hosts', () => {
    const plan = new EgressPlan();
    plan.allowFrom('a', [namespace('payments')]);
    plan.addClaims([claimOf({ owner: 'a' })]);
    plan.addClaims([claimOf({ owner: 'b', ports: [HTTP_80] })]);
    plan.allowFrom('b', [ANYONE]);
    plan.allowFrom('a', [account('payments', 'api'), namespace('payments')]);
    plan.allowOperations('b', [READ, READ]);
    expect(plan.externalHost(A, GATEWAY).ports.map(({ access }) => access)).toEqual([
      { sources: [ANYONE], operations: [READ] },
      { sources: [namespace('payments'), account('payments', 'api')], operations: [] },
    ]);
  });

  test('exports a host to the namespaces of the sources of all its routes, and of the gateway', () => {
    const exportTo = ExportTo.SOURCES;
    const routes: Route[] = [
      { owner: 'a', exportTo, sources: [namespace('payments'), account('payments', 'api')] },
      { owner: 'b', exportTo, ports: [HTTP_80], sources: [namespace('zoo'), ANYONE] },
    ];
    expect(planOf(...routes).externalHost(A, GATEWAY).exportTo).toEqual(['istio-system', 'payments', 'zoo']);
    expect(planOf({ owner: 'a' }).externalHost(A, GATEWAY)).not.toHaveProperty('exportTo');
  });

  test.each<[string, (plan: EgressPlan) => void]>([
    ['sources', (plan) => plan.allowFrom('a', [ANYONE])],
    ['operations', (plan) => plan.allowOperations('a', [READ])],
  ])('has a restricted gateway as soon as a route through the gateway has %s, whichever comes first', (_, restrict) => {
    const claims = [claimOf({ owner: 'a' }), claimOf({ owner: 'a', host: 'b.com' })];
    const [before, after] = [new EgressPlan(), new EgressPlan()];
    before.addClaims(claims);
    expect(before.isRestrictedGateway(GATEWAY)).toBe(false);
    restrict(before);
    restrict(after);
    after.addClaims(claims);
    for (const plan of [before, after]) {
      expect([GATEWAY, gatewayOf('eu')].map((gateway) => plan.isRestrictedGateway(gateway))).toEqual([true, false]);
    }
  });

  test.each<[string, ClaimedPort[], boolean]>([
    ['TLS', [TLS_443], true],
    ['TCP', [{ ...TLS_443, protocol: 'TCP' }], true],
    ['HTTP with a direct port', [HTTP_80, DIRECT_443], false],
  ])('has a restricted passthrough with sources of a route for %s, whichever comes first', (_, ports, expected) => {
    const claims = [claimOf({ owner: 'a', ports })];
    const [before, after] = [new EgressPlan(), new EgressPlan()];
    before.addClaims(claims);
    expect(before.isRestrictedPassthrough(GATEWAY)).toBe(false);
    for (const plan of [before, after]) plan.allowFrom('a', [ANYONE]);
    after.addClaims(claims);
    for (const plan of [before, after]) expect(plan.isRestrictedPassthrough(GATEWAY)).toBe(expected);
    expect(before.isRestrictedPassthrough(gatewayOf('eu'))).toBe(false);
  });

  test('merges the labels and annotations of the routes of a host', () => {
    const plan = planOf(
      { owner: 'a', metadata: { labels: { x: '1' } } },
      { owner: 'b', ports: [HTTP_80], metadata: { labels: { y: '2' }, annotations: { z: '3' } } },
    );
    expect(plan.externalHost(A, GATEWAY).metadata).toEqual({ labels: { x: '1', y: '2' }, annotations: { z: '3' } });
  });

  test('matches a host by the inner SNI only on a gateway that is an egress proxy', () => {
    const plan = planOf({ owner: 'a' }, { owner: 'b', host: 'b.com', gateway: gatewayOf('eu') });
    expect(plan.externalHosts().some(({ matchedByInnerSni }) => matchedByInnerSni)).toBe(false);
    plan.addEgressProxy({ ...GATEWAY });
    expect([plan.isEgressProxy(GATEWAY), plan.isEgressProxy(gatewayOf('eu'))]).toEqual([true, false]);
    expect(plan.externalHosts().map(({ matchedByInnerSni }) => matchedByInnerSni)).toEqual([true, undefined]);
  });

  test('has no host that no route claims through the gateway', () => {
    const plan = planOf({ owner: 'a', gateway: gatewayOf('eu') });
    expect(() => plan.externalHost(A, GATEWAY)).toThrow(
      'no route claims a.com through istio-system/istio-egressgateway',
    );
    expect(plan.claimsOf('b.com')).toEqual([]);
  });
});
