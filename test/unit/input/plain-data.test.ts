import { assertPlainData } from '../../../lib/input/plain-data';
import { findingOf } from './findings';

test.each([[undefined], [null], [true], [7], ['a'], [[]], [{ a: [{ b: 'c', d: undefined }] }], [Object.create(null)]])(
  'assertPlainData accepts %j',
  (value) => {
    expect(() => assertPlainData('spec', value)).not.toThrow();
  },
);

test.each<[string, unknown, string]>([
  ['NaN', { a: NaN }, 'spec.a must be plain data once tokens are resolved'],
  ['a date', { a: [new Date(0)] }, 'spec.a[0] must be plain data once tokens are resolved'],
  ['a function', { a: () => 1 }, 'spec.a must be plain data once tokens are resolved'],
  ['a control character', { a: 'b\u0000' }, 'spec.a cannot contain the character U+0000'],
  ['a control character in a key', { 'a\u0000': 'b' }, 'a key of spec cannot contain the character U+0000'],
  ['a token', ['${Token[TOKEN.1]}'], 'spec[0] must be a literal'],
])('assertPlainData rejects %s', (_, value, problem) => {
  expect(findingOf(() => assertPlainData('spec', value)).problem).toBe(problem);
});
