import { Lazy } from 'cdk8s';
import { boolean, listOf, mapOf, memberOf, structOf, wholeNumber } from '../../../lib/input/shape';
import { assertQuantity } from '../../../lib/input/quantity';
import { messageOf } from '../help';
import { findingOf } from './findings';

enum Colour {
  RED = 'Red',
  BLUE = 'Blue',
}

interface Leaf {
  readonly size: number;
  readonly colour?: Colour | undefined;
}

interface Tree {
  readonly leaves?: Leaf[] | undefined;
  readonly amounts?: { readonly [key: string]: string } | undefined;
}

const leaf = structOf<Leaf>(
  '{ size: 1 }',
  { size: wholeNumber(1, 9), colour: memberOf('Colour', Colour) },
  { required: ['size'] },
);
const tree = structOf<Tree>('{ leaves: [{ size: 1 }] }', {
  leaves: listOf('[{ size: 1 }]', leaf),
  amounts: mapOf("{ cpu: '1' }", (what, key, value) => assertQuantity(`${what}.${key}`, value)),
});
const lazy = (value: unknown): unknown => Lazy.any({ produce: () => value });

describe('a struct that is read by its shape', () => {
  test('is copied at every depth, without properties that are undefined', () => {
    const given = { leaves: [{ size: 1, colour: undefined }], amounts: { cpu: '1' } };
    const read = tree('tree', given);
    expect(read).toStrictEqual({ leaves: [{ size: 1 }], amounts: { cpu: '1' } });
    given.leaves.push({ size: 2, colour: undefined });
    given.amounts.cpu = '2';
    expect(read).toStrictEqual({ leaves: [{ size: 1 }], amounts: { cpu: '1' } });
  });

  test('keeps tokens at every depth', () => {
    const [whole, list, item, property, amount] = [lazy(1), lazy(2), lazy(3), lazy(4), lazy(5)];
    expect(tree('tree', whole)).toBe(whole);
    expect(tree('tree', { leaves: list }).leaves).toBe(list);
    expect(tree('tree', { leaves: [item] }).leaves?.[0]).toBe(item);
    expect(tree('tree', { leaves: [{ size: property }] }).leaves?.[0]?.size).toBe(property);
    expect(tree('tree', { amounts: { cpu: amount } }).amounts?.['cpu']).toBe(amount);
  });

  test.each<[string, unknown, string]>([
    [
      'an unknown property',
      { leafs: [] },
      'tree cannot have the property leafs: got []; allowed: leaves, amounts; fix: rename leafs to leaves',
    ],
    [
      'a misspelt property of an item',
      { leaves: [{ size: 1 }, { size: 1, color: 'Red' }] },
      'tree.leaves[1] cannot have the property color: got "Red"; allowed: size, colour; fix: rename color to colour',
    ],
    ['a missing property', { leaves: [{}] }, 'tree.leaves[0].size must be a whole number from 1 to 9: got undefined'],
    [
      'a number out of range',
      { leaves: [{ size: 10 }] },
      'tree.leaves[0].size must be a whole number from 1 to 9: got 10',
    ],
    [
      'a member of no enum',
      { leaves: [{ size: 1, colour: 'red' }] },
      'tree.leaves[0].colour must be a Colour: got "red"; allowed: Colour.RED or Colour.BLUE',
    ],
    ['an object instead of a list', { leaves: { size: 1 } }, 'tree.leaves must be a list: got {"size":1}'],
    ['null instead of an item', { leaves: [null] }, 'tree.leaves[0] must be an object: got null'],
    ['a list instead of a map', { amounts: ['1'] }, 'tree.amounts must be an object: got ["1"]'],
    ['text instead of a struct', 'leaves', 'tree must be an object: got "leaves"'],
    ['a name of the prototype', { constructor: 1 }, 'tree cannot have the property constructor: got 1'],
  ])('rejects %s, and names its path', (_, value, message) => {
    expect(messageOf(() => tree('tree', value))).toContain(message);
  });

  test('names its properties by its rule', () => {
    const named = structOf<{ open: boolean }>(
      '{}',
      { open: boolean() },
      { nameOf: (what, name) => `${name} of ${what}` },
    );
    expect(named('door', { open: true })).toEqual({ open: true });
    expect(messageOf(() => named('door', { open: 'false' }))).toContain('open of door must be a boolean');
  });

  test('reports everything that is wrong in one error', () => {
    const message = messageOf(() =>
      tree('tree', { leafs: 1, leaves: [{ size: 0 }, { color: 1 }], amounts: { cpu: '1x' } }),
    );
    const subjects = message.split('\n').map((line) => /(\S+) (?:must|cannot)/.exec(line)?.[1]);
    expect(subjects).toEqual([
      'tree',
      'tree.leaves[0].size',
      'tree.leaves[1]',
      'tree.leaves[1].size',
      'tree.amounts.cpu',
    ]);
  });
});

test.each<[unknown, string]>([
  [200, '100'],
  ['200', '100'],
  [Infinity, '100'],
  [0, '1'],
  [-5, '1'],
  [49.6, '50'],
  ['50', '50'],
  ['50%', '1'],
  ['', '1'],
  [NaN, '1'],
  [true, '1'],
])('a whole number from 1 to 100: the fix for %p is the nearest number, %s', (value, written) => {
  expect(findingOf(() => wholeNumber(1, 100)('upstream.share', value)).fix).toBe(
    `write upstream: { share: ${written} }`,
  );
});
