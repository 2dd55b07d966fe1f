import { labelClasses } from '../../../../lib/audit/answer/label-classes';

test.each<[string, readonly Readonly<Record<string, string>>[], readonly string[]]>([
  ['selectors of other labels', [{ a: '1' }, { b: '1' }], ['a', 'b', 'ab']],
  ['three selectors', [{ a: '1' }, { b: '1' }, { c: '1' }], ['a', 'b', 'c', 'ab', 'ac', 'bc', 'abc']],
  ['values of one label', [{ a: '1' }, { a: '2' }, { b: '1' }], ['a', 'a', 'b', 'ab', 'ab']],
  ['a selector of the same labels', [{ a: '1' }, { a: '1', b: '1' }], ['a', 'ab']],
])('Classes of %s', (_title, sets, keys) => {
  const { classes, isComplete } = labelClasses(sets);
  expect(classes.map(({ labels }) => Object.keys(labels).join(''))).toEqual(keys);
  expect(isComplete).toBe(true);
});
