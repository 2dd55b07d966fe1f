import fc from 'fast-check';
import {
  distinctSources,
  identitiesOf,
  includesNamespace,
  isForAnyAuthenticated,
  namespacesOf,
  principalsOf,
  Source,
  sourceText,
} from '../../../lib/mesh/source';

const ANYONE: Source = { kind: 'anyAuthenticated' };
const namespace = (name: string): Source => ({ kind: 'namespace', namespace: name });
const account = (of: string, name: string): Source => ({ kind: 'serviceAccount', namespace: of, name });

/** Few names, so that many are equal or similar. */
const name = fc.constantFrom('a', 'b', 'a-b');
const source: fc.Arbitrary<Source> = fc.oneof(
  fc.constant(ANYONE),
  name.map(namespace),
  fc.tuple(name, name).map(([of, its]) => account(of, its)),
);
const sources = fc.array(source, { maxLength: 12 });

describe('sourceText', () => {
  test.each([
    [ANYONE, 'anyAuthenticated()'],
    [namespace('payments'), "namespace('payments')"],
    [account('reports', 'nightly.v2'), "serviceAccount('reports', 'nightly.v2')"],
  ])('returns %j as source code: %s', (one, text) => {
    expect(sourceText(one)).toBe(text);
  });
});

describe('distinctSources', () => {
  test('returns each source once, sorted', () => {
    const given = [account('b', 'x'), namespace('b'), ANYONE, namespace('a'), namespace('b'), { ...ANYONE }];
    expect(distinctSources(given)).toEqual([ANYONE, namespace('a'), namespace('b'), account('b', 'x')]);
    expect(given).toHaveLength(6);
  });

  test('does not merge sources that are only similar', () => {
    const alike = [account('a', 'b'), account('b', 'a'), namespace('a'), namespace('b')];
    expect(distinctSources(alike)).toHaveLength(4);
  });

  test('does not depend on the order or on repetitions, and is idempotent', () => {
    const shuffled = sources.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const once = distinctSources(all);
        expect(distinctSources(other)).toEqual(once);
        expect(distinctSources([...all, ...other])).toEqual(once);
        expect(distinctSources(once)).toEqual(once);
      }),
    );
  });

  test('returns every given source and no other', () => {
    fc.assert(
      fc.property(sources, (all) => {
        const once = distinctSources(all);
        expect(once).toEqual(expect.arrayContaining(all));
        expect(all).toEqual(expect.arrayContaining([...once]));
        expect(once).toHaveLength(new Set(all.map((one) => JSON.stringify(one))).size);
      }),
    );
  });
});

test('isForAnyAuthenticated returns whether one of the sources is anyAuthenticated()', () => {
  expect([[], [namespace('a')], [namespace('a'), ANYONE]].map(isForAnyAuthenticated)).toEqual([false, false, true]);
});

test('namespacesOf returns the namespaces of namespaces and service accounts, sorted and each once', () => {
  expect(namespacesOf([account('b', 'x'), ANYONE, namespace('b'), namespace('a'), account('c', 'a')])).toEqual([
    'a',
    'b',
    'c',
  ]);
});

describe('includesNamespace', () => {
  test.each<[string, Source[], boolean]>([
    ['no sources', [], false],
    ['anyAuthenticated()', [ANYONE], true],
    ['the namespace', [namespace('payments')], true],
    ['a service account of the namespace', [account('payments', 'api')], true],
    ['another namespace', [namespace('payments-eu')], false],
    ['a service account with the name of the namespace', [account('orders', 'payments')], false],
    ['another namespace and the namespace', [namespace('orders'), namespace('payments')], true],
  ])('returns, for %s: %p', (_, some, expected) => {
    expect(includesNamespace(some, 'payments')).toBe(expected);
  });
});

describe('principalsOf and identitiesOf', () => {
  const all = [account('b', 'x.y'), namespace('a'), namespace('a')];

  test('return each source once, sorted, in the trust domain that Istio replaces and in those of the mesh', () => {
    expect(principalsOf(all)).toEqual(['cluster.local/ns/a/sa/*', 'cluster.local/ns/b/sa/x.y']);
    expect(identitiesOf(all, ['m', 'o'])).toEqual([
      ...['spiffe://m/ns/a/sa/*', 'spiffe://m/ns/b/sa/x.y'],
      ...['spiffe://o/ns/a/sa/*', 'spiffe://o/ns/b/sa/x.y'],
    ]);
  });

  test('return every identity if one source is every authenticated caller', () => {
    expect([principalsOf([...all, ANYONE]), identitiesOf([ANYONE, ...all], ['m'])]).toEqual([['*'], ['spiffe://*']]);
  });
});
