import { unexpected } from '../../../conformance/differential/known-differences';

const KNOWN = 'ranges, A header opens no address outside the range of a route: expected refused';

test('a disagreement outside the list is a mistake, and one in the list is not', () => {
  expect(unexpected([KNOWN, 'tcp, A stage: expected refused'], ['ranges', 'tcp'])).toEqual([
    'tcp, A stage: expected refused',
  ]);
});

test('a row of the list without a disagreement is a mistake, if the example has been asked', () => {
  expect(unexpected([], ['tcp'])).toEqual([]);
  expect(unexpected([], ['ranges'])).toEqual([expect.stringContaining('remove "A header opens no address')]);
});
