import fc from 'fast-check';
import { canonical, fieldsAt, replaced, written } from '../../../conformance/mutation/fields';

const OBJECT = { a: { 'x.y/z': 1, b: [{ c: 1 }, { c: 2, d: 3 }] }, e: [] };

describe('fieldsAt', () => {
  test.each<[string, [string, unknown, number][]]>([
    ['a.b', [['a.b', OBJECT.a.b, 2]]],
    [
      'a.b.*.c',
      [
        ['a.b[0].c', 1, 1],
        ['a.b[1].c', 2, 2],
      ],
    ],
    [
      'a.b.*',
      [
        ['a.b[0]', { c: 1 }, 2],
        ['a.b[1]', { c: 2, d: 3 }, 2],
      ],
    ],
    [
      'a.*',
      [
        ['a["x.y/z"]', 1, 2],
        ['a.b', OBJECT.a.b, 2],
      ],
    ],
    ['a.none', [['a.none', undefined, 2]]],
    ['none.c', []],
    ['none.*', []],
    ['e.*', []],
    ['a.b.c', []],
  ])('finds %s', (pattern, expected) => {
    const found = fieldsAt(OBJECT, pattern);
    expect(found.map(({ path, value, siblings }) => [written(path), value, siblings])).toEqual(expected);
  });
});

describe('written', () => {
  test.each<[readonly (string | number)[], string]>([
    [['spec', 'tls', 0, 'route', 1], 'tls[0].route[1]'],
    [['spec'], 'spec'],
    [['metadata', 'namespace'], 'metadata.namespace'],
    [['spec', 'selector', 'a.b/c'], 'selector["a.b/c"]'],
  ])('%j', (path, text) => expect(written(path)).toBe(text));
});

describe('replaced', () => {
  test.each<[string, readonly (string | number)[], unknown, unknown]>([
    ['sets a field', ['a', 'b', 0, 'c'], 9, { ...OBJECT, a: { ...OBJECT.a, b: [{ c: 9 }, { c: 2, d: 3 }] } }],
    ['takes a field away', ['a', 'x.y/z'], undefined, { ...OBJECT, a: { b: OBJECT.a.b } }],
    ['takes an item away', ['a', 'b', 0], undefined, { ...OBJECT, a: { ...OBJECT.a, b: [{ c: 2, d: 3 }] } }],
    ['makes what is missing', ['f', 'g'], 1, { ...OBJECT, f: { g: 1 } }],
  ])('%s', (_, path, value, expected) => {
    const before = canonical(OBJECT);
    expect(replaced(OBJECT, path, value)).toEqual(expected);
    expect(canonical(OBJECT)).toBe(before);
  });

  it('gives back what was put in, and leaves all other fields', () => {
    const objects = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(objects, fc.nat(), (object, nth) => {
        const keys = Object.keys(object);
        const key = keys[nth % keys.length] as string;
        const others = Object.fromEntries(Object.entries(object).filter(([each]) => each !== key));
        const { [key]: put, ...rest } = replaced(object, [key], 'put') as Record<string, unknown>;
        expect([put, rest]).toEqual(['put', others]);
        expect(replaced(object, [key], undefined)).toEqual(others);
      }),
    );
  });
});

describe('canonical', () => {
  it('is the same for every order of keys, and distinguishes lists by their order', () => {
    expect(canonical({ a: 1, b: { d: 1, c: 2 } })).toBe(canonical({ b: { c: 2, d: 1 }, a: 1 }));
    expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
  });
});
