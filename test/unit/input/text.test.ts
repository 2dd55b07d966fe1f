import { Lazy } from 'cdk8s';
import { assertText } from '../../../lib/input/text';
import { isReadAlike } from '../../support/yaml-readers';
import { findingOf } from './findings';

test.each(['0o7', '0O17', '-0o7', '0X1F', '0B11', '0_o7', '0_x1F', '1e_3', '.5e3', '+.5E-3', '='])(
  'assertText rejects %s, which cdk8s writes without quotes and another reader does not read as text',
  (text) => {
    expect(findingOf(() => assertText('label', text))).toMatchObject({
      code: 'EGR0125',
      problem: `label cannot be ${text}, which kubectl or another reader of YAML does not read as text`,
    });
  },
);

test.each([
  ...['0x1F', '0b11', '1_000', '1e3', '12e03', '007', '1:30', '.inf', 'yes', 'null', '~', '<<', '2001-01-01', '1.', ''],
  ...['egress', 'v1', '0o', '0o8', '0xg', '1e', 'a\tb\nc', 'é', '\u{1F600}', '{"a": 1}', '# a', 'a: b', '- a'],
])('assertText accepts %p, which every reader reads as text', (text) => {
  expect(() => assertText('label', text)).not.toThrow();
  expect(isReadAlike(text)).toBe(true);
});

test.each([
  ['\u0000', '0000'],
  ['\r', '000D'],
  ['\u001b', '001B'],
  ['\u007f', '007F'],
  ['\u0085', '0085'],
  ['\u2028', '2028'],
  ['\ufeff', 'FEFF'],
  ['\ud800', 'D800'],
  ['\udc00', 'DC00'],
])('assertText rejects the character %j', (character, code) => {
  expect(findingOf(() => assertText('reason', `a${character}b`))).toMatchObject({
    code: 'EGR0124',
    problem: `reason cannot contain the character U+${code}`,
    fix: `remove U+${code} from reason`,
  });
});

test.each([
  [7, 'write note: "7"'],
  [true, 'write note: "true"'],
  [undefined, 'write note: "egress.yaml"'],
  [new String('a'), 'write note: "egress.yaml"'],
])('assertText rejects %p, which is not text', (value, fix) => {
  expect(findingOf(() => assertText('note', value, 'egress.yaml'))).toMatchObject({ code: 'EGR0103', fix });
});

test.each([Lazy.any({ produce: () => 'a' }) as unknown, 'a ${Token[TOKEN.1]}'])(
  'assertText rejects a token',
  (value) => {
    expect(findingOf(() => assertText('note', value)).code).toBe('EGR0108');
  },
);
