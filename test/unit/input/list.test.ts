import { Lazy } from 'cdk8s';
import fc from 'fast-check';
import { ListRule, parseSet } from '../../../lib/input/list';
import { parseDnsLabel } from '../../../lib/input/kubernetes-name';
import { parsePort } from '../../../lib/input/port';
import { findingOf, findingsOf } from './findings';

const NAMES: ListRule<string> = {
  what: 'names',
  parse: (value, what) => parseDnsLabel(what, typeof value === 'string' ? value.toLowerCase() : value),
  example: '["a"]',
  allowed: 'a list of names',
};
const PORTS: ListRule<number, number> = {
  what: 'ports',
  parse: (value, what) => parsePort(what, value),
  example: '[443]',
  allowed: 'a list of ports',
};

const names = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,3}$/), { minLength: 1, maxLength: 6 });

test('parseSet returns the same list for every order and spelling of its items', () => {
  const shuffled = names.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.boolean()),
  );
  fc.assert(
    fc.property(shuffled, ([list, others, upper]) => {
      const spelled = upper ? others.map((name) => name.toUpperCase()) : others;
      expect(parseSet(spelled, NAMES)).toEqual([...list].sort());
    }),
  );
});

test('parseSet does not change the list that it gets', () => {
  const given = Object.freeze(['b', 'a']);
  expect(parseSet(given, NAMES)).toEqual(['a', 'b']);
  expect(given).toEqual(['b', 'a']);
});

test('parseSet reports one finding for every malformed item, by its index', () => {
  fc.assert(
    fc.property(names, fc.array(fc.constantFrom('a b', '-', '_x'), { minLength: 1, maxLength: 4 }), (good, bad) => {
      const problems = findingsOf(() => parseSet([...good, ...bad], NAMES)).map(({ problem }) => problem);
      expect(problems).toEqual(bad.map((_, index) => `names[${good.length + index}] must be a DNS-1123 label`));
    }),
  );
});

test('parseSet reports repeated and malformed items in one error', () => {
  const findings = findingsOf(() => parseSet(['a', '-', 'A', 'a'], NAMES));
  expect(findings.map(({ code, problem, got, fix }) => [code, problem, got, fix])).toEqual([
    ['EGR0110', 'names[1] must be a DNS-1123 label', '"-"', 'write the name as "kubectl get" prints it'],
    ['EGR0106', 'names must not repeat a', '"A"', 'remove names[2]'],
    ['EGR0106', 'names must not repeat a', '"a"', 'remove names[3]'],
  ]);
});

test('parseSet returns a repeated item once if the rule accepts repetition', () => {
  expect(parseSet(['b', 'a', 'B'], { ...NAMES, mayRepeat: true })).toEqual(['a', 'b']);
});

test('parseSet sorts numbers in numeric order', () => {
  expect(parseSet([8443, 443, 80, 10000], PORTS)).toEqual([80, 443, 8443, 10000]);
});

test('parseSet rejects an empty list unless the rule accepts an empty list', () => {
  expect(findingOf(() => parseSet([], NAMES))).toMatchObject({
    code: 'EGR0105',
    problem: 'names must not be empty',
    allowed: 'a list of names',
    fix: 'write names: ["a"]',
  });
  expect(parseSet([], { ...NAMES, mayBeEmpty: true })).toEqual([]);
});

test.each([
  ['undefined', undefined, 'names must be a list'],
  ['null', null, 'names must be a list'],
  ['a text', 'a', 'names must be a list'],
  ['a set', new Set(['a']), 'names must be a list'],
  ['a token', Lazy.any({ produce: () => ['a'] }), 'names must be a literal'],
])('parseSet rejects %s in place of a list', (_, values, problem) => {
  expect(findingOf(() => parseSet(values as unknown as string[], NAMES)).problem).toBe(problem);
});

test('parseSet rejects a hole in a list', () => {
  expect(findingOf(() => parseSet(['a', , 'b'] as string[], NAMES)).problem).toBe('names[1] must be a DNS-1123 label');
});
