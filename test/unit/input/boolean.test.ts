import { assertBoolean } from '../../../lib/input/boolean';
import { findingOf } from './findings';

test.each([true, false, undefined])('assertBoolean accepts %p', (value) => {
  expect(() => assertBoolean('defaultDeny', value)).not.toThrow();
});

test.each([
  ['false', '"false"', 'write defaultDeny: false'],
  ['TRUE', '"TRUE"', 'write defaultDeny: true'],
  [0, '0', 'write defaultDeny: true or defaultDeny: false'],
  [null, 'null', 'write defaultDeny: true or defaultDeny: false'],
])('assertBoolean rejects %p and names the boolean in the fix', (value, got, fix) => {
  expect(findingOf(() => assertBoolean('defaultDeny', value as unknown as boolean))).toMatchObject({
    code: 'EGR0107',
    problem: 'defaultDeny must be a boolean',
    got,
    fix,
  });
});
