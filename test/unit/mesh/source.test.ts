import fc from 'fast-check';
import { distinctSources, includesNamespace, Source, sourceText } from '../../../lib/mesh/source';

const ANYONE: Source = { kind: 'anyone' };
const namespace = (name: string): Source => ({ kind: 'namespace', namespace: name });
const account = (of: string, name: string): Source => ({ kind: 'serviceAccount', namespace: of, name });

/** Of few names, so that many are equal or resemble each other. */
const name = fc.constantFrom('a', 'b', 'a-b');
const source: fc.Arbitrary<Source> = fc.oneof(
  fc.constant(ANYONE),
  name.map(namespace),
  fc.tuple(name, name).map(([of, its]) => account(of, its)),
);
const sources = fc.array(source, { maxLength: 12 });

describe('sourceText', () => {
  test.each([
    [ANYONE, 'anyone()'],
    [namespace('payments'), "namespace('payments')"],
    [account('reports', 'nightly.v2'), "serviceAccount('reports', 'nightly.v2')"],
  ])('of %j is what users write: %s', (one, text) => {
    expect(sourceText(one)).toBe(text);
  });
});

describe('distinctSources', () => {
  test('has each source once, in an order of its own', () => {
    const given = [account('b', 'x'), namespace('b'), ANYONE, namespace('a'), namespace('b'), { ...ANYONE }];
    expect(distinctSources(given)).toEqual([ANYONE, namespace('a'), namespace('b'), account('b', 'x')]);
    expect(given).toHaveLength(6);
  });

  test('keeps apart what only resembles each other', () => {
    const alike = [account('a', 'b'), account('b', 'a'), namespace('a'), namespace('b')];
    expect(distinctSources(alike)).toHaveLength(4);
  });

  test('does not depend on the order, nor on how often one is said, and is idempotent', () => {
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

  test('loses none and adds none', () => {
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

describe('includesNamespace', () => {
  test.each<[string, Source[], boolean]>([
    ['nobody', [], false],
    ['anyone', [ANYONE], true],
    ['the namespace', [namespace('payments')], true],
    ['a service account of it', [account('payments', 'api')], true],
    ['another namespace', [namespace('payments-eu')], false],
    ['a service account of its name elsewhere', [account('orders', 'payments')], false],
    ['another namespace, and it', [namespace('orders'), namespace('payments')], true],
  ])('for %s is %p', (_, some, expected) => {
    expect(includesNamespace(some, 'payments')).toBe(expected);
  });
});
