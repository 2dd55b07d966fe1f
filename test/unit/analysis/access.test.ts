import fc from 'fast-check';
import { ExportTo } from '../../../lib/mesh/export-to';
import { GATEWAY } from '../help';
import {
  account,
  ANYONE,
  described,
  expectFound,
  found,
  gatewayOf,
  namespace,
  originating,
  READ,
  Route,
} from './meshes';

const SOURCES = [namespace('payments')];
const open = (owner: string, over: Partial<Route> = {}): Route => ({ owner, host: `${owner}.com`, ...over });
const restricted = (owner: string, over: Partial<Route> = {}): Route => open(owner, { sources: SOURCES, ...over });

describe('EGR1101', () => {
  test('finds the routes without sources beside one that has sources', () => {
    const routes = [open('c'), restricted('b'), open('a'), open('a', { host: 'second.com' })];
    const finding = expectFound(
      'EGR1101',
      { routes },
      {
        at: 'a',
        problem: /^routes through gateway istio-system\/istio-egressgateway must have sources$/,
        fix: /^write allowFrom: \[EgressSource/,
      },
    );
    expect(finding.got).toBe('{"routesWithoutSources":["a","c"]}');
    expect(finding.allowed).toMatch(/because b has sources: the gateway denies every other request/);
    expect(finding.fix).toMatch(/, or allowFrom: \[EgressSource\.anyAuthenticated\(\)\]$/);
  });

  test('finds exactly the routes without sources, once a route of the gateway has some', () => {
    const drawn = fc.uniqueArray(fc.record({ owner: fc.constantFrom('a', 'b', 'c', 'd'), isOpen: fc.boolean() }), {
      minLength: 1,
      selector: ({ owner }) => owner,
    });
    fc.assert(
      fc.property(drawn, (all) => {
        const routes = all.map(({ owner, isOpen }) => (isOpen ? open(owner) : restricted(owner)));
        const missing = all.flatMap(({ owner, isOpen }) => (isOpen ? [owner] : [])).sort();
        const expected = missing.length > 0 && missing.length < all.length ? [missing] : [];
        const got = (some: Route[]) =>
          found('EGR1101', { routes: some }).map((finding) => JSON.parse(finding.got) as unknown);
        expect(got(routes)).toEqual(expected.map((owners) => ({ routesWithoutSources: owners })));
        expect(got([...routes].reverse())).toEqual(got(routes));
      }),
    );
  });

  test('finds a route without sources on a gateway with defaultDeny, also if no other route has sources', () => {
    const gateway = { ...GATEWAY, defaultDeny: true };
    const expected = { at: 'a', problem: /must have sources$/, fix: /^write allowFrom/ };
    const { allowed } = expectFound('EGR1101', { routes: [open('a', { gateway })] }, expected);
    expect(allowed).toBe('allowFrom on every route: the gateway has defaultDeny');
  });

  test("finds a route without sources if another gateway's policies apply to the same pods", () => {
    const gateway = gatewayOf('x', { selector: GATEWAY.selector });
    const finding = expectFound(
      'EGR1101',
      { routes: [open('a'), restricted('b', { gateway })] },
      {
        at: 'a',
        problem: /^routes through gateway istio-system/,
        fix: /, or give the pods of the two gateways different labels$/,
      },
    );
    expect(finding.allowed).toContain('because b has sources, and its gateway egress-x/x has the same pods');
  });

  test.each<[string, readonly Route[]]>([
    ['routes of which none has sources', [open('a'), open('b')]],
    ['routes that all have sources', [restricted('a'), restricted('b', { sources: [ANYONE] })]],
    [
      'a route with sources on a gateway with defaultDeny',
      [restricted('a', { gateway: { ...GATEWAY, defaultDeny: true } })],
    ],
    ['a route with sources on a gateway with other pods', [open('a'), restricted('b', { gateway: gatewayOf('x') })]],
    [
      'gateways with the same labels in two namespaces, of which none is the root namespace',
      [
        open('a', { gateway: gatewayOf('x') }),
        restricted('b', { gateway: gatewayOf('y', { selector: { istio: 'x' } }) }),
      ],
    ],
  ])('does not find %s', (_, routes) => {
    expect(found('EGR1101', { routes })).toEqual([]);
  });

  test('does not find a gateway with defaultDeny and without routes', () => {
    expect(found('EGR1101', { gateways: [described({ ...GATEWAY, defaultDeny: true })] })).toEqual([]);
  });
});

describe('EGR1102', () => {
  test('finds routes that allow operations and have no sources, each once', () => {
    const operations = [READ];
    const routes = [
      open('b', { operations }),
      open('a', { operations }),
      open('a', { host: 'x.com', operations }),
      open('c'),
    ];
    const findings = found('EGR1102', { routes });
    expect(findings.map(({ constructPath, got }) => [constructPath, got])).toEqual([
      ['a', '["a.com","x.com"]'],
      ['b', '["b.com"]'],
    ]);
    expect(findings[0]).toMatchObject({
      problem: expect.stringMatching(/^a route with allowedOperations must have sources$/) as string,
      fix: 'write allowFrom: [EgressSource.namespace("payments")] on the route',
    });
  });

  test('does not find operations on a route with sources', () => {
    expect(found('EGR1102', { routes: [restricted('a', { operations: [READ] })] })).toEqual([]);
  });
});

describe('EGR1103', () => {
  const mutual = { ports: [originating({ mode: 'MUTUAL', credentialName: 'bank' })] };

  test('finds a client certificate on a route without sources', () => {
    expectFound(
      'EGR1103',
      { routes: [open('a', mutual), open('b')] },
      {
        at: 'a',
        problem: /^a route that presents the gateway's client certificate must have sources$/,
        fix: /^write allowFrom/,
      },
    );
  });

  test.each<[string, Route]>([
    ['on a route with sources', restricted('a', mutual)],
    ['on a route for anyAuthenticated()', open('a', { ...mutual, sources: [ANYONE] })],
    ['that the gateway does not present', open('a', { ports: [originating({ credentialName: 'bank' })] })],
  ])('does not find a client certificate %s', (_, route) => {
    expect(found('EGR1103', { routes: [route] })).toEqual([]);
  });
});

describe('EGR1105', () => {
  const token = { header: 'authorization', secretName: 'api-token', key: 'authorization' };
  const ports = [{ ...originating(), credential: token }];

  test('finds a credential on a route without sources', () => {
    expectFound(
      'EGR1105',
      { routes: [open('a', { ports }), open('b')] },
      { at: 'a', problem: /^a route with a credential must have sources$/, fix: /^write allowFrom/ },
    );
  });

  test.each<[string, Route]>([
    ['on a route with sources', restricted('a', { ports })],
    ['on a route for anyAuthenticated()', open('a', { ports, sources: [ANYONE] })],
  ])('does not find a credential %s', (_, route) => {
    expect(found('EGR1105', { routes: [route] })).toEqual([]);
  });
});

describe('EGR1104', () => {
  const exportTo = ExportTo.SOURCES;

  test.each<[string, Route]>([
    ['without sources', open('a', { exportTo })],
    ['for anyAuthenticated()', open('a', { exportTo, sources: [ANYONE] })],
    ['for anyAuthenticated() and a namespace', open('a', { exportTo, sources: [ANYONE, ...SOURCES] })],
  ])('finds ExportTo.SOURCES on a route %s', (_, route) => {
    expectFound(
      'EGR1104',
      { routes: [route] },
      {
        at: 'a',
        problem: /^a route with exportTo: ExportTo\.SOURCES must have sources that name namespaces$/,
        fix: /^write allowFrom/,
      },
    );
  });

  test.each<[string, Route]>([
    ['for a namespace', restricted('a', { exportTo })],
    ['for a service account', open('a', { exportTo, sources: [account('payments', 'api')] })],
  ])('does not find ExportTo.SOURCES on a route %s', (_, route) => {
    expect(found('EGR1104', { routes: [route] })).toEqual([]);
  });
});
