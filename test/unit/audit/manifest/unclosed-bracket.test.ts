import { unclosedBracket } from '../../../../lib/audit/manifest/unclosed-bracket';

test.each<[string, string | undefined]>([
  ['a: [1, 2\nb: 3', '['],
  ['a: [1, { b: 2 ]', '['],
  ['a: [{ b: 2 }', '['],
  ['a: [1, 2]\nb: {}', undefined],
  ['a: "[" # [\nb: \'{\'', undefined],
  ['a: "\\"[" \nb: it\'s [x', '['],
  ['a: x[0', undefined],
  ['a: "[', undefined],
])('of %j the last open bracket is %j', (text, sign) => {
  expect(unclosedBracket(text)?.sign).toBe(sign);
});
