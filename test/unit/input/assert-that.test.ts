import { assertThat } from '../../../lib/input/assert-that';
import { findingOf } from './findings';

test('assertThat rejects a value that fails a check and shows an accepted value in the fix', () => {
  expect(() => assertThat(true, 'cidrs', 'be a list', [], '[]')).not.toThrow();
  expect(findingOf(() => assertThat(false, 'cidrs', 'be a list', 'x', "['10.0.0.1/32']"))).toMatchObject({
    code: 'EGR0103',
    problem: 'cidrs must be a list',
    got: '"x"',
    fix: "write cidrs: ['10.0.0.1/32']",
  });
});
