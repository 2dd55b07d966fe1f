import { Construct } from 'constructs';
import { orderChildren } from '../../../lib/construct/node';
import { newChart } from '../help';

function idsOf({ node }: Construct): string[] {
  return node.children.map((child) => child.node.id);
}

test('orderChildren lists children by rank, also those that are added after a read', () => {
  const parent = new Construct(newChart(), 'parent');
  orderChildren(parent, (id) => id);
  for (const id of ['b', 'c']) new Construct(parent, id);
  expect(idsOf(parent)).toEqual(['b', 'c']);
  new Construct(parent, 'a');
  expect(idsOf(parent)).toEqual(['a', 'b', 'c']);
  expect(parent.node.findAll().map(({ node }) => node.id)).toEqual(['parent', 'a', 'b', 'c']);
});

test('orderChildren keeps children of equal rank in the order of construction', () => {
  const parent = new Construct(newChart(), 'parent');
  orderChildren(parent, (id) => ['last'].indexOf(id));
  for (const id of ['z', 'last', 'a']) new Construct(parent, id);
  expect(idsOf(parent)).toEqual(['z', 'a', 'last']);
});

test('orderChildren keeps findChild, and returns a new list for each read', () => {
  const parent = new Construct(newChart(), 'parent');
  orderChildren(parent, (id) => id);
  const child = new Construct(parent, 'a');
  parent.node.children.pop();
  expect(parent.node.children).toEqual([child]);
  expect(parent.node.tryFindChild('a')).toBe(child);
});

test('orderChildren lists a child that replaces a removed child', () => {
  const parent = new Construct(newChart(), 'parent');
  orderChildren(parent, (id) => id);
  new Construct(parent, 'a');
  expect(idsOf(parent)).toEqual(['a']);
  parent.node.tryRemoveChild('a');
  new Construct(parent, 'b');
  expect(idsOf(parent)).toEqual(['b']);
});
