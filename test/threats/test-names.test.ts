/** The reader of test files sees tests that run, and nothing else. */
import { testsIn } from './test-names';

const namesIn = (text: string): string[] => testsIn(text).map(({ name }) => name);

it.each<[string, string, string[]]>([
  ['test and it', "test('a', () => {}); it('b', () => {});", ['a', 'b']],
  ['what is in a describe, and not its name', "describe('x', () => { test('a', () => {}); });", ['a']],
  ['a title in other quotes', 'test("a\'s", () => {}); test(`b`, () => {});', ["a's", 'b']],
  ['each row of a table', "test.each([['a', 1], ['b', 2]])('is %s', () => {});", ['is a', 'is b']],
  ['each word of a list', "test.each(['a', 'b'])('is %s', () => {});", ['is a', 'is b']],
  ['cells in their places', "it.each<[string, number, string]>([['a', 1, 'b']])('%s %p %s', () => {});", ['a %p b']],
  ['the title of a table that stands elsewhere', "test.each(ROWS)('is %s', () => {});", ['is %s']],
  ['tests of a describe with a table', "describe.each(['x'])('%s', () => { it('a', () => {}); });", ['a']],
])('sees %s', (_, text, names) => {
  expect(namesIn(text)).toEqual(names);
});

it.each([
  ['a comment', "// test('a', () => {});\n/* it('b', () => {}); */"],
  ['another string', "const a = 'a'; expect(a).toBe('b');"],
  ['a row without a test', "const ROWS = [['a', 1]];"],
  ['an empty table', "test.each([])('is %s', () => {});"],
  ['a skipped test', "test.skip('a', () => {}); xit('b', () => {}); it.todo('c');"],
  ['a table that is skipped', "test.skip.each([['a']])('is %s', () => {}); xtest.each(['a'])('is %s', () => {});"],
  ['what is in a skipped describe', "describe.skip('x', () => { test('a', () => {}); });"],
  ['a test that must fail', "test.failing('a', () => {});"],
])('sees no test in %s', (_, text) => {
  expect(namesIn(text)).toEqual([]);
});

it('sees what a test uses', () => {
  const [test] = testsIn("test('a', () => { expect(messageOf(() => parse('x'))).toMatch(/x/); });");
  expect([...(test?.uses ?? [])]).toEqual(['expect', 'messageOf', 'parse', 'toMatch']);
});
