import fc from 'fast-check';
import { Access, isRestricted, OPEN } from '../../../lib/mesh/access';
import { accessProblems } from '../../../lib/analysis/access-problems';
import { RouteThrough } from '../../../lib/mesh/route-through';
import { Source } from '../../../lib/mesh/source';
import { FACTS, fixIn } from '../help';

const GATEWAY = 'istio-system/istio-egressgateway';
const PAYMENTS: Source = { kind: 'namespace', namespace: 'payments' };
const ANYONE: Source = { kind: 'anyone' };
const READ = { methods: ['GET'], paths: [] };

const SOURCES: Access = { sources: [PAYMENTS], operations: [] };
const OPERATIONS: Access = { sources: [], operations: [READ] };
const BOTH: Access = { sources: [PAYMENTS], operations: [READ] };

const route = (owner: string, access: Access, visibility: RouteThrough['visibility'] = 'everyone'): RouteThrough => ({
  owner,
  gateway: GATEWAY,
  access,
  visibility,
  lends: false,
});
const problems = (...routes: RouteThrough[]): readonly string[] => accessProblems(FACTS, routes, []);

const withoutSources = (routes: readonly RouteThrough[]): unknown[] =>
  problems(...routes)
    .filter((message) => message.startsWith('routes of gateway '))
    .map(named);

/** Whom a message names. */
const named = (message = ''): unknown => JSON.parse(/: got (\[[^\]]*\]);/.exec(message)?.[1] ?? 'null') as unknown;

describe('isRestricted', () => {
  test.each([
    ['nothing was said', OPEN, false],
    ['sources were', SOURCES, true],
    ['anyone was', { sources: [ANYONE], operations: [] }, true],
    ['operations were', OPERATIONS, true],
    ['both were', BOTH, true],
  ])('where %s: %p', (_, access, expected) => {
    expect(isRestricted(access)).toBe(expected);
  });
});

describe('the routes of a gateway are sound', () => {
  test.each<[string, RouteThrough[]]>([
    ['where there are none', []],
    ['where none has sources', [route('a', OPEN), route('b', OPEN)]],
    ['where all have', [route('a', SOURCES), route('b', { sources: [ANYONE], operations: [] })]],
    ['where all have, and one narrows what they may do', [route('a', SOURCES), route('b', BOTH)]],
    ['where a route with sources by namespace is narrowed to them', [route('a', SOURCES, 'sources')]],
  ])('%s', (_, routes) => {
    expect(problems(...routes)).toEqual([]);
  });
});

describe('routes without sources beside one that has some', () => {
  test('are named, each once and in order, with the gateway, the reason and the fix', () => {
    const found = problems(route('c', OPEN), route('b', SOURCES), route('a', OPEN), route('a', OPEN));
    expect(found).toEqual([
      `routes of gateway ${GATEWAY} do not say who may use them: got ["a","c"]; ` +
        'allowed: sources on every route once one has them, as b has: everything else is denied there; ' +
        'fix: write allowFrom: [EgressSource.namespace("...")] on each, or allowFrom: [EgressSource.anyone()]',
    ]);
  });

  test('are never shown as the example to follow', () => {
    const [message] = problems(route('a', OPERATIONS), route('b', SOURCES));
    expect(named(message)).toEqual(['a']);
    expect(message).toMatch(/as b has/);
  });

  test('are named whoever was declared first: all that lack them, and no other', () => {
    const routes = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 })
      .chain((owners) =>
        fc.tuple(
          ...owners.map((owner) => fc.constantFrom(OPEN, SOURCES, OPERATIONS, BOTH).map((one) => route(owner, one))),
        ),
      );
    fc.assert(
      fc.property(routes, (all) => {
        const missing = all.filter(({ access }) => access.sources.length === 0).map(({ owner }) => owner);
        const restricted = all.some(({ access }) => access.sources.length > 0);
        const expected = restricted && missing.length > 0 ? [missing.sort()] : [];
        expect(withoutSources(all)).toEqual(expected);
        expect(withoutSources([...all].reverse())).toEqual(expected);
      }),
    );
  });
});

describe('a gateway that requires sources', () => {
  const required = (...routes: RouteThrough[]): readonly string[] =>
    accessProblems({ ...FACTS, requireSources: true }, routes, []);

  test('names every route that has none, also where no other has some', () => {
    const [message, ...others] = required(route('b', OPEN), route('a', OPEN));
    expect(named(message)).toEqual(['a', 'b']);
    expect(message).toMatch(/allowed: sources on every route: the gateway requires them, and denies everything else; /);
    expect(fixIn(message ?? '')).toMatch(/^write allowFrom/);
    expect(others).toEqual([]);
  });

  test('has nothing to say where all have some, or there are none', () => {
    expect(required(route('a', SOURCES))).toEqual([]);
    expect(required()).toEqual([]);
  });
});

describe('a gateway with the same pods as another', () => {
  const there = (owner: string, access: Access): RouteThrough => ({
    ...route(owner, access),
    gateway: 'istio-egress/x',
  });

  test('names its own routes only, what makes them wrong, and another way out', () => {
    const [message, ...others] = accessProblems(FACTS, [route('a', OPEN)], [there('b', SOURCES), there('c', OPEN)]);
    expect(named(message)).toEqual(['a']);
    expect(message).toMatch(
      /as b has through istio-egress\/x, which has the same pods: everything else is denied there; /,
    );
    expect(fixIn(message ?? '')).toMatch(/, or give the pods of the two gateways different labels$/);
    expect(others).toEqual([]);
  });

  test('has nothing to say of what is wrong with the other alone', () => {
    expect(accessProblems(FACTS, [route('a', SOURCES)], [there('c', OPEN), there('d', OPERATIONS)])).toEqual([]);
  });
});

describe('routes without sources are named too', () => {
  test('where they only say what may be asked of them, each once and in order', () => {
    const found = problems(route('b', OPERATIONS), route('a', OPERATIONS), route('a', OPERATIONS), route('c', OPEN));
    expect(found).toEqual([
      'routes say what may be asked of them, and not by whom: got ["a","b"]; ' +
        'allowed: allow on routes with sources: it narrows what these may do; ' +
        'fix: write allowFrom: [EgressSource.namespace("...")] on each',
    ]);
  });

  test("where they lend the gateway's certificate", () => {
    const lending = (owner: string, access: Access): RouteThrough => ({ ...route(owner, access), lends: true });
    const [message, ...others] = problems(lending('a', OPEN), route('b', OPEN));
    expect(message).toMatch(/^routes lend the gateway's own certificate to whoever reaches it: got \["a"\]; allowed: /);
    expect(fixIn(message ?? '')).toMatch(/^write allowFrom/);
    expect(others).toEqual([]);
    expect(problems(lending('a', SOURCES), lending('b', { sources: [ANYONE], operations: [] }))).toEqual([]);
  });
});

describe('routes that are exported to their sources only', () => {
  test.each<[string, RouteThrough[], string[]]>([
    ['and have none', [route('b', OPEN, 'sources'), route('a', OPEN, 'sources'), route('c', OPEN)], ['a', 'b']],
    ['and are for anyone', [route('a', { sources: [ANYONE], operations: [] }, 'sources')], ['a']],
    ['and are for anyone too', [route('a', { sources: [ANYONE, PAYMENTS], operations: [] }, 'sources')], ['a']],
  ])('%s, are named', (_, routes, owners) => {
    const [message, ...others] = problems(...routes);
    expect(message).toMatch(/^routes are exported to their sources only, and have none by namespace: got /);
    expect(message).toMatch(/allowed: exportTo other than ExportTo\.ALL with sources that are namespaces/);
    expect(named(message)).toEqual(owners);
    expect(fixIn(message ?? '')).toBe('name the namespaces in allowFrom, or remove exportTo');
    expect(others).toEqual([]);
  });

  test('and have none beside one that has some are wrong in both ways', () => {
    const found = problems(route('a', OPEN, 'sources'), route('b', SOURCES));
    expect(found.map(named)).toEqual([['a'], ['a']]);
    expect(new Set(found).size).toBe(2);
  });
});
